"""Two amounts that are said to be alike: 支出决算 A，与预算数 B 持平; 预算 A，决算 B，决算数与预算数无变化."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._roles import Role, Spoken, back
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.relations import Form, Mode, Relation, Term

FARTHEST = 40  # characters from a figure to the word that calls it alike
_ALIKE = "(?<!基本)(?<!大致)(?:持平|无变化|没有变化|相同|一致|无增减|没有增减|未发生变化)"
_BESIDE = re.compile(f"^(?:相比|相比较)?[，,]?(?:{_ALIKE})")
_NAMED = re.compile(f"[与和同较比](?:当?年初?)?(?P<base>预算|上年)[^，,；;。]{{0,8}}?[，,]?(?:{_ALIKE})")
_VERSUS = re.compile("[与和同较比][^，]{0,12}$")
_WORD = re.compile(_ALIKE)
_RESULT = re.compile("决算|支出|执行|完成")


def unchanged(quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every pair of amounts of one item that the words call alike."""
    for base in quantities:
        if base.role not in (Role.LEVEL, Role.BASE, Role.WHOLE):
            continue
        last = _WORD.search(base.trail)
        if last is None:
            continue
        own = next((item for item in back(quantities, base.index, 1) if item.segment == base.segment), None)
        if own is None or own.role is not Role.LEVEL or own.sort != base.sort:
            continue
        said = _NAMED.search(base.trail)
        beside = _BESIDE.search(base.trail) and _VERSUS.search(base.clause)
        labels = (own.label, base.label)
        told = said is not None and any(said["base"] in one for one in labels) and any(map(_RESULT.search, labels))
        if beside or (told and own.label != base.label):
            relation = Relation("REL-11", Form.SUM, own.levels(), (Term(base.levels()),), Mode.PRINTED)
            yield Found(Tie.SAME, relation, (own.mention, base.mention), _words(base))


def _words(base: Spoken) -> tuple[Span, ...]:
    figure, passage = base.mention.figure, base.mention.passage
    met = _WORD.search(passage.text, figure.end, figure.end + FARTHEST)
    return (passage.span(met.start(), met.end()),) if met else ()
