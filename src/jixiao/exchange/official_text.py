"""Whether a form says what a text of the workbook already says once its live figures are printed."""

from __future__ import annotations

import re

from jixiao.exchange.layout import alike
from jixiao.reports.model import Pending, Spans

_SOMETHING = ".{1,30}?"
"""Stands for a figure that we cannot print here, such as a score."""


def says_the_same(spans: Spans, told: str) -> bool:
    """Compare a text that was filled with its figures with the words of a form; spaces and widths do not count."""
    pattern = "".join(_SOMETHING if isinstance(span, Pending) else re.escape(alike(span.text)) for span in spans)
    return re.fullmatch(pattern, alike(told)) is not None
