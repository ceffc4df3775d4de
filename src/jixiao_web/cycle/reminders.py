"""Reminders: one digest a person of what is still open, before the last day and after it, and never a flood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jixiao_web.accounts.models import Delegation, Post
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Exemption, Form, Task
from jixiao_web.cycle.workflow import workflow
from jixiao_web.notices.models import Notice
from jixiao_web.notices.services import tell_all
from jixiao_web.organisation.tree import Tree, tree_on

ONWARD = frozenset({"submit", "approve", "accept"})
"""The moves that a department's window waits for; the bureau's own are under no window."""
LISTED = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A form that waits for people: the days until its last day, negative when late."""

    form: Form
    name: str
    days: int
    people: frozenset[int]


def waiting(day: date, task: Task | None = None) -> list[Item]:
    """The forms that somebody must still bring on, most urgent first; six queries, however many forms there are."""
    tree = tree_on(day)
    found = Form.objects.filter(task=task) if task else Form.objects.filter(task__opens_on__lte=day)
    forms = list(found.filter(state__in=_waiting_states()).select_related("task__year__department", "unit", "assignee"))
    exemptions: dict[tuple[int, int], list[Exemption]] = {}
    for exemption in Exemption.objects.filter(task__in={form.task_id for form in forms}):
        exemptions.setdefault((exemption.task_id, exemption.unit_id), []).append(exemption)
    holders = _holders(day)
    items = []
    for form in forms:
        node = tree.nodes.get(form.unit_id)
        granted = exemptions.get((form.task_id, form.unit_id), [])
        people = _people(form, tree, holders)
        items.append(Item(form, node.name if node else form.unit.code, _days(form, day, granted), people))
    return sorted(items, key=lambda item: (item.days, item.form.unit.code))


def _waiting_states() -> set[str]:
    return {state for rule in workflow().moves if rule.deed in ONWARD for state in rule.before}


def _days(form: Form, day: date, granted: Iterable[Exemption]) -> int:
    """A form that the department has is due with the department's; one that a unit has, with the unit's."""
    if form.state == "at_department":
        return (form.task.department_due_on - day).days
    return windows.days_left(form, day, granted)


def _holders(day: date) -> Mapping[tuple[int, str], set[int]]:
    """Unit and role → who holds that post or stands in for it; two queries."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = {
        post.pk: post
        for post in Post.objects.filter(in_force, valid_from__lte=day, user__is_active=True).only(
            "unit", "role", "user"
        )
    }
    found: dict[tuple[int, str], set[int]] = {}
    for post in posts.values():
        found.setdefault((post.unit_id, post.role), set()).add(post.user_id)
    for deputy in Delegation.objects.filter(valid_from__lte=day, valid_to__gte=day, deputy__is_active=True):
        if deputy.post_id in posts:
            post = posts[deputy.post_id]
            found[post.unit_id, post.role].add(deputy.deputy_id)
    return found


def _people(form: Form, tree: Tree, holders: Mapping[tuple[int, str], set[int]]) -> frozenset[int]:
    """Who can bring the form on: the one to whom it was given, where it is to be filled in; else all holders of the post."""
    found: set[int] = set()
    for rule in workflow().from_state(form.scope, form.state):
        if rule.deed not in ONWARD:
            continue
        places = [form.unit_id] if rule.place == "own" else [node.id for node in tree.above(form.unit_id)]
        found.update(person for place in places for role in rule.roles for person in holders.get((place, role), ()))
    if workflow().states[form.state].open and form.assignee_id in found:
        return frozenset({form.assignee_id})
    return frozenset(found)


@transaction.atomic
def remind(day: date) -> int:
    """Tell everybody whose forms are near their last day or past it. Answers how many people were told.

    A person gets one notice a day at most: daily on the last day and the days around it, every third day before, and once a
    week when the form is long overdue.
    """
    due = [item for item in waiting(day) if item.days <= item.form.task.warn_days]
    by_person: dict[int, list[Item]] = {}
    for item in due:
        for person in item.people:
            by_person.setdefault(person, []).append(item)
    last = dict(
        Notice.objects.filter(kind="reminder", user__in=by_person)
        .values_list("user")
        .annotate(last=Max("created"))
        .order_by()
    )
    told = [
        _notice(person, "reminder", f"reminder-{day.isoformat()}", items)
        for person, items in by_person.items()
        if person not in last or (day - timezone.localdate(last[person])).days >= min(_gap(item.days) for item in items)
    ]
    tell_all(told)
    return len(told)


def _gap(days: int) -> int:
    """How many days lie between two reminders of a form with so many days left."""
    if -3 <= days <= 1:
        return 1
    return 3 if days > 1 else 7


def _notice(person: int, kind: str, key: str, items: Sequence[Item], before: tuple[str, str] = ("", "")) -> Notice:
    text = f"{before[0]}{_told('zh-hans', items)}"
    english = f"{before[1]}{_told('en', items)}"
    return Notice(user_id=person, kind=kind, key=key, text=text[:500], text_en=english[:500], link="/")


def _told(language: str, items: Sequence[Item]) -> str:
    with override(language):
        lines = [
            _("{unit}《{title}》{days}").format(unit=item.name, title=item.form.task.title, days=_in_days(item.days))
            for item in items[:LISTED]
        ]
        if len(items) > LISTED:
            lines.append(_("另有 {n} 张").format(n=len(items) - LISTED))
        return _("有 {n} 张表等您办理：{list}。").format(n=len(items), list=_("；").join(lines))


def _in_days(days: int) -> str:
    if days < 0:
        return _("已逾期 {n} 天").format(n=-days)
    return _("今天截止") if days == 0 else _("还有 {n} 天").format(n=days)


def text(task: Task, items: Sequence[Item]) -> str:
    """A ready reminder to be sent by hand: which units have not handed in, and until when; else that the department has not."""
    units = [item for item in items if item.form.scope == "unit"]
    names = _("、").join(item.name for item in units or items)
    due = task.due_on if units else task.department_due_on
    return _("请以下单位尽快送审《{title}》（{due} 截止）：{names}。").format(
        title=task.title, due=due.isoformat(), names=names
    )


def ask(by_name: str, items: Sequence[Item], key: str) -> int:
    """Tell, at somebody's wish, those for whom these forms wait. Answers how many people were told."""
    by_person: dict[int, list[Item]] = {}
    for item in items:
        for person in item.people:
            by_person.setdefault(person, []).append(item)
    said = (f"{by_name}提醒：", f"{by_name} reminds you: ")
    tell_all(_notice(person, "asked", key, own, said) for person, own in by_person.items())
    return len(by_person)
