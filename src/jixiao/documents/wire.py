"""A document as plain lists and texts and back, so that a reader can work in a process of its own."""

from __future__ import annotations

import re
from typing import Any

from jixiao.documents.model import Block, Cell, Document, Passage, Place, Sort, Table
from jixiao.files.messages import Term

_HALF = re.compile("[\ud800-\udfff]")  # half of a character, which no file encoding can carry


def to_data(document: Document) -> dict[str, Any]:
    """The document as JSON can hold it."""
    return {
        "text": _whole(document.text),
        "kind": document.kind,
        "name": document.name,
        "pages": list(document.pages),
        "remarks": [remark.message_id for remark in document.remarks],
        "blocks": [_block_data(block) for block in document.blocks],
    }


def from_data(data: dict[str, Any]) -> Document:
    """The document that `to_data` told. Half characters come back as U+FFFD; everything else is the same."""
    return Document(
        text=data["text"],
        blocks=tuple(_block(block) for block in data["blocks"]),
        kind=data["kind"],
        name=data["name"],
        pages=tuple(data["pages"]),
        remarks=tuple(Term(remark) for remark in data["remarks"]),
    )


def _whole(text: str) -> str:
    return _HALF.sub("\ufffd", text)


def _block_data(block: Block) -> list[Any]:
    if isinstance(block, Passage):
        return _passage_data(block)
    cells = [[_passage_data(cell.passage), cell.row, cell.column, cell.rows, cell.columns] for cell in block.cells]
    place, caption, unit = _place_data(block.place), _whole(block.caption), _whole(block.unit)
    return ["table", cells, block.height, block.width, place, caption, unit, block.certain]


def _block(data: list[Any]) -> Block:
    if data[0] != "table":
        return _passage(data)
    _, cells, height, width, place, caption, unit, certain = data
    told = tuple(Cell(_passage(passage), *where) for passage, *where in cells)
    return Table(told, height, width, Place(*place), caption, unit, certain)


def _passage_data(passage: Passage) -> list[Any]:
    place = _place_data(passage.place)
    return [passage.sort.value, _whole(passage.text), passage.pieces, passage.level, _whole(passage.mark), place]


def _passage(data: list[Any]) -> Passage:
    sort, text, pieces, level, mark, place = data
    return Passage(text, tuple((here, there) for here, there in pieces), Sort(sort), level, mark, Place(*place))


def _place_data(place: Place) -> list[Any]:
    return [
        place.page,
        place.paragraph,
        place.table,
        place.row,
        place.column,
        _whole(place.sheet),
        place.cell,
        _whole(place.part),
    ]
