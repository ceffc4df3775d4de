"""Exact values with a unit: money, ratios, counts and scores; how they are read, rounded and printed."""

from __future__ import annotations

from jixiao.figures.count import Count
from jixiao.figures.errors import FigureError, ZeroBase
from jixiao.figures.exact import EXACT
from jixiao.figures.missing import MISSING, Missing
from jixiao.figures.money import Money
from jixiao.figures.numerals import read_chinese, read_chinese_integer, section_mark, write_chinese, write_digits
from jixiao.figures.parse import Written, read_figure
from jixiao.figures.printing import Printed, exact_among
from jixiao.figures.ratio import Ratio
from jixiao.figures.reading import Bound, Figure, FigureKind, read
from jixiao.figures.rounding import half_up, printed
from jixiao.figures.score import Score
from jixiao.figures.units import WAN, YI, YUAN, Unit
from jixiao.files.digits import digits15

__all__ = [
    "EXACT",
    "MISSING",
    "WAN",
    "YI",
    "YUAN",
    "Bound",
    "Count",
    "Figure",
    "FigureError",
    "FigureKind",
    "Missing",
    "Money",
    "Printed",
    "Ratio",
    "Score",
    "Unit",
    "Written",
    "ZeroBase",
    "digits15",
    "exact_among",
    "half_up",
    "printed",
    "read",
    "read_chinese",
    "read_chinese_integer",
    "read_figure",
    "section_mark",
    "write_chinese",
    "write_digits",
]
