"""What the workflow asks of the apps below it: what stands in a form, what blocks it, and what it comes to.

Those apps know the workflow and not the other way round: one of them appoints the judge when Django starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from jixiao.figures import Missing, Score
from jixiao_web.cycle.models import Form

Rows = Mapping[str, list[dict[str, Any]]]
"""Subject → rows, each {row, position, cells}."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a form comes to now: its score (the department's form only), by which rules, and its findings by severity."""

    scheme: str
    rules: str
    total: Score | Missing
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """One kind of finding that a return may name: its code, what is wrong, and how often."""

    code: str
    title: str
    number: int


class Judge(Protocol):
    """Who answers."""

    def rows(self, form: Form) -> Rows:
        """The living rows of a form."""
        ...

    def blocking(self, form: Form) -> tuple[str, ...]:
        """What must be mended before the form may be submitted, each as place and finding."""
        ...

    def reasons(self, form: Form) -> tuple[Reason, ...]:
        """What a return of the form may name."""
        ...

    def verdict(self, form: Form) -> Verdict:
        """What the form comes to."""
        ...


_appointed: list[Judge] = []


def appoint(judge: Judge) -> None:
    """Said by the app that judges, when Django starts."""
    _appointed[:] = [judge]


def judge() -> Judge:
    """Who was appointed. Raises LookupError: nobody, which is a slip in the settings."""
    if not _appointed:
        raise LookupError("no app judges forms: is jixiao_web.review installed?")
    return _appointed[0]
