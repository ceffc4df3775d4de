"""The report model: what a report says, before anybody decides how it looks.

A report is a tuple of blocks; a paragraph is a tuple of spans; a figure is never pasted into text but stands as a `Live`
span that carries its address. The writers (docx, pdf, html) only decide how a block looks, never what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Live:
    """A figure in a sentence: the text as printed and the address of the fact that it prints.

    Example:
        >>> Live("2022/department/total/spent", "46154.11").text
        '46154.11'
    """

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Something that nobody supplied: stands visibly as 待填 and blocks the final version.

    `what` is the thing asked for ("责任人"), `address` the fact to fill in ("2022/measure/M1/owner").
    """

    what: str
    address: str = ""

    @property
    def text(self) -> str:
        """What is printed in its place."""
        return f"〔待填：{self.what}〕"


Span = Text | Live | Pending
Spans = tuple[Span, ...]


class Align(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline. Level 1 is 一、, level 2 （一）, level 3 1., level 4 （1）; `text` holds the number too."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph, first line indented by two characters."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading (with the unit), how its cells align, and its share of the table's width."""

    title: str
    align: Align = Align.LEFT
    share: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: a title above it, columns, and rows of cells (each a tuple of spans). `total` marks the last row as the sum."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Spans, ...], ...]
    unit: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: label, exact value as an integer number of hundredths, the printed value, and its address."""

    label: str
    hundredths: int
    text: str
    address: str = ""
    warn: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A horizontal bar chart whose title states the finding. `full` is the axis end in hundredths, `unit` the axis unit."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    full: int


@dataclass(frozen=True, slots=True)
class Annex:
    """Starts an attachment on a new page: number ("附件1") and centred title. `wide` asks for landscape pages."""

    number: str
    title: str
    wide: bool = False


Block = Heading | Paragraph | Table | Chart | Annex


@dataclass(frozen=True, slots=True)
class FactNote:
    """What a reader may ask of a figure: its passport in words.

    `value` is the exact value with its unit, `basis` the 口径, `source` where it came from (sheet › cell, or the rule),
    `kind` is one of 公开, 示例, 填报, 计算 (or empty when unknown). `note` is the step of a score, or why a figure is not
    there. `inputs` are the figures that it was computed from, each with its value and place, `uses` the titles of what
    was computed from it; of many the first, then 等N个.
    """

    title: str
    value: str
    basis: str = ""
    period: str = ""
    source: str = ""
    kind: str = ""
    note: str = ""
    inputs: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title: lines of the centred title.
        blocks: body, then annexes, in order.
        signature: the body that signs, and the date as printed (either may be empty or Pending).
        facts: address → passport in words, for every address that a `Live` span or a `Bar` names.
        attachments: names for the 附件 note after the body.
        draft: true while anything is pending; writers print 征求意见稿 / 草稿 in the header.
    """

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    signature: Spans = ()
    date: Spans = ()
    facts: dict[str, FactNote] = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    draft: bool = False


def spans_of(block: Block) -> Iterator[Span]:
    """All spans of a block in reading order (none for headings, charts and annex titles)."""
    if isinstance(block, Paragraph):
        yield from block.spans
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell


def text_of(spans: Spans) -> str:
    """The words of a run of spans, as printed."""
    return "".join(span.text for span in spans)
