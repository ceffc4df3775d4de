"""The jobs of this app: those of its clock."""

from __future__ import annotations

from jixiao_web.jobs import broom, schedule

__all__ = ["broom", "schedule"]
