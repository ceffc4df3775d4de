"""Shares of one split that must add to 100: 占 52.7%…占 47.3%, 按 6:2:2 of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from jixiao.documents.finders._list_roles import TAIL, tail
from jixiao.documents.finders._list_slips import turned
from jixiao.documents.finders._list_strand import Strand, Token, strands
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.facts import Address
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Term, judge

CODE = "REL-10"
_SHARE = re.compile(
    r"(?:占比?(?:为|达|约)?|占[^，,；;。：:\d]{1,16}?(?:的|的?比[重例率](?:为|达到?)?)?|比[重例](?:为|达到?|分别为)?|[（(]占?比?)[：:]?$"
)
_OTHER = re.compile(r"预算|目标|计划|任务|时序|上年|增[长幅速]|[下降]降|降幅|完成|执行|率|百分|同比")
_RULE = re.compile(r"比例|分配|分担|分成|承担|权重|占比?(?:分别|依次)|分别占|占比")
_OPEN_END = re.compile(r"[^，,；;。]{0,8}等")
_ITEM = re.compile("[；;。]")
_SAID = re.compile(r"(?P<said>占比|比[重例]|占|按照?|权重)[^占比按]{0,24}$")
MOST = 30  # shares of one split
NEAR = Fraction(2, 100)
FAR = Fraction(10, 100)


def find(view: View) -> Iterator[Found]:
    """The splits of a document whose shares are all told."""
    for strand in strands(view):
        run: list[Token] = []
        for token in strand.tokens:
            if token.mention.kind is FigureKind.PERCENT and token.mention.figure.bound is Bound.NONE and _share(token):
                if run and not _goes_on(strand, run, token):
                    yield from _closing(strand, run)
                    run = []
                run.append(token)
        yield from _closing(strand, run)
        yield from _listed(strand)


def _share(token: Token) -> bool:
    before = tail(token.mention.before)
    clause = re.split(r"[，,；;。：:、]", before)[-1]
    return bool(_SHARE.search(before)) and not _OTHER.search(clause)


def _goes_on(strand: Strand, run: Sequence[Token], token: Token) -> bool:
    """Whether a share belongs to the split of the one before it: no new total, no new split between them."""
    if len(run) >= MOST or token.start - run[-1].end > 8 * TAIL:
        return False
    between = strand.text[run[-1].end : token.start]
    whole = _named(token)
    if whole and whole != _named(run[0]):
        return False
    if "其中" in between or re.search(r"按[^，,。；;：:]{1,12}[分看]|[。！？].*?从[^，,。；;：:]{1,12}看", between):
        return False
    return between.count("。") <= 1


def _named(token: Token) -> str:
    """What a share is said to be a part of: 支出 for 占支出的 60%, "#" for a printed amount, "" where nothing says it."""
    before = tail(token.mention.before)
    if re.match(r"的?(?:比[重例]|份额)", before):
        return "#" + token.mention.before
    named = re.search(r"占([^，,；;。：:占\d]{2,16}?)(?:的|比[重例]|约|为|达)*$", before)
    return named[1] if named else ""


def _closing(strand: Strand, run: Sequence[Token]) -> Iterator[Found]:
    """The run as a split, if it closes; the shortest beginning that closes; or the run, if it nearly does."""
    if len(run) < 2:
        return
    for length in range(2, len(run) + 1):
        if abs(_whole(run[:length]) - 1) > FAR:
            continue
        found = _found(strand, run[:length], sure=True)
        if judge(found.relation).outcome is not Outcome.FAILS:
            yield found
            yield from _closing(strand, run[length:])
            return
    groups = _grouped(strand, run)
    if len(groups) > 1 and all(len(group) > 1 for group in groups):
        for group in groups:
            yield from _closing(strand, group)
        return
    near = abs(_whole(run) - 1) <= NEAR
    if near or (_is_misread(run) and not _OPEN_END.match(strand.text, run[-1].end)):
        yield _found(strand, run, sure=near)


def _whole(run: Sequence[Token]) -> Fraction:
    return sum((token.mention.figure.number or Fraction(0) for token in run), Fraction(0))


def _grouped(strand: Strand, run: Sequence[Token]) -> list[list[Token]]:
    """The run parted at semicolons and full stops."""
    groups = [[run[0]]]
    for one, other in pairwise(run):
        if _ITEM.search(strand.text, one.end, other.start):
            groups.append([])
        groups[-1].append(other)
    return groups


def _is_misread(run: Sequence[Token]) -> bool:
    """Whether one other digit, or two swapped ones, in one share makes the split close."""
    finest = max(token.mention.figure.places for token in run)
    change = int((1 - _whole(run)) * 10 ** (finest + 2))
    steps = [10 ** (finest - token.mention.figure.places) for token in run]
    slack = sum(steps) // 2
    return any(
        True
        for token, step in zip(run, steps, strict=True)
        for _ in turned(
            token.mention.written,
            int((token.mention.figure.number or 0) * 10 ** (token.mention.figure.places + 2)),
            change,
            slack,
            step,
        )
    )


def _listed(strand: Strand) -> Iterator[Found]:
    """分别按 60%、30%、5% 和 5% 的比例: percents side by side."""
    tokens = strand.tokens
    at = 0
    while at < len(tokens):
        end = at + 1
        while end < len(tokens) and end - at < MOST and _side_by_side(strand, tokens[end - 1], tokens[end]):
            end += 1
        run = tokens[at:end]
        if len(run) > 1 and all(token.mention.kind is FigureKind.PERCENT for token in run):
            words = strand.text[max(0, run[0].start - 16) : run[0].start] + strand.text[run[-1].end : run[-1].end + 10]
            if _RULE.search(words) and not re.search("增|降|完成率|执行率", words):
                far = not (abs(_whole(run) - 1) <= FAR and len(run) > 2)
                found = _found(strand, run, sure=True)
                if judge(found.relation).outcome is not Outcome.FAILS or not far:
                    yield found
                elif _is_misread(run):
                    yield _found(strand, run, sure=False)
        at = end


def _side_by_side(strand: Strand, one: Token, other: Token) -> bool:
    return one.mention.kind is other.mention.kind is FigureKind.PERCENT and bool(
        re.fullmatch(r"\s*[、和及与，,]\s*", strand.text[one.end : other.start])
    )


def _found(strand: Strand, run: Sequence[Token], *, sure: bool) -> Found:
    """100 = the shares. The left side is no figure of the text: it takes the place of the whole list."""
    first, last = run[0].mention.span, run[-1].mention.span
    whole = Quantity(
        Address(f"text/{first.start}-{last.end}"), "合计", Fraction(1), "%", Fraction(1, 100), written=False
    )
    terms = tuple(Term(token.mention.quantity()) for token in run)
    relation = Relation(CODE, Form.SUM, whole, terms, Mode.PRINTED)
    words = _SAID.search(strand.text, max(0, run[0].start - 2 * TAIL), run[0].start)
    spans = () if words is None else (strand.passage.span(words.start("said"), words.end("said")),)
    return Found(Tie.SHARES, relation, tuple(token.mention for token in run), spans, sure=sure)
