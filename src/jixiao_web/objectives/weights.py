"""Weights that close: the sum of each owner's points beside what it must come to, as the core adds and judges them."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.checks import catalogue
from jixiao.checks.view import Shared, View
from jixiao.figures import Missing, Score
from jixiao_web.cycle.models import Form
from jixiao_web.filling.facts import Gathered, of_form

CODE = "SCR-03"


@dataclass(frozen=True)
class Weights:
    """The points of one owner's indicators.

    Attributes:
        owner: 部门 or the project's key; `name` is what people call it.
        sum: of the points told so far. blank: how many indicators have none.
        permitted: the sums that close. short: what lacks to the next one, negative where there is too much; MISSING where it closes.
    """

    owner: str
    name: str
    number: int
    sum: Score
    blank: int
    permitted: tuple[Score, ...]
    short: Score | Missing

    @property
    def closes(self) -> bool:
        """Whether every indicator has points and they come to a permitted sum."""
        return not self.blank and isinstance(self.short, Missing)

    @property
    def over(self) -> bool:
        """Whether there is too much."""
        return isinstance(self.short, Score) and self.short < Score.zero()

    @property
    def lacks(self) -> Score | Missing:
        """How far it is from closing, without a sign."""
        return abs(self.short) if isinstance(self.short, Score) else self.short


def weights(form: Form, gathered: Gathered | None = None) -> tuple[Weights, ...]:
    """The weights of a form by owner, in the order of the rows."""
    known = of_form(form) if gathered is None else gathered
    view = View(Shared(known.facts), catalogue()[CODE])
    permitted = tuple(sorted(Score.of(word) for word in view.rule.words("sums")))
    names = {project.project: project.name for project in known.year.project}
    judged = {project.project for project in view.own_projects}
    found = []
    for owner, indicators in view.shared.indicators.items():
        told = [item.weight for item in indicators if isinstance(item.weight, Score)]
        blank = sum(1 for item in indicators if not isinstance(item.weight, Score) and item.operator != "不适用")
        total = Score.sum(told)
        bounds = permitted if owner in judged else ()
        name = names.get(owner, owner)
        found.append(
            Weights(
                owner,
                name if isinstance(name, str) else owner,
                len(indicators),
                total,
                blank,
                bounds,
                _short(total, bounds),
            )
        )
    return tuple(found)


def _short(total: Score, permitted: tuple[Score, ...]) -> Score | Missing:
    """What lacks to the nearest sum that is not below, or how much there is above the largest."""
    if not permitted or total in permitted:
        return Missing.MISSING
    return next((bound - total for bound in permitted if total < bound), permitted[-1] - total)
