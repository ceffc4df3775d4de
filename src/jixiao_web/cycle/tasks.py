"""Opening a year, issuing its tasks, granting exemptions."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Exemption, Form, Task, Year
from jixiao_web.cycle.signals import form_issued
from jixiao_web.notices.services import tell
from jixiao_web.organisation.models import Unit
from jixiao_web.organisation.tree import tree_on


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def open_year(by: User, department: Unit, fiscal_year: int, scheme: str = "") -> Year:
    """Open a department's year, once. Raises Refused: it is open already, or the unit is no department."""
    policies.require(by, "year.open", department)
    if department.kind != Unit.Kind.DEPARTMENT:
        raise Refused(_("年度由主管部门开启，{unit} 不是主管部门。").format(unit=department.code))
    if Year.objects.filter(department=department, fiscal_year=fiscal_year).exists():
        raise Refused(_("{year} 年度已经开启过了。").format(year=fiscal_year))
    made = Year.objects.create(
        department=department, fiscal_year=fiscal_year, scheme=scheme, opened_by=by, opened_at=timezone.now()
    )
    audit.record(by=by, deed="year.open", target=made, after={"year": fiscal_year, "scheme": scheme})
    return made


@transaction.atomic
def issue(
    by: User,
    year: Year,
    kind: str,
    *,
    title: str,
    note: str = "",
    opens_on: date,
    due_on: date,
    department_due_on: date,
    warn_days: int = 7,
) -> Task:
    """Issue a task: one form for the department and one for each of its units in force that year, pre-filled.

    Raises Refused: issued already, no units, or days out of order.
    """
    policies.require(by, "task.issue", year)
    if Task.objects.filter(year=year, kind=kind).exists():
        raise Refused(_("这一环节的任务已经下达过了，可以改期限，不能再下达一次。"))
    if not opens_on <= due_on <= department_due_on:
        raise Refused(_("日期应依次为：开始日期、单位截止日期、部门截止日期。"))
    made = Task.objects.create(
        year=year,
        kind=kind,
        title=title.strip(),
        note=note.strip(),
        opens_on=opens_on,
        due_on=due_on,
        department_due_on=department_due_on,
        warn_days=warn_days,
        issued_by=by,
        issued_at=timezone.now(),
    )
    nodes = tree_on(date(year.fiscal_year, 12, 31)).under(year.department_id)
    if not nodes:
        raise Refused(_("{year} 年 12 月 31 日没有这个部门，请先维护组织机构。").format(year=year.fiscal_year))
    for unit in Unit.objects.filter(pk__in=[node.id for node in nodes if node.consolidated]):
        form = Form.objects.create(task=made, unit=unit)
        form.task = made
        form_issued.send(sender=Form, form=form, by=by)
    audit.record(by=by, deed="task.issue", target=made, after={"kind": kind, "units": len(nodes), "due": due_on})
    _tell_all(by, made)
    return made


def _tell_all(by: User, task: Task) -> None:
    day = policies.today()
    units = task.forms.values_list("unit", flat=True)
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    for post in Post.objects.filter(current, unit__in=units).select_related("user", "unit"):
        if post.user_id != by.pk:
            link = reverse("form", args=[task.year.fiscal_year, post.unit.code, task.kind])
            text = _("{by} 下达了《{title}》，{due} 截止。").format(
                by=by.name, title=task.title, due=task.due_on.isoformat()
            )
            english = f"{by.name} issued {task.title}, due on {task.due_on.isoformat()}."
            tell(post.user, "task", text, text_en=english, link=link, key=f"task-{task.pk}-{post.pk}")


@transaction.atomic
def change_window(by: User, task: Task, *, opens_on: date, due_on: date, department_due_on: date) -> None:
    """Move the days of a task. Raises Refused: days out of order."""
    policies.require(by, "task.issue", task)
    if not opens_on <= due_on <= department_due_on:
        raise Refused(_("日期应依次为：开始日期、单位截止日期、部门截止日期。"))
    before = {"opens": task.opens_on, "due": task.due_on, "department": task.department_due_on}
    Task.objects.filter(pk=task.pk).update(opens_on=opens_on, due_on=due_on, department_due_on=department_due_on)
    audit.record(
        by=by,
        deed="task.window",
        target=task,
        before=before,
        after={"opens": opens_on, "due": due_on, "department": department_due_on},
    )


@transaction.atomic
def exempt(by: User, task: Task, unit: Unit, until: date, reason: str) -> Exemption:
    """Leave to fill in late, until a day. Raises Refused: no reason, or a day that is past."""
    policies.require(by, "exemption.grant", task)
    if not reason.strip():
        raise Refused(_("延期须写明原因。"))
    if until < policies.today():
        raise Refused(_("延至的日期不能早于今天。"))
    made = Exemption.objects.create(
        task=task, unit=unit, until=until, reason=reason.strip(), granted_by=by, granted_at=timezone.now()
    )
    audit.record(by=by, deed="exemption.grant", target=made, after={"until": until}, reason=reason)
    return made
