"""Who must know of a move, a remark or a question: those who can do something about it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.cycle.models import Form, Move
from jixiao_web.cycle.workflow import workflow
from jixiao_web.notices.services import tell


def tell_of_move(by: User, form: Form, made: Move) -> None:
    """Tell everybody who can do the next move but the one who did this one."""
    state = workflow().states[form.state]
    who, who_en = by.name, by.name
    if made.on_behalf_of is not None:
        who, who_en = f"{by.name}代{made.on_behalf_of.name}", f"{by.name} for {made.on_behalf_of.name}"
    text = f"{name_of(form)}《{form.task.title}》：{state.zh}（{who}）"
    if made.note:
        text = f"{text}：{made.note}"
    text_en = f"{name_of(form)}, {form.task.title}: {state.en} (by {who_en})"
    deeds = [f"move.{form.scope}.{rule.deed}" for rule in workflow().from_state(form.scope, form.state)]
    for person in who_may(form, deeds, by):
        tell(person, "move", text[:500], text_en=text_en[:500], link=link_to(form), key=f"move-{made.pk}")


def who_may(form: Form, deeds: Iterable[str], by: User) -> list[User]:
    """The people but one whose own posts allow one of some deeds on a form. Three queries, and two for each person asked."""
    known = list(deeds)
    roles = {grant.role for deed in known for grant in policies.grants(deed)}
    day = policies.today()
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    units = [node.id for node in policies.present_tree(by).above(form.unit_id)]
    posts = Post.objects.filter(current, valid_from__lte=day, role__in=roles, unit__in=units)
    people = User.objects.filter(pk__in=posts.values("user"), is_active=True).exclude(pk=by.pk)
    return [person for person in people if any(policies.may(person, deed, form) for deed in known)]


def fillers(form: Form, by: User) -> list[User]:
    """Whoever fills the form in, but one: the person to whom it was given, or those who hand it in."""
    if form.assignee is not None:
        return [form.assignee] if form.assignee_id != by.pk and form.assignee.is_active else []
    rule = workflow().move(form.scope, "submit")
    day = policies.today()
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Post.objects.filter(current, valid_from__lte=day, role__in=rule.roles, unit=form.unit_id)
    return list(User.objects.filter(pk__in=posts.values("user"), is_active=True).exclude(pk=by.pk))


def name_of(form: Form) -> str:
    """The unit's present name."""
    period = form.unit.periods.order_by("-valid_from").first()
    return period.name if period is not None else form.unit.code


def link_to(form: Form) -> str:
    """The page of a form."""
    return reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind])
