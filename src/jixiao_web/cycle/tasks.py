"""Opening a year, issuing its tasks, granting exemptions, giving forms to people, reminding them."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao.reports.writing.outlines import known_outlines
from jixiao.rules import RuleError
from jixiao.rules.schemes import choose_scheme
from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.audit import services as audit
from jixiao_web.cycle import reminders
from jixiao_web.cycle.models import Exemption, Form, Task, Year
from jixiao_web.cycle.signals import form_issued
from jixiao_web.notices.models import Notice
from jixiao_web.notices.services import tell, tell_all
from jixiao_web.organisation.models import Unit
from jixiao_web.organisation.tree import tree_on
from jixiao_web.shell.language import core_language


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def open_year(by: User, department: Unit, fiscal_year: int, scheme: str = "", outline: str = "") -> Year:
    """Open a department's year, once. Without `scheme` and `outline` the core chooses by place and year.

    Raises Refused: it is open already, the unit is no department, or the scheme is not in force that year.
    """
    policies.require(by, "year.open", department)
    if department.kind != Unit.Kind.DEPARTMENT:
        raise Refused(_("年度由主管部门开启，{unit} 不是主管部门。").format(unit=department.code))
    if Year.objects.filter(department=department, fiscal_year=fiscal_year).exists():
        raise Refused(_("{year} 年度已经开启过了。").format(year=fiscal_year))
    if scheme:
        _check_scheme(scheme, fiscal_year)
    if outline and outline not in known_outlines():
        raise Refused(_("没有“{name}”这一报告提纲，请从列表中选择。").format(name=outline))
    made = Year.objects.create(
        department=department,
        fiscal_year=fiscal_year,
        scheme=scheme,
        outline=outline,
        opened_by=by,
        opened_at=timezone.now(),
    )
    after = {"year": fiscal_year, "scheme": scheme, "outline": outline}
    audit.record(by=by, deed="year.open", target=made, after=after)
    return made


def _check_scheme(scheme: str, fiscal_year: int) -> None:
    try:
        choose_scheme("", "department", fiscal_year, scheme)
    except RuleError as error:
        raise Refused(error.text(core_language())) from error


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
    units = Unit.objects.filter(pk__in=[node.id for node in nodes if node.consolidated])
    for unit in units:
        form = Form.objects.create(task=made, unit=unit)
        form.task = made
        form_issued.send(sender=Form, form=form, by=by)
    audit.record(by=by, deed="task.issue", target=made, after={"kind": kind, "forms": len(units), "due": due_on})
    _tell_all(by, made)
    return made


def _tell_all(by: User, task: Task) -> None:
    """Everybody with a post where a form is, in one statement."""
    day = policies.today()
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Post.objects.filter(current, valid_from__lte=day, unit__in=task.forms.values("unit"), user__is_active=True)
    text = _("{by} 下达了《{title}》，{due} 截止。").format(by=by.name, title=task.title, due=task.due_on.isoformat())
    english = f"{by.name} issued {task.title}, due on {task.due_on.isoformat()}."
    tell_all(
        Notice(
            user_id=post.user_id,
            kind="task",
            text=text,
            text_en=english,
            link=reverse("form", args=[task.year.fiscal_year, post.unit.code, task.kind]),
            key=f"task-{task.pk}-{post.unit_id}",
        )
        for post in posts.exclude(user=by).select_related("unit")
    )


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
    if not task.forms.filter(unit=unit).exists():
        raise Refused(_("{unit} 没有这项任务的表。").format(unit=unit.code))
    made = Exemption.objects.create(
        task=task, unit=unit, until=until, reason=reason.strip(), granted_by=by, granted_at=timezone.now()
    )
    audit.record(by=by, deed="exemption.grant", target=made, after={"until": until}, reason=reason)
    return made


@transaction.atomic
def withdraw_exemption(by: User, exemption: Exemption, reason: str) -> None:
    """An exemption ends yesterday; what was entered under it stays. Raises Refused: no reason, or it has ended already."""
    policies.require(by, "exemption.grant", exemption.task)
    locked = Exemption.objects.select_for_update(of=("self",)).select_related("unit").get(pk=exemption.pk)
    if not reason.strip():
        raise Refused(_("撤回延期须写明原因。"))
    if locked.until < policies.today():
        raise Refused(_("这次延期已于 {day} 到期，不用撤回。").format(day=locked.until.isoformat()))
    before = locked.until
    locked.until = policies.today() - timedelta(days=1)
    locked.save(update_fields=["until"])
    audit.record(
        by=by,
        deed="exemption.withdraw",
        target=locked,
        before={"until": before},
        after={"until": locked.until},
        reason=reason,
    )


def may_fill(form: Form) -> list[User]:
    """Who holds a post that fills this form in, by name; one query."""
    day = policies.today()
    roles = {grant.role for grant in policies.grants("form.edit")}
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Post.objects.filter(current, valid_from__lte=day, unit=form.unit_id, role__in=roles)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk"))


@transaction.atomic
def assign(by: User, form: Form, person: User | None) -> None:
    """Give a form to one of those who may fill it in, or to nobody in particular. Raises Refused: the person may not."""
    policies.require(by, "form.assign", form)
    if person is not None and person not in may_fill(form):
        raise Refused(_("{person} 在这个单位没有填报的岗位：请先由安全管理员任职。").format(person=person.name))
    locked = Form.objects.select_for_update(of=("self",)).select_related("assignee").get(pk=form.pk)
    before = locked.assignee.username if locked.assignee else ""
    locked.assignee = person
    locked.save(update_fields=["assignee"])
    after = {"person": person.username if person else ""}
    audit.record(by=by, deed="form.assign", target=form, before={"person": before}, after=after)
    if person is not None and person.pk != by.pk:
        text = _("{by} 请您填报《{title}》。").format(by=by.name, title=form.task.title)
        link = reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind])
        key = f"assign-{form.pk}-{timezone.now():%Y%m%d%H%M%S}"
        tell(person, "task", text, text_en=f"{by.name} asks you to fill in {form.task.title}.", link=link, key=key)


@transaction.atomic
def remind(by: User, task: Task) -> int:
    """Remind everybody for whom a form of the task waits; once a day. Answers how many people.

    Raises Refused: nobody is waited for.
    """
    policies.require(by, "reminder.send", task)
    day = policies.today()
    items = reminders.waiting(day, task)
    if not any(item.people for item in items):
        raise Refused(_("没有需要提醒的人：表都已办理，或还没有人任职。"))
    people = reminders.ask(by.name, items, f"asked-{task.pk}-{day.isoformat()}")
    audit.record(by=by, deed="reminder.send", target=task, after={"forms": len(items), "people": people})
    return people
