"""Making the demonstration: organisation, people, the year, and the deeds by which each form came to where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from jixiao.rules.strict import load
from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.cycle import flow
from jixiao_web.cycle.models import Form, Kind, Task, Year
from jixiao_web.cycle.sheets import sheets
from jixiao_web.demo.workbook import Cells, rows_by_unit
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.organisation.models import Division, StaffBalance, StaffMovement, Unit, UnitPeriod

FIRST_DAY = date(2015, 1, 1)
STAGES = (
    (Kind.OBJECTIVES, "2022 年度绩效目标申报", (2021, 9, 1), (2021, 10, 15), (2021, 10, 31)),
    (Kind.MONITORING, "2022 年度绩效运行监控（1—6 月）", (2022, 7, 1), (2022, 7, 20), (2022, 7, 31)),
    (Kind.EVALUATION, "2022 年度部门整体支出绩效自评", None, None, None),
)


@cache
def story() -> Any:
    """The data of `story.yaml`."""
    return load(Path(__file__).with_name("story.yaml")).plain()


@dataclass
class Stage:
    """What is made, by its names."""

    rows: Mapping[str, Mapping[str, list[Cells]]]
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)

    def person(self, name: str) -> User:
        """The person read again, since posts are remembered for one request."""
        return User.objects.get(pk=self.people[name].pk)


def make(workbook: Path, say: Callable[[str], None] = lambda _: None) -> Stage:
    """Make it all, or nothing. Raises FileRefused: the workbook cannot be read."""
    stage = Stage(rows_by_unit(workbook))
    with transaction.atomic():
        say("机构和人员")
        organisation(stage)
        people(stage)
        year = Year.objects.create(
            department=stage.units[""],
            fiscal_year=2022,
            scheme=stage.rows[""]["cover"][0].get("scheme", ""),
            opened_by=stage.people["zhou"],
            opened_at=timezone.now(),
        )
        for kind, title, *days in STAGES:
            say(title)
            task = issue(stage, year, kind, title)
            fill(stage, kind)
            if days[0]:
                finish(stage, kind)
                Task.objects.filter(pk=task.pk).update(
                    opens_on=date(*days[0]), due_on=date(*days[1]), department_due_on=date(*days[2])
                )
            else:
                half_way(stage)
    return stage


def organisation(stage: Stage) -> None:
    """The bureau, the department and the units of the workbook, with their divisions and head-counts."""
    told = story()
    bureau = _unit(told["bureau"]["code"], Unit.Kind.BUREAU, told["bureau"], None)
    department = _unit(told["department"]["code"], Unit.Kind.DEPARTMENT, told["department"], bureau)
    stage.units |= {"": department, told["bureau"]["code"]: bureau, told["department"]["code"]: department}
    for unit, subjects in stage.rows.items():
        for cells in subjects.get("unit", []):
            stage.units[unit] = _unit(unit, Unit.Kind.UNIT, cells, department)
        for cells in subjects.get("division", []):
            Division.objects.create(
                unit=stage.units[unit], name=cells["division"], kind=cells.get("kind", ""), valid_from=FIRST_DAY
            )
        for cells in subjects.get("staff", []):
            _staff(stage.units[unit], cells)
        for cells in subjects.get("movement", []):
            count = int(cells["number"])
            StaffMovement.objects.create(
                unit=stage.units[unit],
                category=cells["category"],
                on=_day(cells["date"]),
                change=-count if cells["direction"] == "减少" else count,
                reason=cells.get("reason", ""),
            )


def _day(text: str) -> date:
    parts = [int(part) for part in text.split("-")]
    return date(*parts) if len(parts) == 3 else date(parts[0], parts[1], 1)


def _unit(code: str, kind: str, cells: Mapping[str, str], parent: Unit | None) -> Unit:
    made = Unit.objects.create(
        code=code,
        kind=kind,
        core_kind=cells.get("kind", ""),
        region=cells.get("region", ""),
        budget_code=cells.get("code", "") if kind == Unit.Kind.UNIT else "",
    )
    UnitPeriod.objects.create(
        unit=made,
        name=cells["name"],
        short=cells.get("short", ""),
        parent=parent,
        consolidated=cells.get("consolidated", "是") == "是",
        valid_from=FIRST_DAY,
        valid_to=date.fromisoformat(cells["until"]) if "until" in cells else None,
    )
    return made


def _staff(unit: Unit, cells: Mapping[str, str]) -> None:
    for name, day in (("last_year", date(2021, 12, 31)), ("actual", date(2022, 12, 31))):
        if name in cells:
            authorised = int(cells["authorised"]) if "authorised" in cells else None
            StaffBalance.objects.create(
                unit=unit, category=cells["category"], on=day, authorised=authorised, actual=int(cells[name])
            )


def people(stage: Stage) -> None:
    """One person in every role, all with the password of the demonstration."""
    for told in story()["people"]:
        person = User.objects.create_user(
            username=told["username"],
            name=told["name"],
            password=story()["password"],
            email=f"{told['username']}@jixiao.example",
        )
        stage.people[told["username"]] = person
        unit = stage.units[told["unit"]]
        division = Division.objects.get(unit=unit, name=told["division"]) if "division" in told else None
        Post.objects.create(user=person, role=Role(told["role"]), unit=unit, division=division, valid_from=FIRST_DAY)


def issue(stage: Stage, year: Year, kind: str, title: str) -> Task:
    """Issue one task with a window around today; units that fill nothing in themselves get no form."""
    today = timezone.localdate()
    task = Task.objects.create(
        year=year,
        kind=kind,
        title=title,
        note="数字以部门决算草案为准，批复后再核对一次；扣分要写明原因，佐证材料按指标编号上传。",
        opens_on=today - timedelta(days=20),
        due_on=today + timedelta(days=5),
        department_due_on=today + timedelta(days=15),
        issued_by=stage.people["zhou"],
        issued_at=timezone.now(),
    )
    for unit in ["", *(code for code in story()["evaluation"])]:
        stage.forms[kind, unit] = Form.objects.create(task=task, unit=stage.units[unit])
    return task


def fill(stage: Stage, kind: str) -> None:
    """Fill every form of a task from the workbook, each by the person whose form it is."""
    for unit in ["", *story()["evaluation"]]:
        skipped = story()["evaluation"][unit].get("blank", []) if kind == Kind.EVALUATION and unit else []
        form = stage.forms[kind, unit]
        known = sheets(kind, form.scope)
        changes: list[CellChange] = []
        for subject, rows in stage.rows[unit].items():
            if subject not in known or subject in skipped:
                continue
            for cells in rows:
                name = f"n{len(changes)}"
                changes.append(CellChange(name, subject, "", "", "1"))
                for key, value in cells.items():
                    if known[subject].fills(key):
                        changes.append(CellChange(name, subject, key, "", value))
        person = stage.person(filler(unit))
        services.apply(person, form, DeedRequest(Deed.Kind.IMPORT, tuple(changes), label="gz-union-2022.xlsx"))


def filler(unit: str) -> str:
    """Who fills in a unit's form: its handler, or department finance."""
    if not unit:
        return "zhou"
    return str(next(p["username"] for p in story()["people"] if p["role"] == "handler" and p["unit"] == unit))


def approver(unit: str) -> str:
    """Who approves for a unit."""
    return str(next(p["username"] for p in story()["people"] if p["role"] == "approver" and p["unit"] == unit))


def finish(stage: Stage, kind: str) -> None:
    """Bring every form of an earlier stage to its end, each move by the person whose it is."""
    for unit in story()["evaluation"]:
        for who, deed in ((filler(unit), "submit"), (approver(unit), "approve"), ("zhou", "accept")):
            _move(stage, kind, unit, who, deed)
    for who, deed in (("zhou", "submit"), ("fang", "review"), ("fang", "finalise")):
        _move(stage, kind, "", who, deed)


def half_way(stage: Stage) -> None:
    """The self-evaluation as it stands today."""
    for unit, told in story()["evaluation"].items():
        for who, deed in told["moves"]:
            _move(stage, Kind.EVALUATION, unit, who, deed)
        if "sent_back" in told:
            back = told["sent_back"]
            form = stage.forms[Kind.EVALUATION, unit]
            at = back["at"]
            row = Row.objects.get(form=form, subject=at["subject"], **{f"cells__{at['subject']}": at["key"]})
            flow.move(
                stage.person(back["by"]),
                Form.objects.get(pk=form.pk),
                "send_back",
                note=back["note"],
                comments=[(at["subject"], row.pk, at["field"], at["text"])],
            )


def _move(stage: Stage, kind: str, unit: str, who: str, deed: str) -> None:
    flow.move(stage.person(who), Form.objects.get(pk=stage.forms[kind, unit].pk), deed)
