"""The blocks of a report as HTML elements; each figure a `data` element that carries its address."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from jixiao.reports import charts
from jixiao.reports.html.build import add, say
from jixiao.reports.model import Annex, Bar, Block, Chart, Column, Heading, Live, Paragraph, Pending, Spans, Table, Text
from jixiao.reports.theme import WARN_MARK

ALIGN = {"left": "l", "center": "c", "right": "r"}


@dataclass(slots=True)
class Blocks:
    """Writes blocks into an element and remembers what the contents list and the pending list need.

    `headings` holds (level, id, text), `pending` (id, what, where), `shares` the column widths in percent that occur.
    """

    article: etree._Element
    headings: list[tuple[int, str, str]] = field(default_factory=list)
    pending: list[tuple[str, str, str]] = field(default_factory=list)
    shares: set[int] = field(default_factory=set)
    _where: str = ""

    def add(self, block: Block) -> None:
        """Append one block."""
        if isinstance(block, Heading):
            self._heading(min(max(block.level, 1), 4), block.text)
        elif isinstance(block, Paragraph):
            self.spans(add(self.article, "p"), block.spans)
        elif isinstance(block, Table):
            self._table(self.article, block)
        elif isinstance(block, Chart):
            self._chart(block)
        elif isinstance(block, Annex):
            add(self.article, "p", block.number, class_="annex")
            self._heading(1, block.title, label=f"{block.number}　{block.title}")

    def spans(self, parent: etree._Element, spans: Spans) -> None:
        """Append a run of spans to an element."""
        for span in spans:
            if isinstance(span, Live):
                add(parent, "data", span.text, class_="fact", value=span.address, tabindex="0", role="button")
            elif isinstance(span, Pending):
                ident = f"pending-{len(self.pending) + 1}"
                self.pending.append((ident, span.what, self._where))
                add(parent, "mark", span.text, id=ident, class_="pending", tabindex="-1")
            else:
                say(parent, span.text)

    def _heading(self, level: int, text: str, label: str = "") -> None:
        ident = f"section-{len(self.headings) + 1}"
        self._where = text
        self.headings.append((level, ident, label or text))
        add(self.article, f"h{level + 1}", text, id=ident)

    def _table(self, parent: etree._Element, table: Table) -> None:
        if not table.columns:
            return
        name = table.title or "表格"
        frame = add(parent, "div", class_="frame", tabindex="0", role="region", aria_label=name)
        node = add(frame, "table")
        if table.title or table.unit:
            caption = add(node, "caption", table.title)
            if table.unit:
                add(caption, "span", f"单位：{table.unit}", class_="unit")
        group = add(node, "colgroup")
        for share in self._percent(table.columns):
            add(group, "col", class_=f"w{share}")
        head = add(add(node, "thead"), "tr")
        for column in table.columns:
            add(head, "th", column.title, scope="col", class_=ALIGN[column.align.value])
        body = add(node, "tbody")
        for number, cells in enumerate(table.rows):
            row = add(body, "tr", **({"class_": "sum"} if table.total and number == len(table.rows) - 1 else {}))
            padded: tuple[Spans, ...] = cells[: len(table.columns)] + ((),) * (len(table.columns) - len(cells))
            self._where = _name_of(padded) or self._where
            for column, spans in zip(table.columns, padded, strict=True):
                self.spans(add(row, "td", class_=ALIGN[column.align.value]), spans)

    def _percent(self, columns: tuple[Column, ...]) -> tuple[int, ...]:
        whole = sum(column.share for column in columns)
        shares = tuple(max(1, column.share * 100 // whole) for column in columns)
        self.shares.update(shares)
        return shares

    def _chart(self, chart: Chart) -> None:
        figure = add(self.article, "figure", class_="chart")
        add(figure, "figcaption", chart.title)
        bars = add(figure, "div", class_="bars", role="list")
        for bar in chart.bars:
            self._bar(bars, bar, max(chart.full, 1))
        if chart.bars:
            add(bars, "span")
            axis = add(bars, "svg", class_="axis", aria_hidden="true")
            marks = charts.ticks(chart)
            for number, (at, label) in enumerate(marks):
                anchor = "start" if number == 0 else "end" if number == len(marks) - 1 else "middle"
                add(axis, "text", label, x=_percent_of(at, max(chart.full, 1)), y="12", text_anchor=anchor)
            add(bars, "span", chart.unit, class_="unit")
        note = charts.note(chart)
        if note:
            add(figure, "p", note, class_="note")
        details = add(figure, "details")
        add(details, "summary", "数据表")
        self._table(details, charts.data_table(chart))

    def _bar(self, bars: etree._Element, bar: Bar, full: int) -> None:
        row = add(bars, "div", class_="bar warn" if bar.warn else "bar", role="listitem")
        add(row, "span", bar.label, class_="label")
        drawing = add(row, "svg", aria_hidden="true")
        add(drawing, "rect", class_="track", width="100%", height="100%")
        add(drawing, "rect", class_="length", width=_percent_of(bar.hundredths, full), height="100%")
        value = add(row, "span", class_="value")
        if bar.warn:
            add(value, "span", WARN_MARK, role="img", aria_label="需要关注")
            say(value, " ")
        self.spans(value, (Live(bar.address, bar.text),) if bar.address else ())
        if not bar.address:
            say(value, bar.text)


def _name_of(cells: tuple[Spans, ...]) -> str:
    """What a row is about: its first cell of words that is more than a number."""
    texts = (span.text for spans in cells for span in spans if isinstance(span, Text))
    return next((text for text in texts if any(letter.isalpha() for letter in text)), "")


def _percent_of(hundredths: int, full: int) -> str:
    """A length of a drawing in percent, kept inside it.

    Example:
        >>> _percent_of(9653, 10000)
        '96.53%'
    """
    part = min(max(hundredths, 0), full) * 10000 // full
    return f"{part // 100}.{part % 100:02d}%"
