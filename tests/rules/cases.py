"""Reading the YAML cases of formulas: vocabularies, tables and lines as a person writes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from jixiao.rules import Column, Node, coded, load

CASES = Path(__file__).parent.parent / "cases" / "formulas"
MARKS = Column("分值", 2, Decimal(0), Decimal(100), nullable=False)


def cases(name: str) -> list[Node]:
    """The cases of one file."""
    return list(load(CASES / name))


def vocabulary(node: Node) -> dict[str, Column]:
    """The fields of a case."""
    columns = {}
    for name, one in node.entries.items():
        required = "required" in one and one["required"].flag()
        if "codes" in one:
            columns[name] = coded(name, *(code.text() for code in one["codes"]), nullable=not required)
        else:
            lo, hi = one["lo"].figure(), one["hi"].figure()
            columns[name] = Column(name, one["scale"].whole(), lo, hi, nullable=not required)
    return columns


def carried(column: Column, text: str) -> int | None:
    """What somebody wrote, as the column carries it; "-" is missing."""
    if text == "-":
        return None
    if column.codes is not None:
        return column.codes.index(text)
    scaled = Decimal(text).scaleb(column.scale)
    assert scaled == int(scaled), f"{text} has more places than {column.name}"
    return int(scaled)


def line(columns: Mapping[str, Column], given: Node) -> dict[str, int | None]:
    """One line of carried values; what is not written is missing."""
    return {name: carried(column, given[name].text() if name in given else "-") for name, column in columns.items()}
