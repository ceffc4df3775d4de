"""Where the words stand that made a relation: 完成率 before its percent, 增长 before its change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jixiao.documents.finders._roles import Spoken
from jixiao.documents.model import Span

FARTHEST = 60  # characters from a figure to the words about it
CHANGED = re.compile(
    "负增长|增长|增加|增收|增支|上升|提高|提升|下降|减少|减收|减支|降低|回落|压减|上涨|下跌|下滑|净增|新增|增[幅速]|降幅|跌幅|[增减升降涨多少]"
)
SHARED = re.compile("占比|比重|比例|构成比|占|完成|相当于|实现|[为是达](?=[^，；]*的)")


def said(pattern: re.Pattern[str], *items: Spoken) -> tuple[Span, ...]:
    """The last words of a sort before each figure, none for a figure that has no such words."""
    found = (_said(pattern, item) for item in items)
    return tuple(dict.fromkeys(span for span in found if span is not None))


def _said(pattern: re.Pattern[str], item: Spoken) -> Span | None:
    figure, passage = item.mention.figure, item.mention.passage
    # the words of a list stand before its first figure
    start = max(0, figure.start - (FARTHEST if item.listed > 1 else min(len(item.mention.before), FARTHEST)))
    last = _last(pattern.finditer(passage.text, start, figure.start))
    return passage.span(last.start(), last.end()) if last is not None else None


def _last(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    last = None
    for match in matches:
        last = match
    return last
