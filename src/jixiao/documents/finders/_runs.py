"""Sums that no opening word announces: a run of siblings (甲类 a、乙类 b、丙类 c) beside the figure that they add up to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from jixiao.documents.finders._list_roles import Role
from jixiao.documents.finders._list_slips import is_misread, is_rare, may_be_misread, slips
from jixiao.documents.finders._list_strand import Strand, Token
from jixiao.documents.finders._list_sums import NEARLY, Sum, may_hold, summed
from jixiao.relations import Slip

MOST = 16  # figures of one run
HEADS = 12  # figures before it among which its total is looked for
NEAREST = 2
BACK = 3  # sentences
NEAR = 60  # characters from a run to a total behind it
LONGEST = 20  # characters of what a part is called
_PARTED = re.compile(r"[。！？]|其中|[分总合小]计|包括|加上|扣除|减去|比上|较上|同比|环比|此外|另有?")
_NO_PART = re.compile(
    "全年|合计|总[计额数量]|(?<!公)共计?|累计|[较比][^，,]{1,8}(?:年|月|期|周|季)|上年|去年|同期|平均|均|结[余转]|余额|节约|相差|目标|计划|预计|标准|单价|最[高低大小多少]|第[一二三四五六七八九十]+[位名]|前[一二三四五六七八九十\\d]+[位名]|以上|以下"
)
_SIDE_BY_SIDE = re.compile(r"\s*[、和及与]\s*")
_OPEN_END = re.compile(r"[^，,；;。]{0,8}等(?!级|次|额|价|候)")


def held(strand: Strand, earlier: Sequence[Token], used: Collection[Token], *, strong: bool) -> Iterator[Sum]:
    """The runs that add up to a figure near them.

    Args:
        strand: the passage.
        earlier: the last figures of the passages before it.
        used: the parts of the sums that are found already.
        strong: only those whose figures have so many digits that it is no chance.
    """
    for run in _runs(strand, used):
        heads = _heads(strand, earlier, run)
        found = next(_held(heads, run, strong=strong), None)
        if found is None and len(run) > 2:  # the first may be the total itself
            inner = run[1:]
            found = next(_held([run[0], *_heads(strand, earlier, inner)], inner, strong=strong), None)
        if found is not None:
            yield found


def slipped(strand: Strand, used: Collection[Token]) -> Iterator[tuple[Sum, bool]]:
    """The runs that one slip parts from a figure near them, and whether it is surely their total.

    Args:
        strand: the passage.
        used: the parts of the sums that are found already.
    """
    for run in _runs(strand, used):
        if not _OPEN_END.match(strand.text, run[-1].end):
            yield from _slipped(_heads(strand, (), run), run)


def _heads(strand: Strand, earlier: Sequence[Token], run: Sequence[Token]) -> list[Token]:
    """What may be the total of a run, the nearest figure before it first, the one behind it last."""
    before = [
        token
        for token in (*earlier, *strand.between(0, run[0].start)[-2 * MOST :])
        if run[0].mention.sentence - token.mention.sentence <= BACK and _may_be_total(token, run)
    ]
    after = [token for token in strand.between(run[-1].end, run[-1].end + NEAR) if _may_be_total(token, run)]
    return [*before[-HEADS:][::-1], *after[:1]]


def _runs(strand: Strand, used: Collection[Token]) -> Iterator[list[Token]]:
    """Runs of figures of one kind in one sentence, each behind a short name of its own."""
    open_runs: dict[str, list[Token]] = {}
    for token in strand.tokens:
        if token.bracket >= 0 or token.role is Role.OTHER:
            continue
        run = open_runs.setdefault(token.dimension, [])
        if run and token not in used and _SIDE_BY_SIDE.fullmatch(strand.text, run[-1].end, token.start):
            run.append(token)
            continue
        if run and (not _is_part(token, used) or _PARTED.search(strand.text, run[-1].end, token.start)):
            yield from _bounded(run)
            open_runs[token.dimension] = run = []
        if _is_part(token, used):
            run.append(token)
    for run in open_runs.values():
        yield from _bounded(run)


def _bounded(run: list[Token]) -> Iterator[list[Token]]:
    if 2 <= len(run) <= MOST:
        yield run


def _is_part(token: Token, used: Collection[Token]) -> bool:
    label = token.mention.label
    return (
        token.role is Role.VALUE
        and token.dimension not in ("", "分")  # scores have their own finder
        and token not in used
        and 0 < len(label) <= LONGEST
        and not _NO_PART.search(label)
    )


def _may_be_total(token: Token, run: Sequence[Token]) -> bool:
    return token.role is Role.VALUE and token.dimension == run[0].dimension and token.worth > max(t.worth for t in run)


def _held(heads: Sequence[Token], run: Sequence[Token], *, strong: bool) -> Iterator[Sum]:
    """A total that the run adds up to, where that is no chance: many digits, or the nearest figure and many parts."""
    for order, head in enumerate(heads):
        if not may_hold(head, run):
            continue
        certain = len(run) > 2 and is_rare(head, run)
        likely = not strong and (is_rare(head, run, digits=4) or (len(run) > 2 and order < NEAREST))
        if (certain or likely) and (found := summed(head, run)).holds:
            yield found


def _slipped(heads: Sequence[Token], run: Sequence[Token]) -> Iterator[tuple[Sum, bool]]:
    """A total that one slip in one figure parts from the run."""
    for order, head in enumerate(heads):
        mixed = {token.mention.figure.unit for token in run} != {run[0].mention.figure.unit}
        if not mixed and not may_be_misread(head, run):
            continue
        found = summed(head, run)
        if found.holds or not is_rare(head, run, digits=3 if len(run) > 2 else 4):
            continue
        if mixed and Slip.UNIT in slips(found):
            yield found, True
            return
        likely = order < NEAREST or (len(run) > 2 and found.gap <= NEARLY)
        if likely and is_misread(found):
            yield (
                found,
                found.gap <= NEARLY and len(run) > 2 and all(_parted_alike(one, other) for one, other in pairwise(run)),
            )
            return


def _parted_alike(one: Token, other: Token) -> bool:
    return other.mention.sentence == one.mention.sentence and len(other.mention.label) <= LONGEST // 2
