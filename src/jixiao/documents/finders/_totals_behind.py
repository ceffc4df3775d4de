"""Totals that stand behind their parts: A、B、C，共计T; A，加上B，收入总计T."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_slips import Likeness, is_misread, likeness, may_be_misread
from jixiao.documents.finders._list_strand import Strand, Token
from jixiao.documents.finders._list_sums import Sum, summed
from jixiao.documents.finders._list_triggers import Force, Trigger

MOST = 24  # figures before a total that may be its parts
_TOTAL = re.compile(
    r"(?P<firm>(?:以上|上述|前述|这)[^，,。；;：:\d]{0,8}?|[两三四五六七八九十\d][项者类笔部]+[^，,。；;：:\d]{0,4}?)?"
    r"(?:共计|合计|总计|小计|合共|总共|相加|(?<=[，,；;、])共|[可共](?:用|支配|安排)(?:资金|财力)?)(?P<rest>[^，,。；;：:\d]{0,10})$"
)
MOST_TOTALS = 20  # in one sentence; more is no prose
LIKELY = 12  # figures before a total that may be its parts though they do not add up
_CALLED = re.compile("共计|合计|总计|小计")
_PLUS = re.compile("加上|再加|加：|连同")


def behind(strand: Strand) -> Iterator[tuple[Sum, Trigger, bool]]:
    """Sums whose total comes last. The list begins where the figures that close it begin, mostly with its sentence."""
    for start, end in strand.sentences:
        tokens = [token for token in strand.between(start, end) if token.bracket < 0]
        told = 0
        for at, head in enumerate(tokens):
            if told >= MOST_TOTALS:
                break
            if head.role is not Role.VALUE or at < 2:
                continue
            word = _TOTAL.search(tail(head.mention.before))
            if word is None:
                continue
            told += 1
            before = tokens[max(0, at - 2 * MOST) : at]
            values = [token for token in before if token.dimension == head.dimension and token.role is Role.VALUE]
            if len(values) < 2:
                continue
            changes = [token for token in before if token.dimension == head.dimension and token.role is Role.CHANGE]
            firm = (
                bool(word["firm"])
                or len(word["rest"]) <= 3
                or bool(_PLUS.search(strand.text, max(start, head.start - 400), head.start))
            )
            found = _sum(head, values[-MOST:], firm=firm)
            if changes and changes[0].start > values[0].start and (found is None or not found[0].holds):
                found = _with_changes(head, [*values, *changes])
            if found is not None:
                where = head.start - len(head.mention.before[-12:])
                yield found[0], Trigger(max(start, where), head.start, end, Force.FIRM), found[1]


def _sum(head: Token, values: Sequence[Token], *, firm: bool) -> tuple[Sum, bool] | None:
    for parts in _fitting(head, values):
        if (found := summed(head, parts)).holds:
            return found, True
    values = values[-LIKELY:]
    whole = summed(head, values)
    like = likeness(whole)
    if (firm and like >= Likeness.SOME) or (like is Likeness.CLEAR and len(values) > 2):
        return whole, firm
    if not firm or any(_CALLED.search(tail(part.mention.before)) for part in values):
        return None
    suffixes = (values[first:] for first in range(len(values) - 1))
    sums = (summed(head, parts) for parts in suffixes if may_be_misread(head, parts))
    slipped = next((found for found in sums if is_misread(found)), None)
    return (slipped, False) if slipped is not None else None


def _with_changes(head: Token, parts: Sequence[Token]) -> tuple[Sum, bool] | None:
    """年初预算 A、年中净调增 B、上年结转 C，合计 T: the change is one of the parts."""
    whole = summed(head, sorted(parts, key=lambda token: token.start))
    return (whole, whole.holds) if whole.holds or is_misread(whole) else None


def _fitting(head: Token, values: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The ends of a list, the longest first, that may add up to a total."""
    worth = sum(token.worth for token in values)
    slack = 2 * head.slack + sum(token.slack for token in values)
    for first in range(len(values) - 1):
        if abs(head.worth - worth) <= slack:
            yield values[first:]
        worth -= values[first].worth
