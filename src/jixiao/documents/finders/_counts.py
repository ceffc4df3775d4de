"""Percents of small counts: 47 起，同比下降 20.3% needs a whole number of last year's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.finders._pairing import pairs
from jixiao.documents.finders._phrases import named
from jixiao.documents.finders._roles import Role, Spoken, back, list_size
from jixiao.documents.finders._words import CHANGED, said
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Table
from jixiao.documents.view import Mention, View
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Quantity, Relation, Term

FARTHEST = 200  # characters back to the names of a list
LARGEST = 300  # beyond it nearly every percent with one decimal has a whole-number base
_TOTAL = re.compile("^(?:合计|总计|共计|全[省市县区]|总数)")
_UNIT = re.compile("[（(](?P<unit>起|人|件|个|户|家|例|宗|次|名|台|辆|项)[）)]")
_COMPARED = re.compile("同比|环比|[比较与同](?:上|去)")
_NAMES = re.compile("[、，,和与及]|以及")


@dataclass(frozen=True, slots=True)
class _Count:
    """A count in text or table, and what it counts."""

    mention: Mention
    quantity: Quantity


def whole_bases(view: View, quantities: Sequence[Spoken]) -> Iterator[Found]:
    """Every percent of a small count whose amount of change is not told."""
    amounts = {percent.index for _, percent in pairs(quantities)}
    for percent in quantities:
        if percent.role is not Role.GROWTH or percent.index in amounts or percent.mention.figure.unit == "倍":
            continue
        count = _of_list(view, quantities, percent) if percent.listed else _before(quantities, percent)
        if count is not None and 0 < count.quantity.value <= LARGEST:
            relation = Relation("REL-09", Form.WHOLE, percent.quantity(), (Term(count.quantity),), Mode.PRINTED)
            yield Found(Tie.WHOLE_BASE, relation, (percent.mention, count.mention), said(CHANGED, percent))


def _before(quantities: Sequence[Spoken], percent: Spoken) -> _Count | None:
    """The count right before a percent, where the words between tell of nothing else."""
    previous = quantities[percent.index - 1] if percent.index else None
    if previous is None or previous.segment != percent.segment or previous.role is not Role.LEVEL:
        return None
    if percent.subject and not named(percent.subject, previous.label):
        return None
    return _counted(previous)


def _counted(item: Spoken) -> _Count | None:
    figure = item.mention.figure
    if figure.kind is not FigureKind.COUNT or figure.size != 1 or figure.places or item.role is not Role.LEVEL:
        return None
    return _Count(item.mention, item.levels())


def _of_list(view: View, quantities: Sequence[Spoken], percent: Spoken) -> _Count | None:
    """The count that a percent of 分别下降 a、b 和 c belongs to, by its place."""
    start = percent.index - percent.listed + 1
    size = list_size(quantities, percent)
    before = [item for item in back(quantities, start, size + 1) if item.sentence == percent.sentence]
    before = before[:size][::-1]
    if len(before) == size:
        return _counted(before[percent.listed - 1])
    sentence = view.sentences[percent.sentence]
    at = quantities[start].mention.figure.start
    words = sentence.passage.text[max(sentence.start, at - FARTHEST) : at].partition("分别")[0]
    names = [name for name in _NAMES.split(_COMPARED.split(words)[0]) if name.strip()]
    for offset in range(len(names) - size + 1):
        group = names[offset : offset + size]
        counts = [_named(view, quantities, start, name) for name in group]
        if all(counts):
            return counts[percent.listed - 1]
    return None


def _named(view: View, quantities: Sequence[Spoken], start: int, name: str) -> _Count | None:
    """The count of that name in the sentences before, or in the total row of the table before."""
    name = re.sub('[“”"\\s]', "", name)
    for item in back(quantities, start, 12):
        if item.role is Role.LEVEL and named(name, item.label):
            return _counted(item)
    at = quantities[start].mention.span.start
    before = bisect_left(view.tables(), at, key=_begins)
    return _in_table(view, view.tables()[before - 1], name) if before else None


def _begins(table: Table) -> int:
    return table.cells[0].passage.span(0, 0).start if table.cells else 0


def _in_table(view: View, table: Table, name: str) -> _Count | None:
    rows = table.rows()
    total = next((row for row in rows if row and row[0] is not None and _TOTAL.search(row[0].text.strip())), None)
    if total is None:
        return None
    for head, cell in zip(rows[0], total, strict=True):
        if head is None or cell is None:
            continue
        unit = _UNIT.search(head.text)
        figures = view.in_cell(cell)
        if unit and len(figures) == 1 and _UNIT.sub("", head.text).strip() and _UNIT.sub("", head.text).strip() in name:
            return _Count(figures[0], figures[0].quantity(exact=True, title=name, unit=unit["unit"]))
    return None
