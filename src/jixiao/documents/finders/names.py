"""A stated count against the names that are listed: 内设科室4个，分别是…; 甲、乙、丙等3个街道."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from jixiao.documents.finders._enumerations import enumerated
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
AGAIN = 60  # characters from what is counted to the list that names it again
_NOUN = re.compile(r"\s*([\u4e00-\u9fff]{2,6}?)(?=[、，,。；;（(])")
MANY = 5  # names; so many of one sort are no examples
_NAME = re.compile(r"[\s，,、；;和及：:]{0,3}([^，,、；;。：:]{2,36}?)\s*")
_OPENING = re.compile(
    r"[^，,。；;：:、（()）\d]{0,16}?(?:[（(][^（）()，,。；;：:、\d]{1,8}[）)][^，,。；;：:、（()）\d]{0,20}?)?"
    r"(?:[，,]?\s*(?P<firm>分别[为是有]?|依次[为是]|即|具体(?:为|是|包括|有)?|名称?(?:为|是))|[，,]?\s*(?P<weak>包括|包含|有(?![^、，。]{0,6}[\d])|为|是|涉及|涵盖)|(?P<colon>：|:)|(?P<bracket>[（(](?:即|分别[为是]|包括)?))[：:]?"
)
_ET = re.compile(r"等(?:共计?|合计)?\s*$")
_ALL = re.compile(r"[、，,]?\s*(?:共计?|合计|总计)\s*$")
_SORTS = re.compile("(?:方面|部分|大?类|种|层次|环节|层级|维度|阶段)")
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
            found = (
                _numbered(strand, token)
                or _behind(strand, token)
                or _before(strand, token)
                or _named_again(strand, token)
            )
            if found is not None:
                yield found


def _counts(token: Token) -> bool:
    figure = token.mention.figure
    if token.mention.kind is not FigureKind.COUNT or figure.number is None or figure.places:
        return False
    return token.dimension in _UNITS and figure.number <= MOST_NAMES and figure.size == 1


def _numbered(strand: Strand, token: Token) -> Found | None:
    """3 个问题：一是…，二是…，三是…."""
    items = enumerated(strand, token)
    if items is None:
        return None
    names = Names(items[0], False, "；")
    wanted = int(token.mention.figure.number or 0)
    if not items[1] and abs(len(names) - wanted) > 1:
        return None
    return _found(strand, token, names, items[0][:1], sure=items[1])


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
    words = [opening.span(kind) for kind in ("firm", "weak", "colon", "bracket") if opening[kind]]
    priced = _priced(strand, start, stop)
    if priced is not None:
        if len(priced) == wanted:
            return _found(strand, token, priced, words)
        if opening["firm"] and len(priced) > 2:
            return _found(strand, token, priced, words, sure=abs(len(priced) - wanted) <= 1)
        return None
    names = list_at(text, start, stop) or (
        two_names(text, start, stop) if wanted in (0, 1, 2) or opening["firm"] else None
    )
    if names is None or _figured(strand, names):
        return None
    names = split_last(text, names, wanted)
    near = abs(len(names) - wanted) <= max(1, wanted // 5)
    if names.open:
        return _found(strand, token, names, words, Form.AT_LEAST) if len(names) <= wanted or near else None
    if len(names) == wanted:
        return _found(strand, token, names, words) if wanted > 1 else None
    sure = _meant(text, token, opening, names, near=near)
    return None if sure is None else _found(strand, token, names, words, sure=sure)


def _named_again(strand: Strand, token: Token) -> Found | None:
    """设 9 个股室、6 个所。股室分别为…: the list begins with the noun that was counted."""
    noun = _NOUN.match(strand.text, token.end)
    if noun is None:
        return None
    again = re.compile(f"[。；;，,]\\s*{noun[1]}(?:分别|依次|具体)[为是有：:]+").search(
        strand.text, noun.end(), noun.end() + AGAIN
    )
    if again is None:
        return None
    limit = strand.sentences[strand.sentence_at(again.end() - 1)][1]
    names = list_at(strand.text, again.end(), min(limit, again.end() + REACH))
    if names is None or names.open or _figured(strand, names):
        return None
    wanted = int(token.mention.figure.number or 0)
    names = split_last(strand.text, names, wanted)
    near = abs(len(names) - wanted) <= max(1, wanted // 5)
    return _found(strand, token, names, [again.span()], sure=near or len(names) == wanted)


def _meant(text: str, token: Token, opening: re.Match[str], names: Names, *, near: bool) -> bool | None:
    """Whether a list of another number is meant to be whole: surely, perhaps, or (None) hardly."""
    wanted = int(token.mention.figure.number or 0)
    alike = _alike(text, names)
    beyond = len(names) > wanted
    if wanted < 2:
        return False if names.mark == "、" and (alike or not wanted) and (opening["firm"] or not wanted) else None
    if opening["firm"]:
        if names.mark == "、" and (near or (alike and len(names) > 2)):
            return True
        return False if names.mark == "、" or alike or near else None
    if opening["colon"] and names.mark == "、" and near and len(names) > 2 and alike:
        return True
    if opening["colon"] or opening["bracket"] or names.mark != "、":
        return False if alike or (opening["colon"] and names.mark == "；") else None
    if near or beyond:
        return alike and len(names) > 2 and near
    if alike and len(names) > 2:
        return len(names) >= MANY
    return False if _SORTS.match(text, token.end - 1) else None


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
    said = [word.span()] if word else []
    if len(names) == wanted:
        return _found(strand, token, names, said)
    if not _alike(text, names):
        return None
    if word is None and "等" in text[names.spans[-1][0] : token.start]:
        return None
    if word is None:
        return _found(strand, token, names, said, sure=False) if len(names) > 2 else None
    if len(names) > wanted or _ALL.search(text, start, token.start):
        return _found(strand, token, names, said, sure=len(names) == wanted + 1)
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


def _found(
    strand: Strand,
    token: Token,
    names: Names,
    words: Sequence[tuple[int, int]],
    form: Form = Form.SUM,
    *,
    sure: bool = True,
) -> Found:
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
    said = tuple(strand.passage.span(low, high) for low, high in words)
    return Found(Tie.COUNT, relation, (token.mention,), said, spans, sure=sure)
