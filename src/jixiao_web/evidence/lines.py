"""Which lines a form's evidence belongs to, what each asks for, and which of them lack it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.rules import RuleError
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.filling.models import Row


@dataclass(frozen=True, slots=True)
class LineWanted:
    """A scorecard line or an indicator: its code, its name, and the papers that the scheme asks for."""

    code: str
    name: str
    asks: tuple[str, ...] = ()


def lines_of(form: Form) -> dict[str, LineWanted]:
    """The lines of the department's scorecard and the indicators of the form, by code; one query beside the scorecard's."""
    found: dict[str, LineWanted] = {}
    for code, name, asks in _scored(form):
        found[code] = LineWanted(code, name, asks)
    listed = Row.objects.filter(form=form, subject="indicator", alive=True).order_by("position", "pk")
    for cells in listed.values_list("cells", flat=True):
        if cells.get("no"):
            found.setdefault(cells["no"], LineWanted(cells["no"], cells.get("name", "")))
    return found


def _scored(form: Form) -> list[tuple[str, str, tuple[str, ...]]]:
    """Lines are scored at the year's end only, and for the department as a whole."""
    if form.task.kind != Kind.EVALUATION:
        return []
    from jixiao_web.evaluation import cards  # noqa: PLC0415  # scores are asked for here only

    try:
        card = cards.of(form.task).card
    except RuleError:  # a scheme that is not there: the page of scores says so
        return []
    return [] if card is None else [(line.code, line.name, line.evidence) for line in card.lines]


def lacking(form: Form, lines: Mapping[str, LineWanted], proved: set[str]) -> list[LineWanted]:
    """Lines without a paper: of the department those that the scheme asks papers for, of everybody its own indicators."""
    department = form.scope == "department"
    own = set(_numbers(form))
    return [line for code, line in lines.items() if code not in proved and ((department and line.asks) or code in own)]


def _numbers(form: Form) -> list[str]:
    listed = Row.objects.filter(form=form, subject="indicator", alive=True)
    return [number for number in listed.values_list("cells__no", flat=True) if number]
