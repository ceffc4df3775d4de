"""The report as a PDF/A-2b made by Typst: the look of the Word document, with fonts embedded and a table of bookmarks."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import typst

from jixiao.files.atomic import atomic_path
from jixiao.reports import charts
from jixiao.reports.columns import column_widths
from jixiao.reports.fonts import SERIF, FontNote, FontSet, FontsMissingError
from jixiao.reports.model import Block, Chart, Heading, Paragraph, Pending, Report, Spans, Table, text_of
from jixiao.reports.theme import (
    BOTTOM_MM,
    LEFT_MM,
    NUMBER_DROP_MM,
    PAPER_MM,
    PITCH,
    RIGHT_MM,
    SQUEEZE,
    TOP_MM,
    Part,
    Role,
    attachment_lines,
    author_of,
    clean,
    draft_line,
    parts_of,
    signature_indents,
    twips,
)
from jixiao.reports.typst import COLOURS, compiler, faces, source

# A row higher than this many lines of its narrowest cell may break across pages: kept whole it could leave the paper.
LONGEST_WHOLE_ROW = 18
CHARACTER_IN_TABLE = 240  # twips
# PDF/A wants a time of making; bytes must not depend on a clock, so it is the one that the Word package carries too.
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
NO_SHAPE = "〓"  # the printers' mark for a character that the case lacks
ABSENT = re.compile(r'the text `"(.+?)"` could not be displayed')
MOST_LOST = 100  # each costs one more run
Json = dict[str, object]


def write(report: Report, path: Path, fonts: FontSet) -> tuple[FontNote, ...]:
    """Write a report as .pdf, whole or not at all; the same report and fonts give the same bytes.

    Args:
        report: the report.
        path: where to write it.
        fonts: typefaces at hand, as `find_fonts` found them.

    Returns:
        What was replaced, faces and characters, for the person who reads the terminal.

    Raises:
        FontsMissingError: there is no Chinese typeface at all.
    """
    if not fonts.usable:
        raise FontsMissingError
    data, lost = _compile(given(report, fonts), fonts)
    with atomic_path(path) as target:
        target.write_bytes(data)
    note = FontNote("glyph-absent", " ".join(lost), NO_SHAPE)
    return (*fonts.notes, note) if lost else fonts.notes


def _compile(data: Json, fonts: FontSet) -> tuple[bytes, tuple[str, ...]]:
    """The PDF, and the characters that no font has: PDF/A forbids the empty box, so a mark is printed for each."""
    lost: list[str] = []
    program = source("common.typ", "chart.typ", "report.typ")
    while True:
        made = compiler(program, fonts, report=_without(data, lost))
        try:
            pages = made.compile(format="pdf", pdf_standards=["a-2b"], timestamp=EPOCH)
        except typst.TypstError as error:
            found = ABSENT.search(error.message)
            if found is None or len(lost) == MOST_LOST:
                raise
            lost.append(_unescape(found[1]))
        else:
            return cast("bytes", pages), tuple(lost)


def _without(value: object, lost: list[str]) -> object:
    if isinstance(value, str):
        for characters in lost:
            value = value.replace(characters, NO_SHAPE)
        return value
    if isinstance(value, list):
        return [_without(item, lost) for item in value]
    if isinstance(value, dict):
        return {key: _without(item, lost) for key, item in value.items()}
    return value


def _unescape(text: str) -> str:
    """The characters that Typst quotes, some by their number."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), text)


def given(report: Report, fonts: FontSet) -> Json:
    """The report as the page program expects it: strings, whole numbers and lists."""
    parts = parts_of(report)
    title = fonts.families.get(Role.TITLE, "")
    return {
        "name": clean("".join(report.title)) or "绩效自评报告",
        "author": author_of(report),
        "title": [clean(line) for line in report.title],
        "title_weight": "bold" if title == SERIF else "regular",
        "draft": draft_line(report),
        "parts": [_part(part) for part in parts],
        "attachments": [{"label": label, "name": clean(name)} for label, name in attachment_lines(report)],
        "signature": _spans(report.signature),
        "date": _spans(report.date),
        "indents": list(signature_indents(report)),
        "pitch": PITCH,
        "squeeze": SQUEEZE,
        "drop": NUMBER_DROP_MM,
        "margin": {"top": TOP_MM, "right": RIGHT_MM, "bottom": BOTTOM_MM, "left": LEFT_MM},
        "faces": faces(fonts),
        "colours": COLOURS,
    }


def _part(part: Part) -> Json:
    annex = None
    if part.annex is not None:
        annex = {"number": clean(part.annex.number), "title": clean(part.annex.title)}
    width = twips(PAPER_MM[1] - TOP_MM - BOTTOM_MM if part.wide else PAPER_MM[0] - LEFT_MM - RIGHT_MM)
    return {"annex": annex, "wide": part.wide, "blocks": [_block(block, width) for block in part.blocks]}


def _block(block: Block, width: int) -> Json:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": min(max(block.level, 1), 4), "text": clean(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "spans": _spans(block.spans)}
    if isinstance(block, Table):
        return {"kind": "table", **_table(block, width)}
    if isinstance(block, Chart):
        table = _table(charts.data_table(block), width)
        data = charts.drawing(block)
        return {
            "kind": "chart",
            "title": clean(block.title),
            "data": data,
            "words": charts.words(block),
            "table": table,
        }
    raise TypeError(f"{block!r} starts a part and stands in none")


def _spans(spans: Spans) -> list[Json]:
    return [{"text": clean(span.text), "pending": isinstance(span, Pending)} for span in spans]


def _table(table: Table, width: int) -> Json:
    sizes = column_widths(table, width) if table.columns else ()
    rows = []
    for cells in table.rows:
        padded: tuple[Spans, ...] = cells[: len(table.columns)] + ((),) * (len(table.columns) - len(cells))
        heights = (
            len(text_of(spans)) * CHARACTER_IN_TABLE // max(1, size) for spans, size in zip(padded, sizes, strict=True)
        )
        rows.append({"cells": [_spans(spans) for spans in padded], "long": max(heights, default=0) > LONGEST_WHOLE_ROW})
    return {
        "title": clean(table.title),
        "unit": clean(table.unit),
        "total": table.total,
        "columns": [
            {"title": clean(column.title), "align": column.align.value, "share": size}
            for column, size in zip(table.columns, sizes, strict=True)
        ],
        "rows": rows if table.columns else [],
    }
