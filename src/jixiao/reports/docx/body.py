"""The document itself: the blocks of a report, one after the other, in sections that lie or stand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from lxml import etree

from jixiao.reports import charts
from jixiao.reports.docx.controls import Controls
from jixiao.reports.docx.package import Package
from jixiao.reports.docx.pages import add_section, footer_xml, header_xml, page_of
from jixiao.reports.docx.pictures import add_picture
from jixiao.reports.docx.tables import add_table
from jixiao.reports.docx.xml import W, add, add_paragraph, add_run, root
from jixiao.reports.fonts import FontSet
from jixiao.reports.model import Annex, Block, Chart, Heading, Paragraph, Report, Spans, Table
from jixiao.reports.theme import CHARACTER, PITCH, Part, attachment_lines, draft_line, parts_of, signature_indents


@dataclass(slots=True)
class Writer:
    """Writes one report into one package."""

    report: Report
    package: Package
    fonts: FontSet
    controls: Controls = field(init=False)
    document: etree._Element = field(init=False)
    body: etree._Element = field(init=False)
    _footers: dict[bool, tuple[str, str]] = field(default_factory=dict)
    _header: str = ""

    def __post_init__(self) -> None:
        self.controls = Controls(self.report.facts)
        self.document = root("document")
        self.body = add(self.document, "body")

    def write(self) -> etree._Element:
        """The root of the document part, complete."""
        line = draft_line(self.report)
        if line:
            self._header = self.package.header("header1.xml", header_xml(line))
        parts = parts_of(self.report)
        self._title()
        self._blocks(parts[0])
        self._attachments()
        self._signature()
        for before, part in itertools.pairwise(parts):
            turns = before.wide != part.wide
            if turns:
                self._end_section(before)
            if part.annex is not None:
                self._annex(part.annex, new_page=not turns)
            self._blocks(part)
        self._section(self.body, wide=parts[-1].wide)
        return self.document

    def _title(self) -> None:
        if self.report.title:
            add_run(add_paragraph(self.body, "Title"), "\n".join(self.report.title))

    def _blocks(self, part: Part) -> None:
        width = page_of(wide=part.wide).text_width
        for block in part.blocks:
            self._block(block, width)

    def _block(self, block: Block, width: int) -> None:
        if isinstance(block, Heading):
            add_run(add_paragraph(self.body, f"Heading{min(max(block.level, 1), 4)}"), block.text)
        elif isinstance(block, Paragraph):
            self._spans(add_paragraph(self.body, "BodyText"), block.spans)
        elif isinstance(block, Table):
            add_table(self.body, block, self.controls, width)
        elif isinstance(block, Chart):
            self._chart(block, width)

    def _spans(self, paragraph: etree._Element, spans: Spans) -> None:
        for span in spans:
            self.controls.add(paragraph, span)

    def _chart(self, chart: Chart, width: int) -> None:
        add_run(add_paragraph(self.body, "Caption"), chart.title)
        if chart.bars and self.fonts.usable:  # without any Chinese face the table below says it all
            data = charts.png(chart, self.fonts, width)
            number, relation = self.package.picture(data)
            paragraph = add_paragraph(self.body, "Picture")
            words = charts.words(chart)
            add_picture(paragraph, data, number=number, relation=relation, width=width, words=words)
        add_table(self.body, charts.data_table(chart), self.controls, width)

    def _attachments(self) -> None:
        lines = attachment_lines(self.report)
        name_at = 6 if len(lines) > 1 else 5  # 2 characters in, 3 for 附件：, 1 for the number
        for number, (label, name) in enumerate(lines):
            paragraph = add_paragraph(self.body, "AttachmentNote")
            hanging = name_at - 2 if number == 0 else 1
            if number == 0:
                add(paragraph[0], "spacing", before=PITCH)
            _indent(paragraph, left=name_at * 100, hanging=hanging * 100)
            add_run(paragraph, label + name)

    def _signature(self) -> None:
        indents = signature_indents(self.report)
        styles = ("Signature", "Date")
        space = 2 * PITCH
        for style, spans, halves in zip(styles, (self.report.signature, self.report.date), indents, strict=True):
            if spans:
                paragraph = add_paragraph(self.body, style)
                add(paragraph[0], "spacing", before=space)
                space = 0
                _indent(paragraph, right=halves * 50)
                self._spans(paragraph, spans)

    def _annex(self, annex: Annex, *, new_page: bool) -> None:
        number = add_paragraph(self.body, "AnnexNumber")
        if new_page:
            add(number[0], "pageBreakBefore")
        add_run(number, annex.number)
        add_run(add_paragraph(self.body, "AnnexTitle"), annex.title)

    def _end_section(self, part: Part) -> None:
        """Close the section in its last paragraph; after a table that is the paragraph that follows each table."""
        last = self.body[-1] if len(self.body) else None
        if last is None or last.tag != W + "p":
            last = add_paragraph(self.body, "SectionEnd")
        if last[-1].tag == W + "sdt":
            # LibreOffice moves a control that ends a section to the next page unless a run follows it
            add_run(last, "\u200b")
        self._section(last[0], wide=part.wide)

    def _section(self, parent: etree._Element, *, wide: bool) -> None:
        if wide not in self._footers:
            kind = "wide" if wide else "page"
            odd = self.package.footer(f"footer-{kind}-odd.xml", footer_xml(odd=True, wide=wide))
            even = self.package.footer(f"footer-{kind}-even.xml", footer_xml(odd=False, wide=wide))
            self._footers[wide] = (odd, even)
        add_section(parent, wide=wide, footers=self._footers[wide], header=self._header)


def _indent(paragraph: etree._Element, **hundredths: int) -> None:
    """Indents in hundredths of a character, each also in twips for readers that count those only."""
    attributes: dict[str, str | int] = {}
    for side, value in hundredths.items():
        attributes[f"{side}Chars"] = value
        attributes[side] = value * CHARACTER // 100
    add(paragraph[0], "ind", **attributes)
