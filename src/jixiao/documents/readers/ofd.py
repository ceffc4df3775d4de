"""Reading OFD (GB/T 33190), the fixed-layout format of Chinese offices: a package of XML pages."""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.model import Document
from jixiao.documents.readers.ofd_page import POINTS, letters, local, numbers, objects, rules
from jixiao.documents.readers.pdf_document import document_of
from jixiao.documents.readers.pdf_sheet import Box, Sheet
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.messages import Term
from jixiao.files.precheck import precheck

PAGES = 2_000
CHARACTERS = 2_000_000
TEMPLATES = 50
RULES = 20_000  # lines on one page; a drawing with more is no table
A4 = (210.0, 297.0)


def read_ofd(path: Path, limits: Limits) -> Document:
    """The document of an OFD file.

    Args:
        path: the file.
        limits: bounds on the package.

    Raises:
        FileRefused: it is no OFD, is damaged or encrypted, has no pages or no text, or is larger than we read.
    """
    name = path.name
    try:
        parts = frozenset(precheck(path, limits).parts)
        with zipfile.ZipFile(path) as package:
            sheets = list(Package(package, parts, name).sheets())
    except (
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        zlib.error,
        struct.error,
    ) as error:
        raise FileRefused("ofd-broken", file=name, detail=repr(error)) from error
    if not sheets:
        raise FileRefused("ofd-no-pages", file=name)
    blank = [sheet for sheet in sheets if not sheet.text.strip()]
    if len(blank) == len(sheets):
        raise FileRefused("ofd-no-text", file=name)
    remarks = (Term("pdf-some-pages-empty"),) if blank else ()
    return document_of(sheets, kind="ofd", name=name, remarks=remarks)


class Package:
    """An open OFD package: its parts by their places, and its pages in order."""

    def __init__(self, package: zipfile.ZipFile, parts: frozenset[str], name: str) -> None:
        self.package, self.parts, self.name = package, parts, name
        self.size = 0
        self.templates: dict[str, Any] = {}

    def part(self, place: str) -> Any:
        """The root of an XML part. Raises FileRefused: it is missing or no XML."""
        if place not in self.parts:
            raise FileRefused("ofd-broken", file=self.name, detail=f"no part {place}")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(self.package.read(place), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise FileRefused("ofd-broken", file=self.name, detail=f"{place}: {error}") from error

    def sheets(self) -> Iterator[Sheet]:
        """The pages of all its documents. Raises FileRefused."""
        count = 0
        for root in _named(self.part("OFD.xml"), "DocRoot"):
            place = resolved("OFD.xml", root.text)
            document = self.part(place)
            area = _area(document) or A4
            self.templates = {
                found.get("ID", ""): self.part(resolved(place, found.get("BaseLoc")))
                for found in islice(_named(document, "TemplatePage"), TEMPLATES)
            }
            for pages in _named(document, "Pages"):
                for page in _named(pages, "Page"):
                    count += 1
                    if count > PAGES:
                        raise FileRefused("pdf-too-many-pages", file=self.name, found=count, limit=PAGES)
                    yield self.sheet(self.part(resolved(place, page.get("BaseLoc"))), area, count)

    def sheet(self, page: Any, area: tuple[float, float], number: int) -> Sheet:
        """One page, with what its templates put on it."""
        width, height = _area(page) or area
        words: list[str] = []
        boxes: list[Box] = []
        drawn: list[Box] = []
        sources = [self.templates[one] for one in self._templates_of(page)]
        for source in (*sources, page):
            for content in _named(source, "Content"):
                for item in objects(content):
                    if local(item) == "PathObject":
                        if len(drawn) < RULES:
                            drawn.extend(rules(item))
                        continue
                    for letter, box in letters(item):
                        words.append(max(letter, " "))
                        boxes.append(box)
                    words.append("\n")
                    boxes.append(boxes[-1] if boxes else (0.0, 0.0, 0.0, 0.0))
                    if self.size + len(words) > CHARACTERS:
                        raise FileRefused("pdf-too-much-text", file=self.name, page=number)
        self.size += len(words)
        return Sheet("".join(words), boxes, width * POINTS, height * POINTS, tuple(drawn))

    def _templates_of(self, page: Any) -> list[str]:
        told = [found.get("TemplateID", "") for found in page if local(found) == "Template"]
        return [one for one in dict.fromkeys(told) if one in self.templates][:8]


def resolved(base: str, place: str | None) -> str:
    """Where a part lies that another one names: from the root with a slash, else beside that other."""
    told = (place or "").strip()
    joined = told.lstrip("/") if told.startswith("/") else posixpath.join(posixpath.dirname(base), told)
    return posixpath.normpath(joined)


def _named(element: Any, name: str) -> Iterator[Any]:
    return (found for found in element.iter() if local(found) == name)


def _area(element: Any) -> tuple[float, float] | None:
    """Width and height of a page in millimetres, None where it does not tell."""
    for box in _named(element, "PhysicalBox"):
        told = numbers(box.text)
        if len(told) >= 4 and told[2] > 0 and told[3] > 0:
            return told[2], told[3]
    return None
