"""Whether money is spent in time: spending at each quarter's end beside the plan, while something can still be done about it."""

from __future__ import annotations

from jixiao.monitoring.pace import Level, Pace, Paces, Point, paces
from jixiao.monitoring.plans import Plans, QuarterEnd, plans

__all__ = ["Level", "Pace", "Paces", "Plans", "Point", "QuarterEnd", "paces", "plans"]
