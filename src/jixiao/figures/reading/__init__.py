"""Every figure of a running text: what it is worth, in which unit, and where it stands."""

from __future__ import annotations

from jixiao.figures.reading.figure import Bound, Figure, FigureKind
from jixiao.figures.reading.read import read

__all__ = ["Bound", "Figure", "FigureKind", "read"]
