"""The skeleton of an xlsx package: which sheets there are, in which order, and where their parts lie."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from jixiao.files.errors import FileRefused

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet as the workbook lists it."""

    name: str
    visibility: str  # visible, hidden, veryHidden
    part: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Sheets in their order, the parts they share, and the calendar the file counts from."""

    sheets: tuple[SheetPart, ...]
    strings: str
    styles: str
    since_1904: bool


def elements(source: IO[bytes], *tags: str) -> Iterator[Any]:
    """The elements of those local names as they close. Entities stay unread and nothing is fetched."""
    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    for _, element in etree.iterparse(source, tag=wanted, resolve_entities=False, no_network=True, load_dtd=False):
        yield element


def read_skeleton(package: zipfile.ZipFile, file: str) -> Skeleton:
    """Follow the relationships from the package to its workbook and on to the sheets.

    Raises:
        FileRefused: there is no workbook in the package, or no sheet in the workbook.
    """
    targets = dict(relationships(package, "").values())
    book = targets.get("officeDocument", "xl/workbook.xml")
    if book not in package.namelist():
        raise FileRefused("file-no-sheet", file=file)
    links = relationships(package, book)
    sheets, since_1904 = [], False
    with package.open(book) as source:
        for element in elements(source, "sheet", "workbookPr"):
            if etree.QName(element).localname == "workbookPr":
                since_1904 = element.get("date1904") in {"1", "true"}
                continue
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            kind, part = links.get(link, ("", ""))
            if kind == "worksheet":  # chart and macro sheets hold no cells
                sheets.append(SheetPart(element.get("name", ""), element.get("state", "visible"), part))
    if not sheets:
        raise FileRefused("file-no-sheet", file=file)
    shared = {kind: part for kind, part in links.values() if kind in {"sharedStrings", "styles"}}
    return Skeleton(tuple(sheets), shared.get("sharedStrings", ""), shared.get("styles", ""), since_1904)


def relationships(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The links of a part: id → (kind, part linked to). Links that leave the package are left out."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    if place not in package.namelist():
        return {}
    links = {}
    with package.open(place) as source:
        for element in elements(source, "Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", ""))).lstrip("/")
                links[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], target)
    return links


def read_strings(package: zipfile.ZipFile, part: str) -> list[str]:
    """The shared texts of a workbook, in the order in which cells refer to them."""
    if part not in package.namelist():
        return []
    texts = []
    with package.open(part) as source:
        for element in elements(source, "si"):
            texts.append(rich_text(element))
            element.clear()
    return texts


def rich_text(element: Any) -> str:
    """The text of a string item: its runs joined, the reading aids (rPh) above the characters left out."""
    runs = []
    for child in element:
        if not isinstance(child.tag, str):
            continue  # a comment
        name = etree.QName(child).localname
        if name == "t":
            runs.append(child.text or "")
        elif name == "r":
            runs.extend(text.text or "" for text in child.iterfind("{*}t"))
    return unescaped("".join(runs))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as _xHHHH_; line ends become one newline."""
    plain = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return plain.replace("\r\n", "\n").replace("\r", "\n")
