"""Figures of the text against the cells of a table that has a row of the same name and a column of the same meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.documents.finders._block import Block, Column, Row
from jixiao.documents.finders._column_words import CHANGED, DONE, PLANNED
from jixiao.documents.finders._grid import blocks
from jixiao.documents.finders._headers import GROWTH, RATE, SHARE, bare
from jixiao.documents.finders._slips import near
from jixiao.documents.finders._structures import WITHIN, is_total
from jixiao.documents.finders._subjects import plain, told_before
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import Mention, Sentence, View
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

_CHANGE = re.compile(r"增加|减少|增长|下降|上升|比|较|占|其余")
_GREW = re.compile(r"(?:同比|比上年|较上年|增幅|增速)?(?:增长|下降|上升|降低|减少|增加|升|降)了?(?:为|约)?$")
_RATED = re.compile(r"(?:为|占|完成).{0,6}(?:预算|计划|目标|任务)[数的]*$|(?:执行|完成|支出)(?:率|进度)(?:为|达到?)?$")
_LAST = re.compile(r"上年|去年|同期|上期")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TAIL = re.compile(r"(?:预算数?|支出决算数?|决算数?|执行数?|支出|为|是|共计?|合计|达到?|完成|实现|\s)+$")
_PREFIX = re.compile(
    r"(?:其中|全年|累计|共|完成|实现|[一-龥]{1,8}?(?:[省市县区州镇乡局委办院]|街道|中心|部门|单位|本级|地方|全[省市县区州])|的)*"
)
_WHOLE = re.compile(r"^(?:全[年市县区省州]|本[年期季次]|累计|合计|总共|共计?|总计|总|实际)+")
_COUNTS = (FigureKind.MONEY, FigureKind.COUNT, FigureKind.PERCENT)
_MOST_NAME = 24
_AGREE = 2


@dataclass(frozen=True, slots=True, eq=False)
class _Told:
    """A figure of the text: what it is of, what it measures (amount, growth, rate), its year and the words before it."""

    mention: Mention
    name: str
    sort: str
    year: str
    words: str


def find_told(view: View, year: str) -> Iterator[Found]:
    """Table by table: what the text tells of its rows."""
    if not view.tables():
        return
    by_name: dict[str, list[_Told]] = defaultdict(list)
    for sentence in view.sentences:
        for told in _of_sentence(sentence, year):
            by_name[told.name].append(told)
    if by_name:
        for block in blocks(view):
            yield from _of_block(block, by_name)


def _of_sentence(sentence: Sentence, year: str) -> Iterator[_Told]:
    name = ""
    for mention in sentence.mentions:
        if mention.kind not in _COUNTS or mention.figure.bound is not Bound.NONE:
            continue
        if not isinstance(mention.figure.value, Decimal):
            continue
        label = "".join(mention.label.split())
        before = told_before(mention, sentence)
        years = _YEAR.findall(before)
        own = years[-1] if years else year
        if mention.kind is FigureKind.PERCENT:
            sort = "growth" if _GREW.fullmatch(label) else "rate" if _RATED.fullmatch(label) else ""
            if name and sort:
                yield _Told(mention, name, sort, own, before)
            continue
        name = "" if _CHANGE.search(label) else _name(label)
        if name:
            yield _Told(mention, name, "", own, before)


def _name(label: str) -> str:
    told = plain(WITHIN.sub("", "".join(label.split())))
    told = re.sub(
        r"^[一二三四五六七八九十\d]+[、.．]|^[（(][一二三四五六七八九十\d]+[)）]|维护|其中[:：]?|[^一-龥A-Za-z]",
        "",
        told,
    )
    return _TAIL.sub("", told)[-_MOST_NAME:]


def _of_block(block: Block, by_name: dict[str, list[_Told]]) -> Iterator[Found]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in block.rows:
        rows[_name(row.label)].append(row)
    totals = [row for row in block.rows if is_total(row)]
    own: dict[int, list[_Told]] = defaultdict(list)
    heads = {_head(column): column for column in block.columns} if len(totals) == 1 else {}
    whole: list[tuple[_Told, Column]] = []
    for name, told in by_name.items():
        row_ = _row_of(name, rows)
        if row_ is not None:
            own[id(row_)] += told
        column = heads.get(_WHOLE.sub("", name))
        if column is not None and _WHOLE.match(name):
            whole += [(one, column) for one in told if not one.sort]
    for column in block.columns:
        found: list[Found] = []
        for row in block.rows:
            meant = [one for one in own[id(row)] if column.index in row.figures and _meant(block, column, one)]
            meant += [one for one, of in whole if of is column and totals[0] is row]
            if len(meant) == 1 and (tied := _found(block, row, column, meant[0])) is not None:
                found.append(tied)
        yield from _settled(found)


def _head(column: Column) -> str:
    return re.sub(r"(?:批次|[数量额])$", "", bare(column.head))


def _row_of(name: str, rows: dict[str, list[Row]]) -> Row | None:
    """The one row whose name ends this name; what stands before it only says whose it is."""
    for start in range(len(name) - 1):
        found = rows.get(name[start:])
        if found:
            return found[0] if len(found) == 1 and _PREFIX.fullmatch(name[:start]) else None
    return None


def _meant(block: Block, column: Column, told: _Told) -> bool:
    """Whether the text speaks of this column: its year, its role, its kind of rate."""
    rate = column.unit == "%" or RATE.search(bare(column.head)) is not None
    if told.sort == "growth":
        return rate and GROWTH.search(column.head) is not None and _only(block, column, GROWTH)
    if told.sort == "rate":
        plain_rate = (
            rate and not GROWTH.search(column.head) and not SHARE.search(bare(column.head).replace("占预算", ""))
        )
        return plain_rate and len([one for one in block.columns if one.unit == "%" or RATE.search(one.head)]) <= 2
    if rate or CHANGED.search(column.head):
        return False
    year = _YEAR.search(column.head)
    if year:
        return year[0] == told.year
    if _LAST.search(column.head):
        return False
    others = [
        one
        for one in block.columns
        if one is not column and one.unit != "%" and not RATE.search(one.head) and not CHANGED.search(one.head)
    ]
    others = [one for one in others if not _LAST.search(one.head)]
    planned, done = PLANNED.search(column.head), DONE.search(bare(column.head).replace("支出预算", "预算"))
    label = told.mention.label
    if planned and not (done and "决算" in column.head):
        alone = not [one for one in others if PLANNED.search(one.head)]
        return bool(PLANNED.search(label)) and alone and "调整" not in label
    if PLANNED.search(label.replace("公共预算", "").replace("基金预算", "").replace("预算执行", "")):
        return False
    if not others or not [one for one in others if not PLANNED.search(one.head)]:
        return True
    return bool(re.search(r"本年|本期|金额|数量|起数|合计|决算数$|执行数$", column.head)) and not [
        one for one in others if re.search(r"决算|执行|本年|合计", one.head)
    ]


def _only(block: Block, column: Column, words: re.Pattern[str]) -> bool:
    return [one for one in block.columns if words.search(one.head) and one.unit == column.unit] == [column]


def _found(block: Block, row: Row, column: Column, told: _Told) -> Found | None:
    mention, cell = told.mention, row.figures[column.index]
    if told.sort:
        if cell.figure.places != mention.figure.places:
            return None
        value = block.quantity(row, column, "%")
        sign = -1 if told.sort == "growth" and (value is None or value.value < 0) else 1
        left = mention.quantity(sign)
    else:
        value, left = block.quantity(row, column), mention.quantity()
        if value is None or not value.unit or (mention.kind is FigureKind.MONEY) != value.unit.endswith("元"):
            return None
    if value is None:
        return None
    same = mention.figure.places == cell.figure.places and mention.figure.unit == value.unit
    code = "PCT-02" if told.sort else "REL-11"
    relation = Relation(code, Form.SUM, left, (Term(value),), Mode.EXACT if same else Mode.PRINTED)
    return Found(Tie.SAME, relation, (mention, cell), (*row.spans(), *column.spans))


def _settled(found: Sequence[Found]) -> Iterator[Found]:
    fails = [judge(one.relation).outcome is Outcome.FAILS for one in found]
    bad = sum(fails)
    good = len(found) - bad
    for one, wrong in zip(found, fails, strict=True):
        slip = wrong and near(one.mentions[0], one.mentions[1])
        if not wrong or slip or (good >= _AGREE and bad <= good + 1):
            yield one
        elif good == 1 and bad == 1:
            yield Found(one.tie, one.relation, one.mentions, one.words, sure=False)
