"""A change told as amount and percent: 比上年增加 N，增长 P% is N ÷ (level − N)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from jixiao.documents.finders._pairing import REACHED, pairs
from jixiao.documents.finders._phrases import OUTPUT, named
from jixiao.documents.finders._roles import Role, Spoken, back, list_size, spoken
from jixiao.documents.finders._scopes import own_words, scope
from jixiao.documents.finders._unchanged import unchanged
from jixiao.documents.finders._words import CHANGED, said
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_TOTAL = re.compile("总计|合计|总额|总量|共计|总收|总支")
_COMPARED = re.compile("[比较与](?:上|去|前|年初|同)|同比|环比")
_ENDED = re.compile("预算|计划|目标|持平|一致|相同|无变化")
_SPLIT = re.compile("其中|包括|^[，,：:]?[含由]")


def find(view: View) -> Iterator[Found]:
    """Every change with its percent, and where the base is printed both ways in which it follows."""
    quantities = spoken(view)
    for amount, percent in pairs(quantities):
        base = _base(quantities, amount, percent)
        level = _level(quantities, amount, percent, base)
        if base is not None:
            yield _with_base(base, amount, percent)
            if level is not None and level[1]:
                yield from _arrived(quantities, level[0], base, amount)
        elif level is not None:
            yield from _settled(quantities, level, amount, percent)
    yield from _by_place(quantities)
    yield from unchanged(quantities)


def _settled(
    quantities: Sequence[Spoken], level: tuple[Spoken, bool], amount: Spoken, percent: Spoken
) -> Iterator[Found]:
    """The change of the level that the words name, or of another one that it fits: 收入 A，其中税收 B，增加 N."""
    item, told = level
    found = _without(item, amount, percent, told)
    if judge(found.relation).outcome is not Outcome.FAILS:
        yield found
        return
    others = [one for one in back(quantities, min(amount.index, percent.index), 8) if one is not item]
    others = [one for one in others if one.role is Role.LEVEL and one.sort == amount.sort]
    for one in others if percent.mention.figure.places else ():
        other = _without(one, amount, percent, False)
        if one.sentence == item.sentence and judge(other.relation).outcome is Outcome.HOLDS:
            yield other
            return
    if told:
        yield replace(found, sure=not _mistyped(item, amount, percent) and not OUTPUT.search(item.label))


def _by_place(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """收入、支出分别为 A、B，分别增加 M、N，分别增长 P%、Q%: what stands at the same place belongs together."""
    for percent in quantities:
        if percent.role is not Role.GROWTH or not percent.listed:
            continue
        size, start = list_size(quantities, percent), percent.index - percent.listed + 1
        amounts, levels = quantities[max(0, start - size) : start], quantities[max(0, start - 2 * size) : start - size]
        if size > 1 and len(levels) == size and _lists(amounts, Role.CHANGE) and _lists(levels, Role.LEVEL):
            place = percent.listed - 1
            yield _without(levels[place], amounts[place], percent, True)


def _lists(items: Sequence[Spoken], role: Role) -> bool:
    return all(item.role is role and item.listed == place for place, item in enumerate(items, 1))


def _base(quantities: Sequence[Spoken], amount: Spoken, percent: Spoken) -> Spoken | None:
    """The base that the phrase itself prints: 较上年 B 减少 N."""
    first = min(amount.index, percent.index)
    again = _COMPARED.search(quantities[first].clause)
    for item in back(quantities, first, 2):
        if item.sentence != amount.sentence or item.segment != amount.segment:
            return None
        if item.role is Role.BASE and item.sort == amount.sort:
            # 与预算数 B 持平，比上年减少 N: another comparison begins
            return None if again and _ENDED.search(item.clause + item.trail) else item
    return None


def _level(
    quantities: Sequence[Spoken], amount: Spoken, percent: Spoken, base: Spoken | None
) -> tuple[Spoken, bool] | None:
    """The level that changed, and whether the wording says that it is the one."""
    first, last = min(amount.index, percent.index), max(amount.index, percent.index)
    between = next((item for item in quantities[first + 1 : last] if item.role is Role.LEVEL), None)
    if between is not None:
        return between, True
    behind = quantities[last + 1] if last + 1 < len(quantities) else None
    reached = behind is not None and behind.role is Role.LEVEL and REACHED.search(behind.lead)
    if behind is not None and reached and behind.sentence == amount.sentence and behind.sort == amount.sort:
        return behind, True
    subject = quantities[first].subject
    levels = [
        item
        for item in back(quantities, first)
        if item.role is Role.LEVEL and item.sort == amount.sort and item.sentence >= amount.sentence - 2
    ]
    same = [item for item in levels if subject and named(subject, item.label)]
    if not same and len(own_words(subject)) > 2:  # farther up, where only one is called so
        farther = [item for item in back(quantities, first) if item.role is Role.LEVEL and item.sort == amount.sort]
        farther = [item for item in farther if own_words(item.label) == own_words(subject)]
        same = farther if len(farther) == 1 else []
    if len(same) > 1 and not own_words(subject):  # 支出决算 of the department, of its basic spending, of its projects
        mine = scope(quantities, amount)
        goes_on = not mine and same[0].sentence == amount.sentence and same[0].segment >= amount.segment - 1
        same = same if goes_on else [item for item in same if scope(quantities, item) == mine]
    if same:
        return same[0], True
    near = [item for item in levels if item.segment == amount.segment or item.sentence == amount.sentence - 1]
    if not own_words(subject):
        sure = [item for item in near if item.segment == amount.segment][:1]
        if sure:
            return sure[0], not subject
        if near and not any(item.sentence == amount.sentence for item in levels):
            head = _head(near)
            return head or near[0], head is not None
    holding = [
        item for item in levels if judge(_without(item, amount, percent, True).relation).outcome is Outcome.HOLDS
    ]
    return (holding[0], False) if holding and base is None else None


def _head(levels: Sequence[Spoken]) -> Spoken | None:
    """What a sentence tells of, from the last of its figures to the first: its only amount, or the one before 包括."""
    first = levels[-1]
    alone = all(item.amount == first.amount for item in levels)
    return first if alone or (_TOTAL.search(first.label) and _SPLIT.search(levels[-2].lead)) else None


def _without(level: Spoken, amount: Spoken, percent: Spoken, sure: bool) -> Found:
    change = amount.quantity()
    terms = (Term(change), Term(level.levels(), below=True), Term(change, -1, below=True))
    relation = Relation("REL-03", Form.RATIO, percent.quantity(), terms, Mode.PRINTED)
    mentions = (percent.mention, amount.mention, level.mention)
    return Found(Tie.CHANGE, relation, mentions, said(CHANGED, *_in_order(amount, percent)), sure=sure)


def _in_order(*items: Spoken) -> list[Spoken]:
    return sorted(items, key=lambda item: item.index)


def _mistyped(level: Spoken, amount: Spoken, percent: Spoken) -> bool:
    """Whether only the unit of the level is wrong: 0.5元, less 1.2万元."""
    here, there = level.mention.figure.size, amount.mention.figure.size
    relation = _without(level, amount, percent, True).relation
    meant = replace(relation.terms[1].quantity, value=Fraction(level.value) * there, size=there)
    return here != there and judge(relation.with_quantity(meant)).outcome is not Outcome.FAILS


def _with_base(base: Spoken, amount: Spoken, percent: Spoken) -> Found:
    terms = (Term(amount.quantity()), Term(base.levels(), below=True))
    relation = Relation("REL-03", Form.RATIO, percent.quantity(), terms, Mode.PRINTED)
    mentions = (percent.mention, amount.mention, base.mention)
    return Found(Tie.CHANGE, relation, mentions, said(CHANGED, *_in_order(amount, percent)))


def _arrived(quantities: Sequence[Spoken], level: Spoken, base: Spoken, amount: Spoken) -> Iterator[Found]:
    """Base and change make the level that the words name, or another one of the sentence."""
    first = _difference(level, base, amount)
    others = [one for one in back(quantities, base.index, 6) if one.role is Role.LEVEL and one.sort == base.sort]
    others = [one for one in others if one.sentence == base.sentence and one is not level]
    for one in others if judge(first.relation).outcome is Outcome.FAILS else ():
        found = replace(_difference(one, base, amount), sure=False)
        if judge(found.relation).outcome is Outcome.HOLDS:
            yield found
            return
    yield first


def _difference(level: Spoken, base: Spoken, amount: Spoken) -> Found:
    terms = (Term(base.levels()), Term(amount.quantity()))
    relation = Relation("REL-02", Form.SUM, level.levels(), terms, Mode.PRINTED)
    return Found(Tie.DIFFERENCE, relation, (level.mention, base.mention, amount.mention), said(CHANGED, amount))
