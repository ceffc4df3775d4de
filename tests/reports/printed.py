"""What a report says, as one line of text without spaces: written apart from the writers, to hold their pages against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jixiao.reports import charts
from jixiao.reports.model import Annex, Block, Chart, Heading, Live, Paragraph, Pending, Report, Span, Table, text_of


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)


def body_and_annexes(report: Report) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    cut = next((at for at, block in enumerate(report.blocks) if isinstance(block, Annex)), len(report.blocks))
    return report.blocks[:cut], report.blocks[cut:]


def printed(report: Report, *, drawn: bool) -> str:
    """All words in the order of the pages; `drawn` says whether the words inside charts are text, too."""
    body, annexes = body_and_annexes(report)
    names = report.attachments
    label = ["附件："] if names else []
    note = [f"{number}. {name}" for number, name in enumerate(names, 1)] if len(names) > 1 else list(names)
    said = [*report.title, *_words(body, drawn), *label, *note, text_of(report.signature), text_of(report.date)]
    return squeezed("".join([*said, *_words(annexes, drawn)]))


def _words(blocks: Iterable[Block], drawn: bool) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading):
            yield block.text
        elif isinstance(block, Paragraph):
            yield text_of(block.spans)
        elif isinstance(block, Annex):
            yield block.number + block.title
        elif isinstance(block, Table):
            yield from _table(block)
        else:
            yield block.title
            yield from _drawn(block) if drawn else ()
            yield from _table(charts.data_table(block))


def _drawn(chart: Chart) -> Iterator[str]:
    for bar in chart.bars:
        yield bar.label + ("▲" if bar.warn else "") + bar.text
    yield from (label for _, label in charts.ticks(chart))
    yield f"单位：{chart.unit}"
    yield charts.note(chart)


def _table(table: Table) -> Iterator[str]:
    yield table.title
    if table.unit:
        yield f"单位：{table.unit}"
    yield head_of(table)
    for row in table.rows:
        yield from map(text_of, row)


def head_of(table: Table) -> str:
    return "".join(column.title for column in table.columns)


def joined(report: Report, pages: Iterable[str]) -> str:
    """The text of pages as one line, without what is repeated on each: draft line, page number, heads of tables."""
    heads = [squeezed(head_of(block)) for block in report.blocks if isinstance(block, Table)]
    whole = ""
    for page in pages:
        text = re.sub(r"草稿（尚有\d+处待填）", "", squeezed(page))
        text = re.sub(r"^—\d+—|—\d+—$", "", text)
        again = next((head for head in heads if head and text.startswith(head) and head in whole), "")
        whole += text.removeprefix(again)
    return whole


def spans(report: Report) -> Iterator[Span]:
    """The live and pending spans in the order of the pages, those of the tables under charts among them."""
    body, annexes = body_and_annexes(report)
    runs: list[Iterable[Span]] = [*_spans(body), report.signature, report.date, *_spans(annexes)]
    for run in runs:
        yield from (span for span in run if isinstance(span, (Live, Pending)))


def _spans(blocks: Iterable[Block]) -> Iterator[Iterable[Span]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.spans
        elif isinstance(block, (Table, Chart)):
            table = charts.data_table(block) if isinstance(block, Chart) else block
            for row in table.rows:
                yield from row
