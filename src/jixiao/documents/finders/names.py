"""A stated count against the names that are listed: 内设科室4个，分别是…; 甲、乙、丙等3个街道."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from jixiao.documents.finders._list_strand import Strand, Token, strands
from jixiao.documents.finders._name_lists import Names, list_at, list_before, split_last, two_names
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.facts import Address
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

CODE = "XSC-01"
MOST_NAMES = 99
REACH = 800  # characters of a list
MANY = 5  # names; so many of one sort are no examples
_NAME = re.compile(r"[\s，,、；;和及：:]{0,3}([^，,、；;。：:]{2,36}?)\s*")
_OPENING = re.compile(
    r"[^，,。；;：:、（()）\d]{0,16}?"
    r"(?:[，,]?\s*(?P<firm>分别[为是有]?|依次[为是]|即|具体(?:为|是|包括|有)?|名称?(?:为|是))|[，,]?\s*(?P<weak>包括|包含|有(?![^、，。]{0,6}[\d])|为|是|涉及|涵盖)|(?P<colon>：|:)|(?P<bracket>[（(](?:即|分别[为是]|包括)?))[：:]?"
)
_ET = re.compile(r"等(?:共计?|合计)?\s*$")
_ALL = re.compile(r"[、，,]?\s*(?:共计?|合计|总计)\s*$")
_UNITS = frozenset(
    [
        "个",
        "家",
        "项",
        "所",
        "类",
        "条",
        "部",
        "种",
        "门",
        "处",
        "科",
        "室",
        "名",
        "位",
        "人",
        "大类",
        "镇",
        "乡",
        "村",
        "街道",
        "区",
        "县",
        "市",
        "方面",
        "部分",
        "支",
        "本",
        "户",
        "件",
        "批",
        "座",
        "期",
    ]
)


def find(view: View) -> Iterator[Found]:
    """The counts of a document that stand beside the names they count."""
    for strand in strands(view):
        for token in strand.tokens:
            if not _counts(token):
                continue
            found = _behind(strand, token) or _before(strand, token)
            if found is not None:
                yield found


def _counts(token: Token) -> bool:
    figure = token.mention.figure
    if token.mention.kind is not FigureKind.COUNT or figure.number is None or figure.places:
        return False
    return token.dimension in _UNITS | {"人"} and 1 < figure.number <= MOST_NAMES and figure.size == 1


def _behind(strand: Strand, token: Token) -> Found | None:
    """The names that follow their count."""
    text = strand.text
    limit = strand.sentences[strand.sentence_at(token.start)][1]
    opening = _OPENING.match(text, token.end, limit)
    if opening is None:
        return None
    start, stop = opening.end(), min(limit, opening.end() + REACH)
    if opening["bracket"]:
        stop = min(stop, strand.brackets.get(opening.start("bracket"), limit))
    elif token.bracket >= 0:
        stop = min(stop, strand.brackets.get(token.bracket, limit))
    wanted = int(token.mention.figure.number or 0)
    priced = _priced(strand, start, stop)
    if priced is not None:
        near = abs(len(priced) - wanted) <= 1
        if len(priced) == wanted or (near and opening["firm"] and len(priced) > 2):
            return _found(strand, token, priced)
        return None
    names = list_at(text, start, stop) or (two_names(text, start, stop) if wanted == 2 else None)
    if names is None or _figured(strand, names):
        return None
    names = split_last(text, names, wanted)
    near = abs(len(names) - wanted) <= max(1, wanted // 5)
    if names.open:
        return _found(strand, token, names, Form.AT_LEAST) if len(names) <= wanted or near else None
    if len(names) == wanted:
        return _found(strand, token, names)
    sure = _meant(text, opening, names, near=near)
    return None if sure is None else _found(strand, token, names, sure=sure)


def _meant(text: str, opening: re.Match[str], names: Names, *, near: bool) -> bool | None:
    """Whether a list of another number is meant to be whole: surely, perhaps, or (None) hardly."""
    alike = _alike(text, names)
    if names.mark != "、" or opening["colon"] or opening["bracket"]:
        return False if near and alike else None
    if opening["firm"]:
        return near or (alike and len(names) > 2) or None
    if near:
        return alike and len(names) > 2
    return True if alike and len(names) >= MANY else None


def _priced(strand: Strand, start: int, stop: int) -> Names | None:
    """Names with an amount each: 甲项目 40 万元，乙项目 25 万元; None where other figures or words stand between."""
    tokens = [token for token in strand.between(start, stop) if token.bracket < 0]
    if len(tokens) < 2 or any(token.mention.kind is not FigureKind.MONEY for token in tokens):
        return None
    spans = []
    for token in tokens:
        name = _NAME.fullmatch(strand.text[start : token.start])
        if name is None:
            return None
        spans.append((start + name.start(1), start + name.end(1)))
        start = token.end
        if start in strand.brackets:
            start = strand.brackets[start] + 1
    return Names(tuple(spans), False, "，")


def _before(strand: Strand, token: Token) -> Found | None:
    """The names that stand before their count. After 等 they may be only some of what is counted."""
    text = strand.text
    start = strand.sentences[strand.sentence_at(token.start)][0]
    start = max(start, token.start - 600)
    word = _ET.search(text, start, token.start) or _ALL.search(text, max(start, token.start - 12), token.start)
    end = word.start() if word else token.start
    names = list_before(text, start, end)
    wanted = int(token.mention.figure.number or 0)
    if names is None or _figured(strand, names):
        return None
    names = split_last(text, names, wanted)
    if len(names) == wanted:
        return _found(strand, token, names)
    if word is not None and len(names) == wanted + 1 and _alike(text, names):
        return _found(strand, token, names)
    return None


def _figured(strand: Strand, names: Names) -> bool:
    """Whether amounts stand among the names: then they are parts of a total."""
    kinds = (FigureKind.MONEY, FigureKind.PERCENT, FigureKind.COUNT, FigureKind.PP)
    inside = [token for token in strand.between(*names.whole) if token.bracket < 0 and token.mention.kind in kinds]
    return bool(inside)


def _alike(text: str, names: Names) -> bool:
    """Whether most names end alike, as those of bodies and places do."""
    ends = Counter(text[high - 1] for _, high in names.spans)
    few = [
        sum(count for end, count in ends.items() if end in kind)
        for kind in ("部室处科股局办委会院校心馆站所队组园", "镇乡村道县区市")
    ]
    return max(*few, *ends.values()) * 2 >= len(names)


def _found(strand: Strand, token: Token, names: Names, form: Form = Form.SUM, *, sure: bool = True) -> Found:
    whole = strand.passage.span(*names.whole)
    listed = Quantity(
        at=Address(f"text/{whole.start}-{whole.end}"),
        title="列出的名称",
        value=Fraction(len(names)),
        unit=token.mention.figure.unit,
        written=False,
    )
    relation = Relation(CODE, form, token.mention.quantity(exact=True), (Term(listed),), Mode.EXACT)
    spans = tuple(strand.passage.span(low, high) for low, high in names.spans)
    return Found(Tie.COUNT, relation, (token.mention,), names=spans, sure=sure)
