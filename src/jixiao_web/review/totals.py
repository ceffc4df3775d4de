"""The department's totals: beside what was stated elsewhere, and opened to the rows that make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.facts import Fact, Facts
from jixiao.facts.statements import row_address
from jixiao_web.cycle.models import Task
from jixiao_web.evaluation.cards import Computed
from jixiao_web.evaluation.links import link_to
from jixiao_web.filling.models import Row

SHOWN = (
    "total/initial",
    "total/adjust",
    "total/carried_in",
    "total/full",
    "total/spent",
    "total/rate",
    "total/carried_out",
    "total/returned",
    "basic/full",
    "basic/spent",
    "project/full",
    "project/spent",
    "sangong/budget",
    "sangong/actual",
)
"""The department's figures that are set beside what was disclosed, in the order of the accounts."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The same figure as it stands elsewhere; `agrees` is what the core's checks say."""

    where: str
    value: object
    agrees: bool
    link: str


@dataclass(frozen=True, slots=True)
class Total:
    """One of the department's figures, and where else it is stated."""

    name: str
    fact: Fact
    stated: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One figure that a total is made of, with the row of the form where it can be changed."""

    fact: Fact
    link: str


@dataclass(frozen=True, slots=True)
class UnitPart:
    """The figures of one unit in a total, and the unit's own sum where the core has one."""

    unit: str
    name: str
    sum: Fact | None
    parts: tuple[Part, ...]


def compared(task: Task, computed: Computed) -> list[Total]:
    """The totals that the year has; one query."""
    facts = computed.gathered.facts
    year = computed.gathered.year
    wrong = {where for finding in computed.findings for where in finding.at}
    rows = {item.row: row_address(year, item.row) for item in facts.statements[0]}
    owners = _owners([computed.gathered.near(where) for where in rows.values()])
    found = []
    for name in SHOWN:
        where = facts.at("department", name)
        if where not in facts:
            continue
        fact = facts.fact(where)
        stated = []
        for item in facts.statements[0]:
            if item.fact.address == where:
                at = rows[item.row]
                place = computed.gathered.near(at)
                link = _link(task, place, owners)
                stated.append(Stated(str(item.where), item.value, at not in wrong, link))
        found.append(Total(name, fact, tuple(stated)))
    return found


def opened(task: Task, computed: Computed, name: str) -> tuple[Fact, list[UnitPart]] | None:
    """One total with its figures by unit, each once; None where there is no such total. One query."""
    facts = computed.gathered.facts
    where = facts.at("department", name)
    if name not in SHOWN or where not in facts:
        return None
    fact = facts.fact(where)
    inputs = [facts.fact(one) for one in dict.fromkeys(fact.inputs) if one in facts]
    places = {one.address: computed.gathered.near(one.address) for one in inputs}
    owners = _owners(list(places.values()))
    names = {row.unit: str(row.name) for row in computed.gathered.year.unit}
    grouped: dict[str, list[Part]] = {}
    for one in inputs:
        place = places[one.address]
        code = owners.get(place[0], "") if place is not None else ""
        grouped.setdefault(code, []).append(Part(one, _link(task, place, owners)))
    kind, _, field = name.partition("/")
    return fact, [
        UnitPart(code, names.get(code, code), _unit_sum(facts, code, field) if kind == "total" else None, tuple(parts))
        for code, parts in sorted(grouped.items())
    ]


def _unit_sum(facts: Facts, code: str, field: str) -> Fact | None:
    where = facts.at("unit", code, field)
    return facts.fact(where) if where in facts else None


def _owners(places: Sequence[tuple[int, str, str] | None]) -> dict[int, str]:
    """Primary key of a row → code of the unit whose form holds it."""
    wanted = {place[0] for place in places if place is not None and place[0]}
    return dict(Row.objects.filter(pk__in=wanted).values_list("pk", "form__unit__code").order_by())


def _link(task: Task, place: tuple[int, str, str] | None, owners: dict[int, str]) -> str:
    if place is None or place[0] not in owners:
        return ""
    return link_to(task.year.fiscal_year, owners[place[0]], task.kind, place[1], place[0], place[2])
