"""Growth of a whole against its parts, rates of parts against the whole's, and percents that need a whole-number base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.documents.finders._counts import whole_bases
from jixiao.documents.finders._phrases import OUTPUT
from jixiao.documents.finders._roles import Role, Spoken, spoken
from jixiao.documents.finders._words import CHANGED, SHARED, said
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

MOST_PARTS = 12
_SUMMED = re.compile("合计|总计|共计|总共|两[项类]|[三四五六]项合")
_TOLD = re.compile(f"{CHANGED.pattern}|{SHARED.pattern}")
_PLANNED = re.compile("(?:预算|计划|任务|目标)数?(?:安排|下达)?(?:为|是)?$")
_BUDGET = re.compile("预算(?!收入|支出)|计划|目标|任务")


@dataclass(frozen=True, slots=True)
class _Told:
    """A level with what its clauses tell of it."""

    level: Spoken
    growth: Spoken | None
    rate: Spoken | None


def find(view: View) -> Iterator[Found]:
    """Every whole whose parts close, compared by growth and by rate; every percent of a small count."""
    quantities = spoken(view)
    told = list(_told(quantities))
    for index, whole in enumerate(told):
        if whole.growth is None and whole.rate is None:
            continue
        parts = _parts(told, index)
        if any(not part.level.amount for part in parts):  # what has not grown to anything tells no base
            continue
        if parts and whole.growth and all(part.growth for part in parts):
            real = any(OUTPUT.search(one.level.label) for one in (whole, *parts))
            yield replace(_found(Form.GROWN, whole, parts), sure=not real)
        if parts and whole.rate and all(part.rate for part in parts):
            plans = _plans(told, parts)
            yield _of_plans(whole, plans) if plans else _found(Form.RATED, whole, parts)
    yield from whole_bases(view, quantities)


def _told(quantities: Sequence[Spoken]) -> Iterator[_Told]:
    """Every level, with the first growth and the first rate of a budget behind it."""
    level: Spoken | None = None
    growth: Spoken | None = None
    rate: Spoken | None = None
    for item in quantities:
        if item.role is Role.LEVEL:
            if level is not None:
                yield _Told(level, growth, rate)
            level, growth, rate = item, None, None
        elif level is None or item.segment != level.segment:
            continue
        elif (
            item.role is Role.GROWTH
            and growth is None
            and not item.subject
            and not re.search("环比|预算|计划", item.clause)
        ):
            growth = item if not item.listed else None
        elif item.role is Role.RATE and rate is None and not item.listed:
            of = item.clause + (
                quantities[item.index - 1].clause if quantities[item.index - 1].role is Role.WHOLE else ""
            )
            rate = item if _BUDGET.search(of) else None
    if level is not None:
        yield _Told(level, growth, rate)


def _parts(told: Sequence[_Told], index: int) -> list[_Told]:
    """The levels beside a whole that add up to it; parts of parts are passed over where only that closes."""
    whole = told[index].level
    following = [
        item
        for item in told[index + 1 : index + 1 + 2 * MOST_PARTS]
        if item.level.sort == whole.sort and item.level.sentence <= whole.sentence + 3
    ]
    spent = [item for item in following if not _PLANNED.search(item.level.label)]
    outer = [item for place, item in enumerate(following) if not place or "其中" not in item.level.lead]
    before = [
        item
        for item in told[max(0, index - MOST_PARTS) : index][::-1]
        if item.level.sort == whole.sort and item.level.sentence >= whole.sentence - 2
    ]
    summed = [before] if _SUMMED.search(whole.clause) else []
    return next((parts for listed in (following, spent, outer, *summed) if (parts := _closing(whole, listed))), [])


def _plans(told: Sequence[_Told], parts: Sequence[_Told]) -> list[Spoken]:
    """The printed budgets right before the parts, if every part has one: 年初预算 a，支出决算 b，完成年初预算的 P%."""
    places = {id(one): place for place, one in enumerate(told)}
    before = [told[places[id(part)] - 1].level for part in parts]
    plans = [plan for plan in before if _PLANNED.search(plan.label)]
    beside = all(plan.segment == part.level.segment for plan, part in zip(before, parts, strict=True))
    return plans if beside and len(plans) == len(parts) else []


def _of_plans(whole: _Told, plans: Sequence[Spoken]) -> Found:
    """The rate of the whole, of all the printed budgets of its parts together."""
    rate = whole.rate or whole.level
    terms = (Term(whole.level.quantity()), *(Term(plan.quantity(), below=True) for plan in plans))
    relation = Relation("REL-05", Form.RATIO, rate.quantity(), terms, Mode.PRINTED)
    mentions = (rate.mention, whole.level.mention, *(plan.mention for plan in plans))
    return Found(Tie.WHOLE_AND_PARTS, relation, mentions, said(_TOLD, rate))


def _closing(whole: Spoken, listed: Sequence[_Told]) -> list[_Told]:
    """The first of the levels, two at least, that make the whole together."""
    total = slack = Decimal(0)
    for count, part in enumerate(listed[:MOST_PARTS], 1):
        total, slack = total + part.level.amount, slack + part.level.slack
        near = abs(total - whole.amount) <= slack + whole.slack
        if count > 1 and near and _closes(whole, listed[:count]):
            return list(listed[:count])
        if total > 2 * whole.amount:
            break
    return []


def _closes(whole: Spoken, parts: Sequence[_Told]) -> bool:
    terms = tuple(Term(part.level.quantity()) for part in parts)
    relation = Relation("REL-01", Form.SUM, whole.quantity(), terms, Mode.PRINTED)
    return judge(relation).outcome in (Outcome.HOLDS, Outcome.LAST_PLACE)


def _found(form: Form, whole: _Told, parts: Sequence[_Told]) -> Found:
    grown = form is Form.GROWN
    items: list[Spoken] = []
    for one in (whole, *parts):
        own = one.growth if grown else one.rate
        items += [one.level, *([own] if own is not None else [])]
    left, *right = items
    terms = tuple(Term(item.quantity()) for item in right)
    relation = Relation("REL-05", form, left.quantity(), terms, Mode.PRINTED)
    sure = grown or not _several_bases(whole, parts)
    return Found(
        Tie.WHOLE_AND_PARTS, relation, tuple(item.mention for item in items), said(_TOLD, *items[:2]), sure=sure
    )


def _several_bases(whole: _Told, parts: Sequence[_Told]) -> bool:
    """Whether the rates may be of different budgets: 年初预算 here, 调整预算 there."""
    rates = [one.rate.clause for one in (whole, *parts) if one.rate is not None]
    return any(len({word in clause for clause in rates}) > 1 for word in ("调整", "变动", "目标", "任务", "考核"))
