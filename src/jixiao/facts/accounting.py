"""What holds the account together: evidence, figures stated elsewhere, plus and minus items, assignments.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import DateOrMissing, Flag, Number, ScoreOrMissing, Text
from jixiao.figures import MISSING, Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of evidence."""

    no: str
    lines: Text = MISSING
    name: Text = MISSING
    file: Text = MISSING
    page: Text = MISSING
    date: DateOrMissing = MISSING
    sealed: Flag = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """A total, rate or score that somebody already wrote elsewhere."""

    item: str
    year: int | Missing = MISSING
    where: str
    value: Number = MISSING
    unit: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusItem:
    """A plus or minus item."""

    no: str
    name: Text = MISSING
    points: ScoreOrMissing = MISSING
    document: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who fills in which sheet, until when."""

    sheet: str
    unit: Text = MISSING
    division: Text = MISSING
    person: Text = MISSING
    due: DateOrMissing = MISSING
    source: Text = MISSING
