"""Where pre-filling takes its cells from: other stages, the units, the organisation, last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from jixiao.rules.strict import load
from jixiao_web.cycle.models import Form, Kind
from jixiao_web.filling.models import Row
from jixiao_web.filling.prefill_units import from_units
from jixiao_web.filling.rolling import rolled
from jixiao_web.organisation.selectors import cover_rows, movement_rows, staff_rows

ORDER = (Kind.OBJECTIVES, Kind.MONITORING, Kind.EVALUATION)
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Where cells come from: its name for people, rows by subject, and whether it may add rows beside some that are there.

    `knows`: it is the platform's own records, which tell what no other form may (the year is this year's).
    """

    label: str
    rows: Mapping[str, Sequence[Cells]]
    joins: bool
    knows: bool = False


def sources(form: Form) -> Iterator[Source]:
    """The sources of a form, nearest first; each is asked when the one before has been written."""
    yield from _earlier_stages(form)
    if form.scope == "department":
        cover = cover_rows(form.unit, form.task.year.fiscal_year)
        yield Source(_("组织机构"), {"cover": cover}, joins=True, knows=True)
        label, rows = from_units(form)
        if rows:
            yield Source(label, rows, joins=True)
    elif form.task.kind == Kind.EVALUATION:
        year = form.task.year.fiscal_year
        people = {"staff": staff_rows(form.unit, year), "movement": movement_rows(form.unit, year)}
        yield Source(_("{year} 年人员台账").format(year=year), people, joins=True)
    yield from _last_year(form)


def _earlier_stages(form: Form) -> Iterator[Source]:
    for kind in reversed(ORDER[: ORDER.index(Kind(form.task.kind))]):
        others = Form.objects.filter(task__year=form.task.year, task__kind=kind, unit=form.unit)
        earlier = others.select_related("task__year").first()
        if earlier is not None:
            label, rows = _told(earlier)
            yield Source(label, _lasting(rows), joins=True)


def _last_year(form: Form) -> Iterator[Source]:
    last = Form.objects.filter(
        task__year__department=form.task.year.department,
        task__year__fiscal_year=form.task.year.fiscal_year - 1,
        task__kind=Kind.EVALUATION,
        unit=form.unit,
    )
    for earlier in last.select_related("task__year__department", "unit"):
        label, rows = _told(earlier)
        yield Source(label, rolled(earlier, rows), joins=False)


def _told(form: Form) -> tuple[str, dict[str, list[Cells]]]:
    """What a form says: its last submitted version, or what stands in it where it was never submitted."""
    year, kind = form.task.year.fiscal_year, form.task.get_kind_display()
    version = form.versions.order_by("-number").first()
    if version is not None:
        label = _("{year} 年{kind} v{number}").format(year=year, kind=kind, number=version.number)
        return label, {subject: [row["cells"] for row in rows] for subject, rows in version.rows.items()}
    found: dict[str, list[Cells]] = {}
    listed = Row.objects.filter(form=form, alive=True).order_by("subject", "position", "pk")
    for subject, cells in listed.values_list("subject", "cells"):
        found.setdefault(subject, []).append(cells)
    return _("{year} 年{kind}（未送审）").format(year=year, kind=kind), found


@cache
def rules() -> Mapping[str, Any]:
    """The data of `prefill.yaml`."""
    data: Any = load(Path(__file__).with_name("prefill.yaml")).plain()
    return dict(data)


def _lasting(rows: Mapping[str, Sequence[Cells]]) -> dict[str, list[Cells]]:
    """Without what held for the earlier stage's own day."""
    passing = rules()["passing"]
    return {
        subject: [
            {name: text for name, text in cells.items() if name not in passing.get(subject, ())} for cells in listed
        ]
        for subject, listed in rows.items()
        if passing.get(subject) != "all"
    }
