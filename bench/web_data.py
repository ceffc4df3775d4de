"""A department of any size in the database: units, projects, forms half-way through a self-evaluation, one handler a unit."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.cycle.models import Form, Kind, Task, Year
from jixiao_web.filling.models import Row
from jixiao_web.organisation.models import Unit, UnitPeriod

FIRST_DAY = date(2015, 1, 1)
INDICATORS = (
    ("产出指标", "数量指标", "完成批次", "40"),
    ("产出指标", "质量指标", "验收合格率", "20"),
    ("效益指标", "社会效益指标", "受益人次", "30"),
)


def build(units: int, projects: int) -> Task:
    """Make bureau, department and `units` units with `projects` projects each; nothing may be there before."""
    bureau = _unit("B", Unit.Kind.BUREAU, "某市财政局", None)
    department = _unit("D", Unit.Kind.DEPARTMENT, "某市教育局", bureau, region="440100")
    made = [_unit(f"U{n:03}", Unit.Kind.UNIT, f"第{n}学校", department) for n in range(1, units + 1)]
    finance = _person("finance", Role.FINANCE, department)
    _person("bureau", Role.BUREAU, bureau)
    for number, unit in enumerate(made, 1):
        _person(f"handler{number}", Role.HANDLER, unit)
    today, now = timezone.localdate(), timezone.now()
    year = Year.objects.create(department=department, fiscal_year=2022, opened_by=finance, opened_at=now)
    task = Task.objects.create(
        year=year,
        kind=Kind.EVALUATION,
        title="2022 年度部门整体支出绩效自评",
        opens_on=today - timedelta(days=10),
        due_on=today + timedelta(days=10),
        department_due_on=today + timedelta(days=20),
        issued_by=finance,
        issued_at=now,
    )
    Form.objects.create(task=task, unit=department)
    for unit in made:
        fill(Form.objects.create(task=task, unit=unit, state="draft", revision=1, changed_at=now), projects)
    return task


def fill(form: Form, projects: int) -> None:
    """Rows of a unit's form: each project with its budget line and three indicators."""
    rows: list[Row] = []
    for number in range(1, projects + 1):
        key = f"{form.unit.code}-P{number:02}"
        budget, spent = f"{100 + number}.50", f"{90 + number}.25"
        rows.append(_row(form, "project", project=key, name=f"{key} 专项", category="特定目标类", evaluated="是"))
        rows.append(
            _row(
                form,
                "budget",
                line=f"{key}-L",
                expenditure="项目支出",
                project=key,
                fund="一般公共预算",
                initial=budget,
                adjusted="0.00",
                full=budget,
                spent=spent,
            )
        )
        for place, (lv1, lv2, name, weight) in enumerate(INDICATORS, 1):
            cells = {"no": f"{key}-{place}", "owner": key, "lv1": lv1, "lv2": lv2, "name": name, "operator": "≥"}
            rows.append(_row(form, "indicator", **cells, target="90", unit="%", weight=weight, actual="92"))
    for position, row in enumerate(rows, 1):
        row.position = position
    Row.objects.bulk_create(rows, batch_size=500)


def _row(form: Form, subject: str, **cells: str) -> Row:
    return Row(form=form, subject=subject, cells=cells)


def _unit(code: str, kind: str, name: str, parent: Unit | None, region: str = "") -> Unit:
    made = Unit.objects.create(code=code, kind=kind, region=region)
    UnitPeriod.objects.create(unit=made, name=name, short=name, parent=parent, valid_from=FIRST_DAY)
    return made


def _person(name: str, role: Role, unit: Unit) -> User:
    made = User(username=name, name=name)
    made.set_unusable_password()
    made.save()
    Post.objects.create(user=made, role=role, unit=unit, valid_from=FIRST_DAY)
    return made


def signed_in(person: User) -> str:
    """The cookie value of a session in which the person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)
