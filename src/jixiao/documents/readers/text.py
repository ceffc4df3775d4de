"""Plain text, pasted or from a file: paragraphs joined again, headings told apart, flattened tables stood up."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby

from jixiao.documents.model import Block, Document, Passage, Place, Table
from jixiao.documents.readers.headings import sorted_out
from jixiao.documents.readers.reflow import Line, Wrapping, continues, joined, lines_of, wrapping_of
from jixiao.documents.readers.text_furniture import without_page_numbers
from jixiao.documents.readers.text_tables import caption_of, rows_at, table_of


def document_of(text: str, name: str = "", kind: str = "text") -> Document:
    """The document of a text; `Document.text` is exactly the given text."""
    breaks = [match.end() for match in re.finditer("\f", text)]
    pages = (0, *(place for place in breaks if place < len(text))) if breaks else ()
    lines = without_page_numbers(lines_of(text), pages)
    return Document(text, tuple(blocks_of(lines, pages)), kind, name, pages)


def blocks_of(items: Sequence[Line | Table], pages: Sequence[int] = ()) -> list[Block]:
    """Passages and tables in their order, from lines and from tables that the file itself has.

    Args:
        items: lines and tables in reading order.
        pages: offsets where pages begin.
    """
    wrapping = wrapping_of([item for item in items if isinstance(item, Line)])
    blocks: list[Block] = []
    levels: list[int] = []
    counters = count(1), count(1)
    for _, together in groupby(items, key=lambda item: isinstance(item, Table)):
        run = list(together)
        for table in run:
            if isinstance(table, Table):
                blocks.append(_captioned(table, blocks[-4:]))
        for block, level in _raw_blocks([line for line in run if isinstance(line, Line)], pages, wrapping, counters):
            blocks.append(block)
            levels += [level] if isinstance(block, Passage) else []
    passages = [block for block in blocks if isinstance(block, Passage)]
    told = iter(sorted_out(passages, list(_bodies(blocks)), levels))
    return [next(told) if isinstance(block, Passage) else block for block in blocks]


def _captioned(table: Table, above: Sequence[Block]) -> Table:
    words: list[str] = []
    for block in above:
        words = [*words, block.text] if isinstance(block, Passage) else []
    caption, unit = caption_of(words)
    return replace(table, caption=table.caption or caption, unit=table.unit or unit)


def _bodies(blocks: Sequence[Block]) -> Iterator[bool]:
    """For each passage whether a table or a whole sentence follows it."""
    for index, block in enumerate(blocks):
        if isinstance(block, Passage):
            after = blocks[index + 1] if index + 1 < len(blocks) else None
            yield isinstance(after, Table) or (after is not None and after.text.endswith(("。", "：", "；")))


def _raw_blocks(
    lines: Sequence[Line], pages: Sequence[int], wrapping: Wrapping, counters: tuple[count[int], count[int]]
) -> Iterator[tuple[Block, int]]:
    paragraphs, tables = counters
    above: list[str] = []
    index = 0
    while index < len(lines):
        first, page, origin = index, bisect_right(pages, lines[index].start), lines[index].origin
        rows = rows_at(lines, index, wrapping.gap)
        if rows is not None:
            place = Place(page=page, table=next(tables)) if origin is None else origin.place
            yield table_of(rows, above, place), 0
            index, above = rows.stop, []
            continue
        index += 1
        while (
            index < len(lines)
            and continues(lines[index - 1], lines[index], wrapping, lines[first])
            and rows_at(lines, index, wrapping.gap) is None
        ):
            index += 1
        place = Place(page=page, paragraph=next(paragraphs)) if origin is None else origin.place
        passage = joined(lines[first:index], place)
        above = [*above[-3:], passage.text]
        yield passage, 0 if origin is None else origin.level
