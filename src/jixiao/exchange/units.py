"""Units that somebody wrote into a heading: the same as ours, another that converts exactly, or one that cannot be read."""

from __future__ import annotations

import re

from jixiao.exchange.layout import alike
from jixiao.exchange.sheet import SheetReading
from jixiao.facts import Field, Kind
from jixiao.figures.units import Kind as Sort
from jixiao.figures.units import meaning

_ABOVE = re.compile(r"单位:(\w*元)")
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_PARTS = re.compile(r"[,，、;；:：]")
_SORTS = {Kind.MONEY: Sort.MONEY, Kind.PERCENT: Sort.RATIO, Kind.COUNT: Sort.COUNT, Kind.SCORE: Sort.SCORE}
_SHARES = frozenset({"小数", "比例", "系数"})


def note_unit(reading: SheetReading, field: Field, heading: str, row: int, column: int) -> None:
    """Take down the unit in the brackets of a heading, and tell where it is another than the field's.

    Numbers of the column are then read in that unit (元 instead of 万元, exactly). A unit of another sort (a percentage for
    money) or one that nobody knows (a share for percent points) bars the column: none of its numbers is read.
    """
    told = _BRACKETS.search(alike(heading))
    sort = _SORTS.get(field.kind)
    if told is None or sort is None:
        return
    ours = meaning(field.unit)
    for part in _PARTS.split(told[1]):
        theirs = meaning(part)
        if not part or (theirs is None and part not in _SHARES and not part.endswith("元")):
            continue  # 必填, A, B/A and the like are no units
        if theirs is not None and theirs[0] is sort:
            if ours is None or theirs[1] == ours[1]:
                return
            values = {"field": field.zh, "found": part, "expected": field.unit}
            reading.report("exchange-other-unit", "warning", row, column, field.id, **values)
            reading.units[column] = part
        else:
            values = {"field": field.zh, "found": part, "expected": field.unit or field.kind.value}
            reading.report("exchange-wrong-unit", "error", row, column, field.id, **values)
            reading.barred.add(column)
        return


def unit_above(reading: SheetReading, header: int) -> str:
    """The unit of money that a line above the headings names for the whole table, as in 金额单位：元; else nothing."""
    for row in reading.sheet.rows:
        if row.number >= header:
            break
        for cell in row.cells.values():
            told = _ABOVE.search(alike(cell.value)) if isinstance(cell.value, str) else None
            if told:
                return told[1]
    return ""


def with_default(field: Field, heading: str, unit: str) -> str:
    """The heading with the unit of its table, where it is money and names none itself."""
    names_one = _BRACKETS.search(alike(heading)) is not None
    return heading if names_one or not unit or field.kind is not Kind.MONEY else f"{heading}({unit})"
