"""A percent from two printed values: 由 B 增加到 A，增长 P%; 今年 A，上年 B，下降 P%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._beyond import beyond, doubled
from jixiao.documents.finders._pairing import pairs
from jixiao.documents.finders._phrases import OUTPUT, named
from jixiao.documents.finders._roles import Role, Spoken, back, spoken
from jixiao.documents.finders._words import CHANGED, said
from jixiao.documents.finders._yearly import yearly
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.relations import Form, Mode, Relation, Term

_YEAR = re.compile(r"(20\d\d)年")


def find(view: View) -> Iterator[Found]:
    """Every growth whose two values stand in the text and whose amount does not."""
    quantities = spoken(view)
    paired = {percent.index for _, percent in pairs(quantities)}
    for percent in quantities:
        if percent.role is Role.GROWTH and percent.index not in paired and not percent.listed:
            yield from _growth(quantities, percent)
    yield from yearly(quantities)
    yield from beyond(quantities)
    yield from doubled(quantities)


def _growth(quantities: Sequence[Spoken], percent: Spoken) -> Iterator[Found]:
    near = [item for item in back(quantities, percent.index, 8) if item.segment == percent.segment]
    base = next((item for item in near[:4] if item.role in (Role.BASE, Role.GROWTH)), None)
    if base is None or base.role is Role.GROWTH:  # the growth before has had its base
        base = _behind(quantities, percent)
    if base is not None:
        levels = [item for item in near if item.role is Role.LEVEL and item.sort == base.sort]
        levels += [
            item
            for item in back(quantities, min(base.index, percent.index), 6)
            if item.role is Role.LEVEL and item.sort == base.sort and item.sentence >= percent.sentence - 1
        ]
        heads: list[Spoken] = []
        if not any(item.sentence == percent.sentence for item in levels):
            heads = _heads(quantities, percent, base)
            levels = list(heads)
        after = quantities[percent.index + 1 : percent.index + 2]
        levels += [item for item in after if item.role is Role.LEVEL and item.sort == base.sort and item is not base]
        if levels and _about(percent, levels[0], base):
            yield _found(percent, levels[0], base, sure=bool(heads) or levels[0].segment == percent.segment)
        return
    yield from _years(percent, [item for item in near if item.role is Role.LEVEL])


def _heads(quantities: Sequence[Spoken], percent: Spoken, base: Spoken) -> list[Spoken]:
    """What the sentence before tells of, sentences of parts passed over: 常住人口 A。其中…。与2010年的 B 相比，增长 P%."""
    before = [item for item in back(quantities, percent.index) if item.sentence < percent.sentence]
    before = [item for item in before if item.mention.passage is percent.mention.passage]
    for sentence in sorted({item.sentence for item in before}, reverse=True):
        inside = sorted((item for item in before if item.sentence == sentence), key=lambda item: item.index)
        if not inside[0].lead.startswith("其中"):
            alike = [item for item in inside if item.role is Role.LEVEL and item.sort == base.sort]
            led = len(alike) > 1 and "其中" in alike[1].lead
            return alike[:1] if alike[:1] == inside[:1] and (led or len(alike) == 1) else []
    return []


def _about(percent: Spoken, level: Spoken, base: Spoken) -> bool:
    """Whether the percent tells of that level, and compares with that base and not with last month."""
    if "环比" in percent.clause and not re.search("上[月季周期]|环比", base.lead):
        return False
    return not percent.subject or named(percent.subject, level.label)


def _behind(quantities: Sequence[Spoken], percent: Spoken) -> Spoken | None:
    """增长 P%（上年 B）."""
    following = quantities[percent.index + 1] if percent.index + 1 < len(quantities) else None
    if following is None or following.sentence != percent.sentence:
        return None
    return following if following.role is Role.BASE and following.lead.startswith(("（", "(")) else None


def _years(percent: Spoken, levels: Sequence[Spoken]) -> Iterator[Found]:
    """2023年 A，2022年 B，增长 P%."""
    if len(levels) < 2 or percent.subject:
        return
    first, second = levels[0], levels[1]
    if first.sort != second.sort:
        return
    one, other = _YEAR.findall(first.lead), _YEAR.findall(second.lead)
    if one and other and abs(int(one[-1]) - int(other[-1])) == 1:
        level, base = (first, second) if int(one[-1]) > int(other[-1]) else (second, first)
        yield _found(percent, level, base, sure=True)


def _found(percent: Spoken, level: Spoken, base: Spoken, *, sure: bool) -> Found:
    sure = sure and not OUTPUT.search(base.label + level.label)
    one, other = level.levels(), base.levels()
    terms = (Term(one), Term(other, -1), Term(other, below=True))
    relation = Relation("REL-04", Form.RATIO, percent.quantity(), terms, Mode.PRINTED)
    return Found(
        Tie.GROWTH, relation, (percent.mention, level.mention, base.mention), said(CHANGED, percent), sure=sure
    )
