"""Writing: facts, a scorecard and an outline become a report whose every figure is live."""

from __future__ import annotations

from jixiao.reports.writing.compose import compose, reporting_pen
from jixiao.reports.writing.outlines import outline, outline_for, outlines, read_outlines

__all__ = ["compose", "outline", "outline_for", "outlines", "read_outlines", "reporting_pen"]
