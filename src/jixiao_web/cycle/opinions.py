"""Remarks at fields, and opinions that are asked for."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit
from jixiao_web.cycle.models import Comment, Countersign, Form
from jixiao_web.cycle.telling import fillers, link_to, name_of
from jixiao_web.notices.services import tell

LONGEST = 2000
"""The longest remark or opinion, in characters."""
LONGEST_QUESTION = 300


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def comment(by: User, form: Form, text: str, *, subject: str = "", row: int | None = None, field: str = "") -> Comment:
    """A remark at a field, a sheet or the whole form; whoever fills the form in is told.

    Raises Refused: blank, or too long.
    """
    policies.require(by, "form.comment", form)
    told = _said(text, _("意见"))
    made = Comment.objects.create(form=form, subject=subject, row=row, field=field, text=told, by=by, at=timezone.now())
    audit.record(by=by, deed="comment.add", target=form, after={"comment": made.pk, "text": told, "at": _at(made)})
    for person in fillers(form, by):
        _tell(person, form, "comment", f"{by.name}：{told}", f"{by.name}: {told}", f"comment-{made.pk}", _at(made))
    return made


@transaction.atomic
def reply(by: User, found: Comment, text: str) -> None:
    """Answer a remark that stays open until somebody closes it; whoever made it is told. Raises Refused: blank, closed."""
    policies.require(by, "form.comment", found)
    told = _said(text, _("答复"))
    open_ones = Comment.objects.filter(pk=found.pk, resolved_at__isnull=True)
    if not open_ones.update(answer=told):
        raise Refused(_("这条意见已经关闭，请另写一条。"))
    audit.record(
        by=by,
        deed="comment.answer",
        target=found.form,
        before={"answer": found.answer},
        after={"comment": found.pk, "answer": told},
    )
    if found.by_id != by.pk:
        words = f"{by.name}：{told}", f"{by.name}: {told}"
        _tell(found.by, found.form, "answer", *words, f"answer-{found.pk}-{timezone.now().isoformat()}", _at(found))


@transaction.atomic
def resolve(by: User, found: Comment, answer: str = "") -> None:
    """Close a remark, with a last answer or without. Closing twice is closing once. Raises Refused: the answer is too long."""
    policies.require(by, "form.comment", found)
    told = _said(answer, _("答复")) if answer.strip() else found.answer
    changed = Comment.objects.filter(pk=found.pk, resolved_at__isnull=True).update(
        answer=told, resolved_by=by, resolved_at=timezone.now()
    )
    if changed:
        audit.record(by=by, deed="comment.resolve", target=found.form, after={"comment": found.pk, "answer": told})


@transaction.atomic
def ask(by: User, form: Form, person: User, question: str) -> Countersign:
    """Ask somebody for an opinion; the form does not move on before the answer.

    Raises Refused: no question or too long a one, oneself, or somebody who may not look at the form or was asked already.
    """
    policies.require(by, "countersign.ask", form)
    told = _said(question, _("征求内容"), LONGEST_QUESTION)
    if person.pk == by.pk or not policies.may(person, "form.view", form):
        raise Refused(_("{person} 不能查看这张表，请另选一位同事。").format(person=person.name))
    if form.countersigns.filter(person=person, answered_at__isnull=True).exists():
        raise Refused(_("已经在征求 {person} 的意见，请等待答复或撤回。").format(person=person.name))
    made = Countersign.objects.create(form=form, person=person, asked_by=by, asked_at=timezone.now(), question=told)
    audit.record(by=by, deed="countersign.ask", target=form, after={"person": person.username, "question": told})
    words = f"{by.name} 征求您的意见：{told}", f"{by.name} asks for your opinion: {told}"
    _tell(person, form, "countersign", *words, f"countersign-{made.pk}")
    return made


@transaction.atomic
def answer(by: User, found: Countersign, *, agrees: bool, opinion: str) -> None:
    """Give one's own opinion, once; whoever asked is told.

    Raises PermissionDenied: somebody else was asked. Raises Refused: answered or withdrawn already, or no without a word.
    """
    if found.person_id != by.pk:
        raise PermissionDenied(_("这条意见征求的是另一位同事。"))
    told = _said(opinion, _("意见")) if opinion.strip() else ""
    if not agrees and not told:
        raise Refused(_("不同意的，请写明意见。"))
    _close(found, agrees=agrees, opinion=told)
    audit.record(by=by, deed="countersign.answer", target=found.form, after={"agrees": agrees, "opinion": told})
    word, word_en = ("同意", "agrees") if agrees else ("不同意", "does not agree")
    words = f"{by.name}{word}。{told}", f"{by.name} {word_en}. {told}"
    _tell(found.asked_by, found.form, "countersign", *words, f"countersigned-{found.pk}")


@transaction.atomic
def withdraw(by: User, found: Countersign) -> None:
    """No longer wait for an opinion: for somebody who is away. Raises Refused: answered already."""
    policies.require(by, "countersign.ask", found)
    _close(found, agrees=None, opinion=_("已由 {by} 撤回征求").format(by=by.name))
    audit.record(by=by, deed="countersign.withdraw", target=found.form, after={"person": found.person.username})


def _close(found: Countersign, *, agrees: bool | None, opinion: str) -> None:
    waiting = Countersign.objects.filter(pk=found.pk, answered_at__isnull=True)
    if not waiting.update(agrees=agrees, opinion=opinion, answered_at=timezone.now()):
        raise Refused(_("这次征求已经答复或撤回，请刷新页面。"))


def _said(text: str, what: str, most: int = LONGEST) -> str:
    told = text.strip()
    if not told:
        raise Refused(_("“{what}”是空的，请写明后再提交。").format(what=what))
    if len(told) > most:
        raise Refused(
            _("“{what}”有 {found} 字，最多 {most} 字：请缩短。").format(what=what, found=len(told), most=most)
        )
    return told


def _at(found: Comment) -> list[object]:
    return [found.subject, found.row, found.field]


def _tell(
    person: User, form: Form, kind: str, text: str, text_en: str, key: str, at: list[object] | None = None
) -> None:
    link = link_to(form)
    if at and at[0] and at[1]:
        sheet = reverse("sheet", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind, at[0]])
        link = f"{sheet}#r{at[1]}-{at[2]}"
    head = f"{name_of(form)}《{form.task.title}》"
    tell(person, kind, f"{head}：{text}"[:500], text_en=f"{head}: {text_en}"[:500], link=link, key=key)
