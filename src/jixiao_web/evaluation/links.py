"""From a figure to the cell of the form where somebody entered it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from jixiao.facts import Fact, Facts
from jixiao.facts.showing import shown
from jixiao_web.cycle.models import Task
from jixiao_web.filling.facts import Gathered
from jixiao_web.filling.models import Row


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a form: whose, where in it, and the address that opens it."""

    row: int
    subject: str
    field: str
    unit: str
    link: str


@dataclass(frozen=True, slots=True)
class Used:
    """A figure with where it comes from: `cell` for one that was entered, `inputs` for one that was computed."""

    address: str
    title: str
    value: str
    basis: str
    source: str
    kind: str
    note: str
    cell: Cell | None
    inputs: tuple[Used, ...] = ()
    more: int = 0


def cells_of(task: Task, gathered: Gathered, addresses: Iterable[str]) -> Mapping[str, Cell]:
    """Address → the cell where it was entered; none for what a rule computed. One query."""
    found = {where: place for where in addresses if (place := gathered.row_of(where)) is not None}
    rows = Row.objects.filter(pk__in={row for row, _, _ in found.values()}).values_list("pk", "form__unit__code")
    owners = dict(rows.order_by())
    year = task.year.fiscal_year
    return {
        where: Cell(row, subject, field, owners[row], link_to(year, owners[row], task.kind, subject, row, field))
        for where, (row, subject, field) in found.items()
        if row in owners
    }


def link_to(year: int, unit: str, kind: str, subject: str, row: int, field: str) -> str:
    """The address of a form with one of its cells in focus."""
    return f"{reverse('sheet', args=[year, unit, kind, subject])}#r{row}-{field}"


INPUTS_SHOWN = 12


def used(task: Task, gathered: Gathered, facts: Facts, addresses: Iterable[str]) -> list[Used]:
    """Figures with where they come from, and those that they were computed from; one query for all."""
    told = [facts.fact(where) for where in addresses if where in facts]
    behind = {fact.address: [one for one in fact.inputs if one in facts] for fact in told}
    wanted = [where for fact in told for where in (fact.address, *behind[fact.address][:INPUTS_SHOWN])]
    cells = cells_of(task, gathered, wanted)
    return [
        _used(
            fact,
            cells,
            tuple(_used(facts.fact(one), cells) for one in behind[fact.address][:INPUTS_SHOWN]),
            max(0, len(behind[fact.address]) - INPUTS_SHOWN),
        )
        for fact in told
    ]


def _used(fact: Fact, cells: Mapping[str, Cell], inputs: tuple[Used, ...] = (), more: int = 0) -> Used:
    passport = fact.passport
    return Used(
        address=fact.address,
        title=fact.title,
        value=shown(fact.value),
        basis=passport.basis,
        source=passport.rule or passport.origin.text() or passport.document,
        kind=passport.provenance.value,
        note=passport.note,
        cell=cells.get(fact.address),
        inputs=inputs,
        more=more,
    )
