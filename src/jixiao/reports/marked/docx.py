"""The same Word file with a comment at each finding: nothing else in the package changes.

A comment stands at exactly the characters of the suspect figure, or of the first figure concerned. Word takes no comments
inside text boxes and notes: there the comment stands at the box or at the reference of the note, and says which words it
speaks of. Comments that are in the file already stay. Comments have no date: the same review gives the same bytes.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import Review
from jixiao.documents.model import Document
from jixiao.documents.readers.docx import spot_of
from jixiao.documents.readers.docx_text import W
from jixiao.files.atomic import atomic_path
from jixiao.files.errors import FileRefused
from jixiao.files.messages import text
from jixiao.files.package import relationships
from jixiao.reports.marked import anchor, paragraphs, quoted
from jixiao.reports.marked.docx_comments import Comments
from jixiao.reports.marked.docx_package import Package, parsed
from jixiao.reports.marked.docx_ranges import Range, around, place

_P, _R, _BOX, _ID = f"{W}p", f"{W}r", f"{W}txbxContent", f"{W}id"
_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def write(source: Path, review: Review, findings: Sequence[PaperFinding], target: Path, lang: str) -> None:
    """Write a copy of a Word file with the findings as comments, whole or not at all.

    Args:
        source: the file that was reviewed.
        review: what was read from it.
        findings: those to be told, in this order.
        target: the copy.
        lang: of the comments, zh or en.

    Raises:
        FileRefused: the file has changed since, its package is incomplete, or the copy cannot be written.
    """
    if not zipfile.is_zipfile(source):  # an old format that was read by way of another program
        raise FileRefused("marked-docx-old", file=source.name)
    try:
        with zipfile.ZipFile(source) as archive:
            main = dict(relationships(archive, "").values()).get("officeDocument", "word/document.xml")
            package = Package(archive, main)
            sites = _Sites(archive, package, review.document, lang)
            comments = Comments(package, text("marked-author", lang), text("marked-initials", lang))
            ranges: dict[Any, list[Range]] = {}
            for finding in findings:
                paragraph, low, high, unit, remark = sites.of(finding)
                number = comments.add([*paragraphs(finding, lang), *([remark] if remark else [])])
                if unit is None:
                    ranges.setdefault(paragraph, []).append(Range(number, low, high))
                else:
                    around(unit, number)
            for paragraph, told in ranges.items():
                place(paragraph, told)
            if findings:
                comments.close()
            with atomic_path(target) as path:
                package.write(path)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, _GoneError) as error:
        message = "marked-docx-changed" if isinstance(error, _GoneError) else "marked-docx-broken"
        raise FileRefused(message, file=source.name, problem=str(error)) from error


class _GoneError(LookupError):
    """The file has no longer the paragraphs that were read from it."""


class _Sites:
    """Finds the paragraph and the characters of a finding in the parsed main part."""

    def __init__(self, archive: zipfile.ZipFile, package: Package, document: Document, lang: str) -> None:
        self.document, self.lang = document, lang
        self.body: list[Any] = list(package.root.iter(_P))
        self.root = package.root
        self.notes: list[tuple[str, str]] = []  # of every paragraph of the notes: kind and number of its note
        links, names = dict(package.links.values()), set(archive.namelist())
        for part, kind in _NOTES.items():
            name = links.get(part, posixpath.join(posixpath.dirname(package.main), f"{part}.xml"))
            if name in names:
                for paragraph in parsed(archive.read(name))[0].iter(_P):
                    note = next(paragraph.iterancestors(f"{W}{kind}"), None)
                    self.notes.append((kind, "" if note is None else note.get(_ID, "")))
        if not self.body or document.text.count("\n") != len(self.body) + len(self.notes):
            raise _GoneError(package.main)
        self.references: Mapping[tuple[str, str], Any] = {
            (kind, mark.get(_ID, "")): mark
            for kind in _NOTES.values()
            for mark in self.root.iter(f"{W}{kind}Reference")
        }

    def of(self, finding: PaperFinding) -> tuple[Any, int, int, Any | None, str]:
        """Paragraph, first and last character in it, the element to stand around instead, and what has to be said."""
        span = anchor(finding)
        if span is None:
            return self._first(text("marked-in-whole", self.lang))
        line, low = spot_of(self.document, span.start)
        last, high = spot_of(self.document, max(span.end - 1, span.start))
        high = high + 1 if last == line else 1 << 62  # the rest of its first paragraph
        words = quoted(self.document.text[span.start : span.end])
        if line > len(self.body):
            reference = self.references.get(self.notes[line - len(self.body) - 1])
            remark = text("marked-in-notes", self.lang, words=words)
            return self._at(reference, remark) if reference is not None else self._first(remark)
        paragraph = self.body[line - 1]
        box = next(reversed(list(paragraph.iterancestors(_BOX))), None)
        if box is not None:
            return self._at(box, text("marked-in-box", self.lang, words=words))
        return paragraph, low, high, None, ""

    def _at(self, element: Any, remark: str) -> tuple[Any, int, int, Any | None, str]:
        """Around the run of the body that holds an element."""
        run = next(reversed(list(element.iterancestors(_R))), None)
        return (self.body[0], 0, 0, run, remark) if run is not None else self._first(remark)

    def _first(self, remark: str) -> tuple[Any, int, int, Any | None, str]:
        """At the first paragraph of the body that says something: what concerns the whole stands at its beginning."""
        told = (item for item in self.body if next(item.iterancestors(_BOX), None) is None)
        shown = next((item for item in told if next(item.iter(f"{W}t"), None) is not None), self.body[0])
        return shown, 0, 1 << 62, None, remark
