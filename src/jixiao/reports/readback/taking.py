"""What runs in the limited process: taking a Word file apart into facts, controls, paragraphs and its document.

The figures may be put back first: finders of relations read what stands there, and where a figure was changed they may find
nothing, or another relation. With the old figures in its controls the document says what it said without the edits.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.readers.docx_text import BREAK, MC, W, pieces_of
from jixiao.documents.reading import read_as_data
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.package import relationships
from jixiao.files.precheck import precheck
from jixiao.reports.readback.extract import Control, Part

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = W.strip("{}").encode()
_FACT = re.compile(r"fact\[(\d{1,9})\]\s*$")
_GONE = (f"{W}del", f"{W}moveFrom", f"{MC}Fallback")
_P, _SDT, _T = f"{W}p", f"{W}sdt", f"{W}t"
_PASSPORT = ("address", "key", "title", "kind", "source", "basis", "value")
_BROKEN = (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, RecursionError)
_READER = "docx:read_docx"


def take(path: str, facts: str, limits: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """Take a file apart.

    Args:
        path: the file.
        facts: the namespace of the embedded facts.
        limits: the bounds, as data.
        texts: index of a control → the text to put back into it first.

    Raises:
        FileRefused: damaged, larger than allowed, or without embedded facts.
    """
    file = Path(path)
    precheck(file, Limits(**limits))
    try:
        with zipfile.ZipFile(file) as package:
            parts = _parts(package, facts)
            if not parts:
                raise FileRefused("readback-no-facts", file=file.name)
            main = dict(relationships(package, "").values()).get("officeDocument", "word/document.xml")
            root = _parsed(package.read(main))
            if texts:
                _put_back(root, facts, texts)
                document = _read_again(package, main, root, limits)
            else:
                document = read_as_data(path, _READER, dict(limits))
    except _BROKEN as error:
        raise FileRefused("document-broken", file=file.name, detail=repr(error)) from error
    return {
        "parts": [asdict(part) for part in parts],
        "controls": [asdict(control) for control, _ in _controls(root, facts)],
        "paragraphs": ["".join(text for _, text in pieces) for pieces in _paragraphs(root)],
        "document": document,
    }


def _put_back(root: Any, facts: str, texts: Mapping[str, str]) -> None:
    for index, (_, pieces) in enumerate(_controls(root, facts)):
        if str(index) in texts:
            words = [piece for piece in pieces if piece.tag == _T]
            for number, piece in enumerate(words):
                piece.text = "" if number else texts[str(index)]


def _read_again(package: zipfile.ZipFile, main: str, root: Any, limits: Mapping[str, Any]) -> dict[str, Any]:
    """The document of the same package with another main part."""
    with tempfile.NamedTemporaryFile(prefix="jixiao-", suffix=".docx") as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name in dict.fromkeys(package.namelist()):
                made.writestr(name, etree.tostring(root) if name == main else package.read(name))
        target.flush()
        return read_as_data(target.name, _READER, dict(limits))


def _parsed(data: bytes) -> Any:
    """A part as XML; nothing is resolved or fetched, and the strict namespace reads as the usual one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(data.replace(_STRICT, _USUAL), parser)


def _parts(package: zipfile.ZipFile, facts: str) -> list[Part] | None:
    """The embedded facts; None where there is no such part. A program may have given the part another number."""
    for name in sorted(package.namelist()):
        if name.startswith("customXml/item") and name.endswith(".xml"):
            root = _parsed(package.read(name))
            if root.tag == f"{{{facts}}}facts":
                found = root.findall(f"{{{facts}}}fact")
                return [
                    Part(number=number, text="".join(fact.itertext()), **{key: fact.get(key, "") for key in _PASSPORT})
                    for number, fact in enumerate(found, 1)
                ]
    return None


def _paragraphs(root: Any) -> Iterator[list[tuple[Any, str]]]:
    """The pieces of every paragraph, none for one that tracked changes took out."""
    gone = {paragraph for element in root.iter(*_GONE) for paragraph in element.iter(_P)}
    for paragraph in root.iter(_P):
        yield [] if paragraph in gone else list(pieces_of(paragraph))


def _controls(root: Any, facts: str) -> list[tuple[Control, list[Any]]]:
    """Every control that names a fact, a tag or a title, with the elements of its text, in the order of the document."""
    holders: dict[Any, list[tuple[int, int, str, Any]]] = {}
    begins: dict[Any, tuple[int, int]] = {}
    for number, (paragraph, pieces) in enumerate(zip(root.iter(_P), _paragraphs(root), strict=True), 1):
        offset, lengths = 0, {element: len(text) for element, text in pieces}
        for element in paragraph.iter():  # an empty control has no piece, but a place
            if element.tag == _SDT:
                begins[element] = number, offset
            offset += lengths.get(element, 0)
        offset = 0
        for element, text in pieces:
            control = next(element.iterancestors(_SDT), None)
            if control is not None:
                holders.setdefault(control, []).append((number, offset, text, element))
            offset += len(text)
    found: list[tuple[Control, list[Any]]] = []
    for element in root.iter(_SDT):
        seat = _seat(element, facts)
        if any(seat):
            held = holders.get(element, [])
            control = _control(element, seat, held, begins.get(element, (1, 0)))
            found.append((control, [piece for *_, piece in held]))
    return _joined(found)


def _seat(element: Any, facts: str) -> tuple[int, str, str]:
    """Number of the fact, tag and title of a control."""
    properties = element.find(f"{W}sdtPr")
    if properties is None:
        return 0, "", ""

    def told(name: str, attribute: str = "val") -> str:
        child = properties.find(f"{W}{name}")
        return "" if child is None else child.get(f"{W}{attribute}", "")

    match = _FACT.search(told("dataBinding", "xpath")) if facts in told("dataBinding", "prefixMappings") else None
    return int(match[1]) if match else 0, told("tag"), told("alias")


def _control(
    element: Any, seat: tuple[int, str, str], held: Sequence[tuple[int, int, str, Any]], begin: tuple[int, int]
) -> Control:
    if not held:
        return Control(*seat, "", *begin, begin[1])
    hint = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None  # Word asks for a text here: nothing is told
    number, start, _, _ = held[0]
    own = [(offset, text) for paragraph, offset, text, _ in held if paragraph == number]
    text = "" if hint else "".join(text for _, _, text, _ in held).replace(BREAK, "\n")
    return Control(*seat, text, number, start, own[-1][0] + len(own[-1][1]))


def _joined(found: Sequence[tuple[Control, list[Any]]]) -> list[tuple[Control, list[Any]]]:
    """LibreOffice saves a control that mixes digits and Chinese as several, each with the whole text behind its own.

    Controls of one fact that touch, each ending with the text of the first, are that first one.
    """
    joined: list[tuple[Control, list[Any]]] = []
    for control, pieces in found:
        if joined and control.number and control.text:
            first, before = joined[-1]
            touches = first.paragraph == control.paragraph and first.end == control.start and first.text
            if touches and first.number == control.number and control.text.endswith(first.text):
                whole = Control(*_same(first), first.text, first.paragraph, first.start, control.end)
                joined[-1] = whole, [*before, *pieces]
                continue
        joined.append((control, pieces))
    return joined


def _same(control: Control) -> tuple[int, str, str]:
    return control.number, control.tag, control.alias
