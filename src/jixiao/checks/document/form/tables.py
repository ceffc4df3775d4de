"""TXT-12: a table of amounts tells their unit: in its corner, its heads, its caption or its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Block, Cell, Passage, Table

_UNIT = re.compile(r"[万亿]元|单位\s*[:：]|[（(]元[）)]|\d\s*元|人民币元|货币单位")
_MONEY = re.compile(r"金额|预算数|决算数|执行数|支出数|收入数|预算|决算|支出|收入|经费|资金|结转|结余")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_NEAR = 3  # blocks above a table in which its unit may be told


@rule("TXT-12")
def tables_tell_their_unit(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A column that is headed by a word of money, holds bare amounts, and has its unit nowhere."""
    blocks = paper.document.blocks
    hits: list[Hit] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table) and block.certain and not block.unit:
            near = blocks[max(index - _NEAR, 0) : index + 2]
            head = None if _told(block, near) else _column(block)
            if head is not None:
                hits.append(Hit(head.passage.span(0, len(head.text)), head.text.strip()))
    yield from gathered(paper, declared, hits)


def _told(table: Table, near: tuple[Block, ...]) -> bool:
    if _UNIT.search(table.caption) or any(_UNIT.search(cell.text) for cell in table.cells):
        return True
    return any(isinstance(block, Passage) and _UNIT.search(block.text) for block in near)


def _column(table: Table) -> Cell | None:
    """The head of the first column of amounts."""
    columns: dict[int, list[Cell]] = {}
    for cell in table.cells:
        columns.setdefault(cell.column, []).append(cell)
    for _, cells in sorted(columns.items()):
        amounts = [cell for cell in cells if _AMOUNT.fullmatch(cell.text.strip())]
        decimals = [cell for cell in amounts if "." in cell.text or "," in cell.text]
        head = next((cell for cell in cells if _MONEY.search(cell.text) and len(cell.text) < 20), None)
        if head is not None and len(amounts) > 1 and decimals and head.row < amounts[0].row:
            return head
    return None
