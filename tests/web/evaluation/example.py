"""The example department in the database: its organisation, and the forms of its self-evaluation as somebody filled them in."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.cycle.models import Form, Kind, Task, Year
from jixiao_web.cycle.sheets import sheets
from jixiao_web.demo.workbook import rows_by_unit
from jixiao_web.filling.models import Row
from jixiao_web.organisation.models import Division, Unit, UnitPeriod

WORKBOOK = Path(__file__).resolve().parents[3] / "examples" / "gz-union-2022.xlsx"
FIRST_DAY = date(2015, 1, 1)


@dataclass
class Example:
    """What was made: units by code ("" is the department), people by name, forms by unit code, and the task."""

    task: Task
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """Read again: posts are remembered for one request only."""
        return User.objects.get(username=name)

    def row(self, unit: str, subject: str, **cells: str) -> Row:
        """The one row with those cells."""
        return Row.objects.get(
            form=self.forms[unit], subject=subject, **{f"cells__{name}": value for name, value in cells.items()}
        )

    def type_in(self, row: Row, name: str, value: str) -> None:
        """Change one cell, as a deed would: the form's revision grows."""
        row.cells = {**row.cells, name: value} if value else {k: v for k, v in row.cells.items() if k != name}
        row.save()
        Form.objects.filter(pk=row.form_id).update(revision=row.form.revision + 1)
        row.form.revision += 1


@cache
def _rows_of_the_workbook() -> Any:
    """Reading the workbook takes ten times as long as writing its rows into the database; it is the same for every test."""
    return rows_by_unit(WORKBOOK)


def build_example() -> Example:
    """Make it."""
    rows = deepcopy(_rows_of_the_workbook())
    bureau = _unit("GZ-CZ", Unit.Kind.BUREAU, "广州市财政局", None)
    department = _unit("GZ-UNION", Unit.Kind.DEPARTMENT, "广州市总工会", bureau, region="440100", short="市总工会")
    units = {"": department}
    for code, subjects in rows.items():
        for cells in subjects.get("unit", []):
            units[code] = _unit(
                code,
                Unit.Kind.UNIT,
                cells["name"],
                department,
                core_kind=cells.get("kind", ""),
                short=cells.get("short", ""),
                consolidated=cells.get("consolidated", "是") == "是",
            )
        for cells in subjects.get("division", []):
            Division.objects.create(
                unit=units[code], name=cells["division"], kind=cells.get("kind", ""), valid_from=FIRST_DAY
            )
    people = {
        "zhou": _person("zhou", Role.FINANCE, department),
        "fang": _person("fang", Role.BUREAU, bureau),
        "auditor": _person("auditor", Role.AUDITOR, department),
        "system": _person("system", Role.SYSTEM, bureau),
    }
    for code, unit in units.items():
        if code:
            people[f"handler-{code}"] = _person(f"handler-{code}", Role.HANDLER, unit)
    now = timezone.now()
    year = Year.objects.create(department=department, fiscal_year=2022, opened_by=people["zhou"], opened_at=now)
    today = timezone.localdate()
    task = Task.objects.create(
        year=year,
        kind=Kind.EVALUATION,
        title="2022 年度部门整体支出绩效自评",
        opens_on=date(2023, 1, 1),
        due_on=today + timedelta(days=5),
        department_due_on=today + timedelta(days=15),
        issued_by=people["zhou"],
        issued_at=now,
    )
    made = Example(task, units, people)
    for code, unit in units.items():
        made.forms[code] = Form.objects.create(task=task, unit=unit, revision=1)
        _fill(made.forms[code], rows.get(code, {}))
    return made


def _unit(code: str, kind: str, name: str, parent: Unit | None, *, short="", consolidated=True, **more: str) -> Unit:
    made = Unit.objects.create(code=code, kind=kind, **more)
    UnitPeriod.objects.create(
        unit=made, name=name, short=short, parent=parent, consolidated=consolidated, valid_from=FIRST_DAY
    )
    return made


def _person(name: str, role: Role, unit: Unit) -> User:
    made = User.objects.create_user(username=name, password="Kaoyan-2022-ok", name=f"人员-{name}")
    Post.objects.create(user=made, role=role, unit=unit, valid_from=FIRST_DAY)
    return made


def _fill(form: Form, subjects: dict[str, list[dict[str, str]]]) -> None:
    """Every row of a sheet that the form has."""
    known = sheets(Kind.EVALUATION, form.scope)
    Row.objects.bulk_create(
        Row(form=form, subject=subject, position=position, cells=cells)
        for subject, rows in subjects.items()
        if subject in known
        for position, cells in enumerate(rows, 1)
    )
