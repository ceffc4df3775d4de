"""The workflow at work: one deed brings a form from one state to the next, or is refused with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.audit import services as audit
from jixiao_web.cycle import needs, versions, windows
from jixiao_web.cycle.models import Comment, Exemption, Form, Move, Task, Version
from jixiao_web.cycle.signals import form_final
from jixiao_web.cycle.telling import tell_of_move
from jixiao_web.cycle.workflow import MoveRule, workflow
from jixiao_web.shell.language import core_language

At = tuple[str, int | None, str, str]
"""A remark at a field: subject, row, field, text."""
FINAL = "final"
"""The state in which the year's figures are settled."""


class CannotMove(ValueError):
    """The form cannot be moved so now; the message is a whole sentence for the person."""


@dataclass(frozen=True, slots=True)
class Possible:
    """A move that a person might make: its rule, the post by which, and why not now (empty: it can be made)."""

    rule: MoveRule
    post: Post
    why_not: str

    @property
    def label(self) -> str:
        """The word on the button."""
        return self.rule.en if core_language() == "en" else self.rule.zh

    @property
    def after(self) -> str:
        """The state to which it leads."""
        return self.rule.after

    @property
    def asks_reason(self) -> bool:
        """Whether a reason must be given."""
        return "reason" in self.rule.needs

    @property
    def gives_back(self) -> bool:
        """Whether somebody is asked to mend the form, until a day."""
        return self.asks_reason and workflow().states[self.rule.after].open


@transaction.atomic
def move(
    by: User,
    form: Form,
    deed: str,
    *,
    note: str = "",
    reasons: Sequence[str] = (),
    comments: Sequence[At] = (),
    due_on: date | None = None,
) -> Move:
    """Bring a form to its next state.

    Args:
        by: who does it.
        form: the form, read anew and locked here.
        deed: the name of the move in `workflow.yaml`.
        note: opinion in words.
        reasons: codes of checks.
        comments: remarks at fields.
        due_on: until when an answer is asked for; a return opens the form until then.

    Raises:
        PermissionDenied: no post with the right, or the state does not allow it.
        CannotMove: something that the move needs is lacking; nothing was written.
    """
    locked = _locked(form, _rule(form, deed))
    rule = _rule(locked, deed)
    post = policies.require(by, f"move.{locked.scope}.{deed}", locked)
    may_extend = policies.may(by, "exemption.grant", locked)
    refused = (
        needs.unsaid(rule, note, tuple(reasons))
        or needs.wrong_day(locked, rule, due_on, may_extend=may_extend)
        or needs.own_work(by, locked, rule)
        or needs.lacking(locked, rule)
    )
    if refused:
        raise CannotMove(refused)
    version = versions.freeze(by, locked) if "version" in rule.needs else _last_version(locked)
    made = _write(by, locked, rule, post, version, note=note, reasons=reasons, due_on=due_on)
    for subject, row, field, text in comments:
        Comment.objects.create(
            form=locked, subject=subject, row=row, field=field, text=text, move=made, by=by, at=made.at
        )
    if due_on is not None and workflow().states[rule.after].open and due_on > windows.last_day(locked):
        _extend(by, locked, due_on, note or "、".join(reasons))
    if rule.takes_units:
        _take_units(by, locked, rule, post, note)
    tell_of_move(by, locked, made)
    return made


def touch(by: User, form: Form) -> None:
    """The first change after a form was issued or returned makes it a draft, silently. Called with the form locked."""
    rule = _rule(form, "save")
    if form.state not in rule.before:
        return
    post = policies.require(by, f"move.{form.scope}.save", form)
    _write(by, form, rule, post, _last_version(form))


def possible(person: User, form: Form) -> tuple[Possible, ...]:
    """The moves with a button that the person's posts allow in this state, each with why not now."""
    found = []
    for rule in workflow().from_state(form.scope, form.state):
        post = None if rule.silent else policies.post_for(person, f"move.{form.scope}.{rule.deed}", form)
        if post is not None:
            found.append(Possible(rule, post, needs.own_work(person, form, rule) or needs.lacking(form, rule)))
    return tuple(found)


def _locked(form: Form, rule: MoveRule) -> Form:
    """The form read anew and locked; with its task first where other forms of the task have a say in the move."""
    if rule.scope == "department" or "department" in rule.needs:
        Task.objects.select_for_update(of=("self",)).get(pk=form.task_id)
    forms = Form.objects.select_for_update(of=("self",)).select_related("task__year__department", "unit")
    return forms.get(pk=form.pk)


def _rule(form: Form, deed: str) -> MoveRule:
    try:
        return workflow().move(form.scope, deed)
    except KeyError:
        raise CannotMove(_("这张表没有“{deed}”这一操作。").format(deed=deed)) from None


def _last_version(form: Form) -> Version | None:
    return form.versions.order_by("-number").first()


def _write(
    by: User,
    form: Form,
    rule: MoveRule,
    post: Post,
    version: Version | None,
    *,
    note: str = "",
    reasons: Sequence[str] = (),
    due_on: date | None = None,
    after: str = "",
) -> Move:
    before, form.state = form.state, after or rule.after
    Form.objects.filter(pk=form.pk).update(state=form.state)
    made = Move.objects.create(
        form=form,
        deed=rule.deed,
        before=before,
        after=form.state,
        by=by,
        on_behalf_of=post.user if post.user_id != by.pk else None,
        at=timezone.now(),
        version=version,
        reasons=list(reasons),
        note=note,
        due_on=due_on,
    )
    told: dict[str, Any] = {"state": form.state, "version": version.number if version else None, "move": made.pk}
    if reasons:
        told["reasons"] = list(reasons)
    if made.on_behalf_of is not None:
        told["on_behalf_of"] = made.on_behalf_of.name
    audit.record(by=by, deed=f"move.{rule.deed}", target=form, before={"state": before}, after=told, reason=note)
    if form.state == FINAL:
        form_final.send(sender=Form, form=form, by=by)
    return made


def _extend(by: User, form: Form, until: date, reason: str) -> None:
    """A return opens the form until the day by which the answer is asked for."""
    made = Exemption.objects.create(
        task=form.task,
        unit=form.unit,
        until=until,
        reason=_("退回修改：{reason}").format(reason=reason)[:300],
        granted_by=by,
        granted_at=timezone.now(),
    )
    audit.record(by=by, deed="exemption.grant", target=made, after={"until": until.isoformat()}, reason=made.reason)


def _take_units(by: User, form: Form, rule: MoveRule, post: Post, note: str) -> None:
    """The units' forms go along with the department's."""
    taken = workflow().taken[rule.deed]
    others = Form.objects.select_for_update(of=("self",)).filter(task=form.task, state__in=taken).exclude(pk=form.pk)
    for other in others.select_related("unit", "task__year").order_by("pk"):
        _write(by, other, rule, post, _last_version(other), note=note, after=taken[other.state])
