"""More than was planned, and doublings: 计划 A，实际 B，超额完成 P%; 由 A 增加到 B，翻一番."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.finders._words import said
from jixiao.documents.found import Found, Tie
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Relation, Term

MOST_DOUBLINGS = 4
_BEYOND = re.compile(
    "(?:超额?|超出)(?:完成)?(?:年[初度])?(?:预算|计划|目标|任务|指标)?数?(?:的)?(?:完成)?(?:了|达到?|为)?$"
)
_PLAN = re.compile("计划|目标|任务|预算|指标|应")
_DOUBLED = re.compile("翻了?$")
_PASSED = re.compile("超额完成|超[额出]?")
_NEARLY = Decimal("0.9")


def beyond(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every percent by which a plan was passed, whose plan and result stand in the segment."""
    for percent in quantities:
        if percent.role is not Role.RATE or not _BEYOND.search(percent.clause):
            continue
        near = [item for item in back(quantities, percent.index, 4) if item.segment == percent.segment]
        near = [item for item in near if item.role in (Role.LEVEL, Role.WHOLE)]
        plans = [item for item in near if _PLAN.search(item.label)]
        done = [item for item in near if not _PLAN.search(item.label)]
        if len(plans) == len(done) == 1 and plans[0].sort == done[0].sort:
            plan = plans[0].levels()
            terms = (Term(done[0].levels()), Term(plan, -1), Term(plan, below=True))
            relation = Relation("REL-04", Form.RATIO, percent.quantity(), terms, Mode.PRINTED)
            mentions = (percent.mention, done[0].mention, plans[0].mention)
            yield Found(Tie.GROWTH, relation, mentions, said(_PASSED, percent))


def doubled(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """由 A 增加到 B，翻一番: B is at least twice A. What falls short of it by little is said so too, and no error."""
    for times in quantities:
        figure = times.mention.figure
        if figure.kind is not FigureKind.MULTIPLE or figure.unit != "番" or not _DOUBLED.search(times.clause):
            continue
        near = [item for item in back(quantities, times.index, 4) if item.segment == times.segment]
        base = next((item for item in near if item.role is Role.BASE), None)
        level = next((item for item in near if item.role is Role.LEVEL), None)
        if base is None or level is None or base.sort != level.sort or not 0 < times.value <= MOST_DOUBLINGS:
            continue
        factor = 2 ** int(times.value)
        relation = Relation("REL-04", Form.AT_LEAST, level.levels(), (Term(base.levels()),) * factor, Mode.PRINTED)
        sure = level.amount < _NEARLY * factor * base.amount
        words = (*said(re.compile("翻"), times), times.mention.span)
        yield Found(Tie.GROWTH, relation, (level.mention, base.mention), words, sure=sure)
