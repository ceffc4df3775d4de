"""Web pages: the words that a browser shows, block by block, and their tables with merged cells.

`Document.text` holds one line for each block, each break inside a block and each cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from pathlib import Path
from typing import Any

from lxml import etree, html

from jixiao.documents.model import Document, Place, Table
from jixiao.documents.readers.docx_table import cell_passage
from jixiao.documents.readers.html_tables import Occupied
from jixiao.documents.readers.reflow import Line, Origin, width_of
from jixiao.documents.readers.text import blocks_of
from jixiao.documents.readers.text_file import decoded
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

_HIDDEN_TAGS = frozenset(
    {
        *("script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "math", "textarea"),
        *("select", "button", "nav", "datalist", "audio", "video", "canvas"),
    }
)
_BLOCKS = frozenset(
    {
        *(
            "html",
            "body",
            "p",
            "div",
            "section",
            "article",
            "main",
            "header",
            "footer",
            "aside",
            "center",
            "hr",
            "address",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "figure"),
        *("figcaption", "form", "fieldset", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "details"),
        "summary",
    }
)
_DEEPEST = 256  # what the parser follows
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[\s\u200b\ufeff\xa0]+")
_WIDE = re.compile(r"[\u2e80-\uffef]")
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}>")


def read_html(path: Path, limits: Limits) -> Document:
    """Read a web page, or a page with its pictures in one file (mht).

    Raises:
        FileRefused: nothing in it can be read as a web page.
    """
    words = _DECLARED.sub("", _source(path.read_bytes()))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(words.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise FileRefused("document-broken", file=path.name, detail=repr(error)) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise FileRefused("document-nested", file=path.name, limit=_DEEPEST)
    page = _Page(limits, path.name)
    try:
        page.walk(root)
    except RecursionError as error:
        raise FileRefused("document-nested", file=path.name, limit=_DEEPEST) from error
    page.end()
    return Document("".join(page.text), tuple(blocks_of(page.items)), "html", path.name)


def _source(data: bytes) -> str:
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n")[:13].lower().startswith(b"mime-version:"):
        return decoded(data, named=True)
    try:
        for part in message_from_bytes(data, policy=policy.compat32).walk():
            if part.get_content_type() == "text/html":
                content = part.get_payload(decode=True)
                return decoded(content, named=True) if isinstance(content, bytes) else ""
    except (MessageError, ValueError, LookupError):
        pass
    return decoded(data, named=True)


@dataclass(slots=True)
class _Page:
    """Walks through a page and gathers its text, its lines and its tables."""

    limits: Limits
    file: str
    text: list[str] = field(default_factory=list)
    items: list[Line | Table] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0
    tables: int = 0
    level: int = 0
    fresh: bool = True
    chunks: list[str] = field(default_factory=list)
    cell: list[Line] | None = None
    numbers: dict[Any, int] = field(default_factory=dict)  # of ordered lists, the last one given

    def walk(self, element: Any, *, kept: bool = False) -> None:
        """Take an element and all inside it; the text behind it belongs to its parent."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _HIDDEN_TAGS or _hidden(element):
            return
        kept = kept or tag == "pre"
        if tag == "table" and self.cell is None and not _is_layout(element):
            self.end()
            self.table(element)
            return
        if tag == "br":
            self.end(fresh=False)
            return
        block = tag in _BLOCKS
        if block:
            self.end()
            self.level = int(tag[1]) if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else self.level
            if tag == "li":
                self.chunks.append(self.number_of(element))
        self.say(element.text, kept=kept)
        for child in element:
            self.walk(child, kept=kept)
            self.say(child.tail, kept=kept)
        if block:
            self.end()
            self.level = 0

    def number_of(self, item: Any) -> str:
        """The number that a browser shows before an item of an ordered list."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or parent.get("type", "1") != "1":
            return ""
        start = parent.get("start", "1")
        usual = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 1
        self.numbers[parent] = self.numbers.get(parent, usual - 1) + 1
        return f"{self.numbers[parent]}."

    def say(self, words: str | None, *, kept: bool) -> None:
        """Add words to the block; line ends count where the page keeps them."""
        if not words:
            return
        if not kept:
            self.chunks.append(words)
            return
        first, *others = words.split("\n")
        self.chunks.append(first)
        for other in others:
            self.end(fresh=False)
            self.chunks.append(other)

    def end(self, *, fresh: bool = True) -> None:
        """Write the block that was gathered as a line."""
        words = _collapsed("".join(self.chunks))
        self.chunks.clear()
        if words:
            self.paragraphs += self.fresh
            told = Origin(
                Place(paragraph=self.paragraphs), level=min(self.level, 4), fresh=self.fresh and self.level > 0
            )
            line = Line(self.length, words, 0, 0, width_of(words), 0, told)
            self.text += [words, "\n"]
            self.length += len(words) + 1
            (self.items if self.cell is None else self.cell).append(line)
            self.fresh = fresh
        else:
            self.fresh = self.fresh or fresh

    def table(self, element: Any) -> None:
        """Take a table that holds figures, not the layout of the page."""
        self.tables += 1
        grid = Occupied(self.limits, self.file)
        caption = ""
        for part in element.iterdescendants("caption", "tr"):
            if part.tag == "caption":
                caption = _collapsed(part.text_content())[:200]
                continue
            if _hidden(part):
                continue
            grid.row()
            for cell in part.iterchildren("td", "th"):
                self.cell, start = [], self.length
                self.fresh = True
                self.say(cell.text, kept=False)
                for child in cell:
                    self.walk(child)
                    self.say(child.tail, kept=False)
                self.end()
                lines, self.cell = self.cell, None
                place = grid.place(self.tables)
                if place is not None:
                    grid.put(cell, cell_passage(lines, place, start))
        made = grid.table(self.tables, caption)
        if made is not None:
            self.items.append(made)


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDING.search(element.get("style", "")[:1000]))


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds other tables, or a single cell."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = table.iterdescendants("td", "th")
    next(cells, None)
    return next(cells, None) is None


def _collapsed(words: str) -> str:
    """Blanks as a browser shows them; a line end between two Chinese characters was made by the program that wrote it."""

    def blank(match: re.Match[str]) -> str:
        before, after = words[match.start() - 1 : match.start()], words[match.end() : match.end() + 1]
        if match[0].strip("\u200b\ufeff") == "" or ("\n" in match[0] and _WIDE.match(before) and _WIDE.match(after)):
            return ""
        return " "

    return _BLANKS.sub(blank, words).strip()
