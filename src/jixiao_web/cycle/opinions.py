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
from jixiao_web.notices.services import tell


@transaction.atomic
def comment(
    by: User, form: Form, text: str, *, subject: str = "", row: int | None = None, field: str = ""
) -> Comment | None:
    """A remark; a blank one is nothing."""
    policies.require(by, "form.comment", form)
    if not text.strip():
        return None
    made = Comment.objects.create(
        form=form, subject=subject, row=row, field=field, text=text.strip(), by=by, at=timezone.now()
    )
    audit.record(by=by, deed="form.comment", target=form, after={"text": made.text, "at": [subject, row, field]})
    return made


@transaction.atomic
def resolve(by: User, found: Comment, answer: str) -> None:
    """Close a remark with an answer, which may be blank."""
    policies.require(by, "form.comment", found)
    Comment.objects.filter(pk=found.pk, resolved_at__isnull=True).update(
        answer=answer.strip(), resolved_by=by, resolved_at=timezone.now()
    )
    audit.record(
        by=by, deed="comment.resolve", target=found.form, after={"comment": found.pk, "answer": answer.strip()}
    )


@transaction.atomic
def ask(by: User, form: Form, person: User, question: str) -> Countersign:
    """Ask somebody for an opinion; the form does not move on before the answer."""
    policies.require(by, "countersign.ask", form)
    made = Countersign.objects.create(
        form=form, person=person, asked_by=by, asked_at=timezone.now(), question=question.strip()
    )
    audit.record(
        by=by, deed="countersign.ask", target=form, after={"person": person.username, "question": made.question}
    )
    link = reverse("form", args=[form.task.year.fiscal_year, form.unit.code, form.task.kind])
    tell(
        person,
        "countersign",
        _("{by} 就《{form}》征求您的意见：{question}").format(by=by.name, form=form.task.title, question=made.question)[
            :500
        ],
        text_en=f"{by.name} asks for your opinion on {form.task.title}: {made.question}"[:500],
        link=link,
        key=f"countersign-{made.pk}",
    )
    return made


@transaction.atomic
def answer(by: User, found: Countersign, *, agrees: bool, opinion: str) -> None:
    """Give one's own opinion. Raises PermissionDenied: somebody else was asked."""
    if found.person_id != by.pk:
        raise PermissionDenied(_("这条意见征求的是另一位同事。"))
    Countersign.objects.filter(pk=found.pk, answered_at__isnull=True).update(
        agrees=agrees, opinion=opinion.strip(), answered_at=timezone.now()
    )
    audit.record(
        by=by, deed="countersign.answer", target=found.form, after={"agrees": agrees, "opinion": opinion.strip()}
    )
