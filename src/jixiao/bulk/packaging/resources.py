"""The tables of a package: what a row is, where it comes from, its columns, keys and references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.bulk.dialect import EXCLUDED, MANUAL, MISSING, any_of, quoted
from jixiao.bulk.gathering import SCALE, TO_SCALE
from jixiao.bulk.packaging.columns import Column, of_field, of_result
from jixiao.bulk.packaging.declared import Publishing
from jixiao.bulk.schema import DEPT, OWNER_ROW, PROJECT_ROW, ROW, tables
from jixiao.facts import Registry

POINTS = 2
"""Places of points."""

STATES = ("computed", "judged", "open", "missing", "excluded")
"""How a score came about; a code list of the package."""

UNITS = (
    f"left join (select {DEPT}, unit, min({ROW}) as unit_row from in_unit group by {DEPT}, unit) u "
    f"on u.{DEPT} = a.{DEPT} and u.unit = a.unit"
)
"""Whose a project or a budget line is, by the row of the unit."""

OWNERS = ("unit", "project")
"""The tables whose rows others belong to: each row has an `id`, since a reference of two columns must not be half empty."""


OF_PROJECT = "project"
"""What gathers an indicator of a project: the project, whatever line gathers that."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table."""

    fields: tuple[str, ...]
    resource: str
    named: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of the package. source: what stands after `from`, with the rows as `a`. order: columns that make its key."""

    name: str
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()


_OF_DEPT = Reference((DEPT,), "departments", (DEPT,))


def resources(publishing: Publishing, registry: Registry, gathers: Sequence[str] | None) -> Iterator[Resource]:
    """The tables in the order of the package: departments and scores, then the subjects they were scored from, then codes.

    `gathers` are the codes of the lines that gather indicators, by number; None where the result has no scores of indicators.
    """
    yield departments(publishing, registry)
    yield scores()
    if gathers is not None:
        yield indicator_scores(gathers)
    for subject in publishing.fields:
        if subject != "cover":
            yield of_subject(publishing, registry, subject)
    yield Resource(
        "lines",
        "open_lines a",
        (
            of_result("leaf", "a.leaf", "string"),
            of_result("name", "a.name", "string"),
            of_result("part", "a.part", "string"),
            of_result("points", "a.points", "number", POINTS, unit="分"),
            of_result("rule", "a.rule", "string"),
            of_result("basis", "a.basis", "string"),
            of_result("provenance", "a.provenance", "string"),
        ),
        ("leaf",),
    )
    yield Resource(
        "codes",
        "open_codes a",
        (
            of_result("list", "a.list", "string"),
            of_result("position", "a.position", "integer"),
            of_result("word", "a.word", "string"),
            of_result("meaning", "a.meaning", "string"),
        ),
        ("list", "position"),
    )


def departments(publishing: Publishing, registry: Registry) -> Resource:
    """A row is a department-year with its total, grade and places."""
    subject, layout = registry.by_id["cover"], tables(registry)["cover"]
    known = [
        of_field(publishing, "cover", subject.field(name), layout.column(name), "c")
        for name in publishing.fields["cover"]
    ]
    return Resource(
        "departments",
        f"department a join in_cover c on c.{DEPT} = a.{DEPT}",
        (
            of_result(DEPT, f"a.{DEPT}", "integer"),
            *known,
            of_result("points", "a.points", "number", POINTS, unit="分"),
            of_result("total", "a.total", "number", SCALE, unit="分"),
            of_result("grade", "nullif(a.grade, '')", "string"),
            of_result("reached", "a.reached", "number", SCALE, unit="分"),
            of_result("open", "a.open", "number", POINTS, unit="分"),
            of_result("adjusted", "a.adjusted", "number", SCALE, unit="分"),
            of_result("place", "a.place", "integer"),
            of_result("place_in_region", "a.place_in_region", "integer"),
        ),
        (DEPT,),
    )


def scores() -> Resource:
    """A row is a line of the scheme for a department-year."""
    return Resource(
        "scores",
        "leaf a",
        (
            of_result(DEPT, f"a.{DEPT}", "integer"),
            of_result("leaf", "a.leaf", "string"),
            of_result("points", "a.points", "number", POINTS, unit="分"),
            of_result("score", "a.score", "number", SCALE, unit="分"),
            of_result("lost", f"(a.points * {TO_SCALE} - a.score)", "number", SCALE, unit="分"),
            of_result("state", _state(), "string", constraints={"enum": list(STATES)}),
        ),
        (DEPT, "leaf"),
        (_OF_DEPT, Reference(("leaf",), "lines", ("leaf",))),
    )


def indicator_scores(gathers: Sequence[str]) -> Resource:
    """A row is an indicator as one line of the scheme, or its project, gathers it."""
    by = any_of([(f"a.leaf = {place}", f"'{quoted(code)}'") for place, code in enumerate(gathers)], f"'{OF_PROJECT}'")
    return Resource(
        "indicator_scores",
        "line a",
        (
            of_result(DEPT, f"a.{DEPT}", "integer"),
            of_result("row", f"a.{ROW}", "integer"),
            of_result("gathered_by", by, "string"),
            of_result("points", "a.points", "number", POINTS, unit="分"),
            of_result("score", "a.score", "number", POINTS, unit="分"),
            of_result("lost", "(a.points - a.score)", "number", POINTS, unit="分"),
            of_result("state", _state(), "string", constraints={"enum": list(STATES)}),
        ),
        (DEPT, "row", "gathered_by"),
        (_OF_DEPT, Reference((DEPT, "row"), "indicator", (DEPT, "row"))),
    )


def _state() -> str:
    kind = "(a.outcome & 3)"
    return any_of(
        [
            (f"{kind} = {MANUAL} and a.score is not null", "'judged'"),
            (f"{kind} = {MANUAL}", "'open'"),
            (f"{kind} = {MISSING}", "'missing'"),
            (f"{kind} = {EXCLUDED}", "'excluded'"),
        ],
        "'computed'",
    )


def of_subject(publishing: Publishing, registry: Registry, subject: str) -> Resource:
    """A row is a record of a sheet; rows that it belongs to are told by their numbers."""
    told, layout = registry.by_id[subject], tables(registry)[subject]
    columns = [of_result(DEPT, f"a.{DEPT}", "integer"), of_result("row", f"a.{ROW}", "integer")]
    references, joins = [_OF_DEPT], ""
    if subject in OWNERS:
        columns.append(of_result("id", _id(ROW), "string", constraints={"unique": True}))
    if subject in {"project", "budget"}:
        columns.append(of_result("unit_id", _id("unit_row", "u"), "string"))
        references.append(Reference(("unit_id",), "unit", ("id",)))
        joins = f" {UNITS}"
    owner = {"budget": PROJECT_ROW, "indicator": OWNER_ROW}.get(subject)
    if owner is not None:
        columns.append(of_result("project_id", f"case when a.{owner} > 0 then {_id(owner)} end", "string"))
        references.append(Reference(("project_id",), "project", ("id",)))
    columns += [
        of_field(publishing, subject, told.field(name), layout.column(name)) for name in publishing.fields[subject]
    ]
    return Resource(subject, f"in_{subject} a{joins}", tuple(columns), (DEPT, "row"), tuple(references))


def _id(row: str, alias: str = "a") -> str:
    """A row of any department as one text, 12-3; NULL without a row."""
    return f"a.{DEPT} || '-' || {alias}.{row}"
