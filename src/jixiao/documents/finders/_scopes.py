"""Whose figure it is: in 基本支出预算 A，支出决算 B both are of 基本支出, and only the words before say so of B."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.finders._phrases import measured
from jixiao.documents.finders._roles import Role, Spoken, back

_TELLING = (Role.LEVEL, Role.BASE, Role.CHANGE)
FARTHEST = 8  # figures back to the word that names whose they are
# words that every budget, result and total has
_PLAIN = re.compile(
    "总计|合计|总额|总量|总数|两项|部门|单位|预算|决算|支出|收入|收支|执行|年初|调整|全年|本级|[总收支数后前各均年其该本、和与的“”\\d]"
)


def own_words(label: str) -> str:
    """What a label says beyond budget, result and total: 基本 of 基本支出预算, nothing of 支出决算."""
    return _PLAIN.sub("", measured(label))


def scope(quantities: Sequence[Spoken], item: Spoken) -> str:
    """The own words of a figure, or of the nearest one before it in its segment that has some."""
    for one in (item, *back(quantities, item.index, FARTHEST)):
        if one.segment != item.segment:
            break
        words = own_words(one.subject if one.role is Role.CHANGE else one.label) if one.role in _TELLING else ""
        if words:
            return words
    return ""
