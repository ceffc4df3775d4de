"""The judge of forms that the workflow asks: rows as they stand, what blocks, and what the form comes to."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jixiao.checks import Severity
from jixiao.figures import MISSING
from jixiao.rules import RuleError
from jixiao_web.cycle.judging import Reason, Rows, Verdict
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation import cards
from jixiao_web.filling.models import Row
from jixiao_web.review import findings
from jixiao_web.shell.language import core_language


class FormJudge:
    """By the core's checks and scorecards."""

    def rows(self, form: Form) -> Rows:
        """The living rows as a version keeps them; one query."""
        found: dict[str, list[dict[str, Any]]] = {}
        rows = Row.objects.filter(form=form, alive=True).order_by("subject", "position", "pk")
        for pk, subject, position, cells in rows.values_list("pk", "subject", "position", "cells"):
            found.setdefault(subject, []).append({"row": pk, "position": position, "cells": cells})
        return found

    def blocking(self, form: Form) -> tuple[str, ...]:
        """Findings that block, and a scheme that cannot be used: nothing waives them."""
        lang = core_language()
        try:
            found = findings.of(form)
        except RuleError as error:
            return (error.text(lang),)
        return tuple(f"{one.place(lang)}：{one.found(lang)}" for one in found.all if one.severity is Severity.BLOCK)

    def reasons(self, form: Form) -> tuple[Reason, ...]:
        """The codes of the findings that count today, each once, the gravest first."""
        lang = core_language()
        numbers: dict[str, int] = {}
        titles: dict[str, str] = {}
        try:
            standing = findings.standing(form, timezone.localdate())
        except RuleError:
            return ()
        for one in sorted(standing, key=lambda item: item.severity.rank):
            numbers[one.code] = numbers.get(one.code, 0) + 1
            titles.setdefault(one.code, one.title(lang))
        return tuple(Reason(code, titles[code], number) for code, number in numbers.items())

    def verdict(self, form: Form) -> Verdict:
        """The department's score and everybody's findings, today."""
        counts = findings.counts(findings.standing(form, timezone.localdate()))
        card = cards.of(form.task).card if form.scope == "department" else None
        if card is None:
            return Verdict("", "", MISSING, counts)
        return Verdict(card.scheme.id, card.scheme.digest, card.total, counts)
