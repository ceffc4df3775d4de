"""The document on the web page: headings, paragraphs and real tables, with marks at the exact characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import etree

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import Judged
from jixiao.documents.model import Document, Passage, Sort, Table
from jixiao.documents.wording import in_signs
from jixiao.files.messages import text
from jixiao.reports.html.build import add, say
from jixiao.reports.marked.html_marks import Drawn, Mark, drawn

_FIGURE = re.compile(r"[-+−－—＋]?[\d０-９][\d０-９,，.．\s]*[%％‰]?")  # alone in a cell: set to the right
_TAGS = {Sort.ITEM: "item", Sort.FOOTNOTE: "footnote", Sort.BOX: "box"}


class Paper:
    """Writes a document into an element of a page.

    Attributes:
        placed: numbers of the findings that have a mark, so that the list can lead there.
    """

    def __init__(
        self, document: Document, findings: Sequence[PaperFinding], verified: Sequence[Judged], lang: str
    ) -> None:
        self.document, self.verified, self.lang = document, verified, lang
        spans = [judged.found.spans[0] for judged in verified]
        passages, self.drawings, self.placed = drawn(document, findings, spans)
        self.numbers = {id(passage): index for index, passage in enumerate(passages)}
        self.page = 0

    def write(self, article: etree._Element) -> None:
        """Everything in reading order; where a page of the original begins, a line says so."""
        for block in self.document.blocks:
            if isinstance(block, Table):
                self._turn(article, next((cell.passage for cell in block.cells if cell.text), None))
                self._table(article, block)
                continue
            self._turn(article, block)
            if block.sort is Sort.HEADING:
                self._words(add(article, f"h{min(max(block.level, 1), 4) + 1}"), block)
            else:
                self._words(add(article, "p", **({"class_": _TAGS[block.sort]} if block.sort in _TAGS else {})), block)

    def _turn(self, article: etree._Element, passage: Passage | None) -> None:
        if passage is None or not passage.pieces:
            return
        page = passage.place.page or self.document.page_of(passage.pieces[0][1])
        if page > self.page:
            self.page = page
            add(article, "p", text("marked-html-page", self.lang, page=page), class_="turn", id=f"page{page}")

    def _table(self, article: etree._Element, table: Table) -> None:
        frame = add(article, "div", class_="frame", tabindex="0")
        if table.unit:
            add(frame, "p", text("marked-html-unit", self.lang, unit=table.unit), class_="unit")
        body = add(add(frame, "table"), "tbody")
        for number, row in enumerate(table.rows()):
            line = add(body, "tr")
            for cell in row:
                if cell is None:
                    continue
                part = add(line, "td" if number else "th", **({} if number else {"scope": "col"}))
                if number and _FIGURE.fullmatch(cell.text.strip()):
                    part.set("class", "r")
                for name, count in (("rowspan", cell.rows), ("colspan", cell.columns)):
                    if count > 1:
                        part.set(name, str(count))
                self._words(part, cell.passage)

    def _words(self, parent: etree._Element, passage: Passage) -> None:
        """The text of a passage; where marks overlap, each stretch carries all of its findings."""
        drawing = self.drawings.get(self.numbers.get(id(passage), -1))
        if drawing is None:
            say(parent, passage.text)
            return
        before: dict[int, list[int]] = defaultdict(list)
        for offset, number in drawing.numbers:
            before[offset].append(number)
        behind = self._behind(drawing)
        turns = {0, len(passage.text), *before, *behind}
        turns.update(offset for mark in drawing.marks for offset in (mark.start, mark.end))
        ordered, active, index = sorted(turns), list[Mark](), 0
        for start, end in zip(ordered, [*ordered[1:], len(passage.text)], strict=True):
            for name, words, told in behind.get(start, ()):
                add(parent, "ins" if name == "proposal" else "a", words, class_=name, **told)
            for finding in before.get(start, ()):
                add(
                    *(parent, "a"),
                    class_="number",
                    id=f"m{finding}",
                    href=f"#f{finding}",
                    data_n=str(finding),
                    aria_label=f"{text('marked-html-findings', self.lang)} {finding}",
                )
            active = [mark for mark in active if mark.end > start]
            while index < len(drawing.marks) and drawing.marks[index].start <= start:
                active.append(drawing.marks[index])
                index += 1
            if active and end > start:
                _marked(parent, passage.text[start:end], active)
            elif end > start:
                say(parent, passage.text[start:end])

    def _behind(self, drawing: Drawn) -> dict[int, list[tuple[str, str, dict[str, str]]]]:
        """What stands behind which character: class, words, attributes."""
        behind: dict[int, list[tuple[str, str, dict[str, str]]]] = defaultdict(list)
        for offset, words in drawing.proposals:
            behind[offset].append(("proposal", f"→ {words}", {}))
        for offset, relation in drawing.ticks:
            signs = in_signs(self.verified[relation - 1].found)
            told = {"id": f"r{relation}", "href": f"#v{relation}", "title": signs, "aria_label": signs}
            behind[offset].append(("tick", "✓", told))
        return behind


def _marked(parent: etree._Element, words: str, active: Sequence[Mark]) -> None:
    """Words under one or more marks; the gravest gives the colour."""
    gravest = min(active, key=lambda mark: (mark.severity.rank, not mark.suspect))
    names = [gravest.severity.value]
    if any(mark.suspect for mark in active):
        names.append("suspect")
    numbers = " ".join(str(number) for number in dict.fromkeys(mark.finding for mark in active))
    add(parent, "mark", words, class_=" ".join(names), data_f=numbers)
