"""How far one text is from another: the same value spelled otherwise, rounded otherwise, or another value."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from jixiao.facts.dates import DateError, PartialDate
from jixiao.figures import Figure, half_up, read
from jixiao.reports.readback.changes import Degree


def figure_of(text: str, unit: str = "") -> Figure | None:
    """The one figure that a text is, with that unit where it tells none itself; None for words and several figures.

    Example:
        >>> figure_of("46,154.11", "万元").number
        Fraction(461541100, 1)
    """
    tidy = unicodedata.normalize("NFKC", text).strip()
    found = _whole(tidy) or _counted(tidy)
    if found is None or not isinstance(found.value, Decimal) or found.unit or not unit:
        return found
    return _whole(tidy + unit) or replace(found, unit=unit)


def _whole(text: str) -> Figure | None:
    found = read(text)
    return found[0] if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None


def _counted(text: str) -> Figure | None:
    """A Chinese numeral without its measure word, as it stands in a control."""
    found = _whole(f"{text}个") if text and not text.isascii() else None
    return replace(found, unit="", end=len(text)) if found is not None and found.end == len(text) + 1 else None


def degree_of(before: str, after: str, unit: str = "", exact: Decimal | None = None) -> Degree:
    """Compare what was written with what stands there now.

    Args:
        before: what was written.
        after: what stands there now.
        unit: of the fact, for texts that do not tell it.
        exact: the exact value in that unit, of which `before` is a rounding.
    """
    if _tidy(before) == _tidy(after):
        return Degree.SPELLING
    old, new = figure_of(before, unit), figure_of(after, unit)
    if old is None or new is None:
        return Degree.SPELLING if _same_day(before, after) else Degree.WORDS
    if old.number is None or new.number is None:
        alike = (old.value, old.kind) == (new.value, new.kind) or _same_day(before, after)
        return Degree.SPELLING if alike else Degree.VALUE
    if old.number == new.number and old.bound == new.bound:
        return Degree.SPELLING
    known = old.number if exact is None or old.size == 0 else Fraction(abs(exact)) * old.size
    return Degree.ROUNDING if old.bound == new.bound and _rounds(known, new) else Degree.VALUE


def _rounds(value: Fraction, figure: Figure) -> bool:
    """Whether a figure is that value rounded to the places it is printed with."""
    if not isinstance(figure.value, Decimal):
        return False
    return bool(half_up(value / figure.size, figure.places) == figure.value)


def _tidy(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _same_day(before: str, after: str) -> bool:
    try:
        return PartialDate.parse(before) == PartialDate.parse(after)
    except DateError:
        return False
