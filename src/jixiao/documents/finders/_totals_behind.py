"""Totals that stand behind their parts: A、B、C，共计T; A，加上B，收入总计T."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_strand import Strand, Token
from jixiao.documents.finders._list_sums import Likeness, Sum, likeness, may_hold, summed
from jixiao.documents.finders._list_triggers import Force, Trigger

MOST = 24  # figures before a total that may be its parts
_TOTAL = re.compile(
    r"(?P<firm>(?:以上|上述|前述|这)[^，,。；;：:\d]{0,8}?|[两三四五六七八九十\d][项者类笔部]+[^，,。；;：:\d]{0,4}?)?"
    r"(?:共计|合计|总计|小计|合共|总共|相加|[可共](?:用|支配|安排)(?:资金|财力)?)(?P<rest>[^，,。；;：:\d]{0,10})$"
)
_PLUS = re.compile("加上|再加|加：|连同")


def behind(strand: Strand) -> Iterator[tuple[Sum, Trigger, bool]]:
    """Sums whose total comes last. The list begins where the figures that close it begin, mostly with its sentence."""
    for start, end in strand.sentences:
        tokens = [token for token in strand.between(start, end) if token.bracket < 0]
        for at, head in enumerate(tokens):
            if head.role is not Role.VALUE or at < 2:
                continue
            word = _TOTAL.search(tail(head.mention.before))
            if word is None:
                continue
            before = tokens[max(0, at - 2 * MOST) : at]
            values = [token for token in before if token.dimension == head.dimension and token.role is Role.VALUE]
            if len(values) < 2:
                continue
            firm = (
                bool(word["firm"])
                or len(word["rest"]) <= 3
                or bool(_PLUS.search(strand.text, max(start, head.start - 400), head.start))
            )
            found = _sum(head, values[-MOST:], firm=firm)
            if found is not None:
                where = head.start - len(head.mention.before[-12:])
                yield found[0], Trigger(max(start, where), head.start, end, Force.FIRM), found[1]


def _sum(head: Token, values: Sequence[Token], *, firm: bool) -> tuple[Sum, bool] | None:
    for first in range(len(values) - 1):
        if may_hold(head, values[first:]) and (found := summed(head, values[first:])).holds:
            return found, True
    whole = summed(head, values)
    like = likeness(whole)
    if (firm and like) or (like is Likeness.CLEAR and len(values) > 2):
        return whole, firm
    return None
