"""Figures and pending things that were changed, each with the places that still show it as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from jixiao.documents.model import Span
from jixiao.figures import FigureKind
from jixiao.reports.readback.changes import Change, Degree, Seat, Sort
from jixiao.reports.readback.degrees import degree_of, figure_of
from jixiao.reports.readback.pairing import Shown
from jixiao.reports.readback.written import Written

Key = tuple[str, Fraction | str]
_MONEY = "万元"


def figure_changes(shown: Sequence[Shown], units: Mapping[Span, str]) -> Iterator[Change]:
    """The changes of facts and pending things, in reading order; one change for all places that got the same new value.

    Args:
        shown: the controls.
        units: place of a control → the unit of the figure that it is part of, as written behind it.
    """
    changed: dict[Key, list[Shown]] = {}
    still: dict[str, list[Seat]] = {}
    for one in shown:
        if one.seat.text.strip() and not _same(one, units):
            changed.setdefault(_key(one, units), []).append(one)
        elif one.seat.text.strip():
            still.setdefault(one.fact.address or f"#{one.fact.number}", []).append(one.seat)
    for group in changed.values():
        yield _change(group, still.get(group[0].fact.address or f"#{group[0].fact.number}", []), units)


def _same(one: Shown, units: Mapping[Span, str]) -> bool:
    return "".join(one.seat.text.split()) == "".join(one.fact.text.split()) and not _slipped(one, units)


def _slipped(one: Shown, units: Mapping[Span, str]) -> str:
    """The unit behind an amount in 万元 that somebody made another one (亿元), else ""."""
    unit = units.get(one.seat.span, "")
    if one.fact.unit != _MONEY or not unit:
        return ""
    here, ours = figure_of(f"1{unit}"), figure_of(f"1{_MONEY}")
    differs = here is not None and ours is not None and here.kind is FigureKind.MONEY and here.size != ours.size
    return unit if differs else ""


def _after(one: Shown, units: Mapping[Span, str]) -> str:
    return one.seat.text + _slipped(one, units)


def _key(one: Shown, units: Mapping[Span, str]) -> Key:
    figure = figure_of(_after(one, units), one.fact.unit)
    known = figure.number if figure is not None else None
    return one.fact.address or f"#{one.fact.number}", _after(one, units) if known is None else known


def _change(group: Sequence[Shown], still: Sequence[Seat], units: Mapping[Span, str]) -> Change:
    first = group[0]
    fact, after = first.fact, _after(first, units)
    return Change(
        sort=Sort.PENDING if fact.pending else Sort.FIGURE,
        before=fact.text,
        after=after,
        address=fact.address,
        title=title_of(fact),
        old=None if fact.pending else figure_of(fact.text, fact.unit),
        new=figure_of(after, "" if fact.pending else fact.unit),
        degree=Degree.WORDS if fact.pending else degree_of(fact.text, after, fact.unit, exact_of(fact)),
        seats=tuple(one.seat for one in group),
        stale=tuple(still),
        echoed=any(one.fact.echoed for one in group),
    )


def exact_of(fact: Written) -> Decimal | None:
    """The exact value where the text is a rounding of it (not a part of it, such as a difference without its sign)."""
    figure = figure_of(fact.text, fact.unit)
    return fact.figure if figure is not None and isinstance(figure.value, Decimal) else None


def title_of(fact: Written) -> str:
    """Its title; of something pending, what was asked for."""
    return fact.text.strip("〔〕").removeprefix("待填：") if fact.pending else fact.title
