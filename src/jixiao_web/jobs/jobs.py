"""The jobs of this app: those of its clock."""

from __future__ import annotations

from jixiao_web.jobs import schedule

__all__ = ["schedule"]
