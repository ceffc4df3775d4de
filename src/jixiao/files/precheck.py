"""Looking into a foreign package before anybody parses it: sizes, entities, and cells far outside the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from jixiao.files.archive import listing, mib, unpacked
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.references import range_size, split_reference

XML_ENDINGS = (".xml", ".rels", ".vml", ".xhtml", ".html")
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
FORBIDDEN = (b"<!doctype", b"<!entity")
CONTENT = frozenset({"v", "f", "is"})  # what makes a cell more than a formatted blank


@dataclass(frozen=True, slots=True)
class PackageReport:
    """What a sound package holds: the names of its parts in their order, its unpacked size, whether it has macros."""

    parts: tuple[str, ...]
    unpacked_bytes: int
    has_macros: bool


def precheck(path: Path, limits: Limits | None = None) -> PackageReport:
    """Walk through every byte of a zip package (xlsx, docx, ods) without keeping it.

    Args:
        path: the package.
        limits: the bounds; the defaults of `Limits` where none are given.

    Raises:
        FileRefused: the first thing found that a sound office file never has.
    """
    limits = limits or Limits()
    parts = listing(path, limits)
    total = 0
    budget = Budget()
    with path.open("rb") as file:
        for part in parts:
            chunks = unpacked(file, part, path.name, limits)
            watch = Watch(path.name, part.filename, limits, budget)
            for chunk in chunks:
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise FileRefused("file-unpacks-too-large", file=path.name, limit=mib(limits.unpacked_bytes))
                watch.feed(chunk)
            watch.close()
    macros = any(part.filename.lower().endswith("vbaproject.bin") for part in parts)
    return PackageReport(tuple(part.filename for part in parts), total, macros)


@dataclass(slots=True)
class Budget:
    """What all sheets of a package have used up together."""

    cells: int = 0
    merged: int = 0


class Watch:
    """Reads one part as it streams by: is it XML, does it define entities, do its cells stay inside the limits."""

    def __init__(self, file: str, part: str, limits: Limits, budget: Budget) -> None:
        self.file, self.part, self.limits, self.budget = file, part, limits, budget
        self.parser: expat.XMLParserType | None = None
        self.looked = False
        self.is_xml = False
        self.carry = b""
        self.row = self.column = 0

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes. Raises FileRefused."""
        if not self.looked and chunk:
            self.looked = True
            start = chunk[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
            self.is_xml = self.part.lower().endswith(XML_ENDINGS) or start.startswith(b"<")
            # Old VML drawings are not well-formed and nobody parses them: for these the byte search must do.
            if self.is_xml and not self.part.lower().endswith(".vml"):
                self.parser = self.new_parser()
        if not self.is_xml:
            return
        # Without the zero bytes UTF-16 and UTF-32 read like ASCII, as far as these words go.
        window = self.carry + chunk.replace(b"\0", b"").lower()
        if any(word in window for word in FORBIDDEN):
            raise FileRefused("file-entities", file=self.file, part=self.part)
        self.carry = window[-16:]
        self.parse(chunk, final=False)

    def close(self) -> None:
        """The part is over. Raises FileRefused when it stops in the middle."""
        self.parse(b"", final=True)

    def parse(self, chunk: bytes, *, final: bool) -> None:
        """Hand bytes to the parser; what this parser cannot read, no other gets to see."""
        if self.parser is None:
            return
        try:
            self.parser.Parse(chunk, final)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileRefused(
                "file-broken-part", file=self.file, part=self.part, detail=f"{self.part}: {error}"
            ) from error

    def new_parser(self) -> expat.XMLParserType:
        """A parser that knows no entities and watches the sheet."""
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self.on_doctype
        parser.StartElementHandler = self.on_root
        return parser

    def on_doctype(self, *_: object) -> None:
        """Entities can grow without bound or fetch files: office files have none."""
        raise FileRefused("file-entities", file=self.file, part=self.part)

    def on_root(self, tag: str, _: list[str]) -> None:
        """Only a sheet needs watching, wherever in the package it lies; other parts stay quick."""
        if self.parser is not None:
            self.parser.StartElementHandler = self.on_element if local(tag) == "worksheet" else None

    def on_element(self, tag: str, attributes: list[str]) -> None:
        """Follow rows and cells; a cell without an address stands right of the one before."""
        name = local(tag)
        if name in CONTENT:
            self.refuse_outside()
        elif name == "c":
            self.spend_cell()
            reference = attribute(attributes, "r")
            place = split_reference(reference) if reference else (self.row, self.column + 1)
            self.row, self.column = place or self.odd(reference)
        elif name == "row":
            self.spend_cell()
            number = attribute(attributes, "r")
            if number and not number.isdecimal():
                self.odd(number)
            self.row, self.column = (int(number[:9]) if number else self.row + 1), 0
        elif name == "mergeCell":
            self.budget.merged += range_size(attribute(attributes, "ref")) or self.odd(attribute(attributes, "ref"))[0]
            if self.budget.merged > self.limits.merged_cells:
                raise FileRefused("file-merged-too-large", file=self.file, limit=self.limits.merged_cells)

    def refuse_outside(self) -> None:
        """A single cell at the far corner makes some readers lay out the whole sheet in memory."""
        if self.row > self.limits.rows:
            raise FileRefused(
                "file-too-many-rows", file=self.file, part=self.part, found=self.row, limit=self.limits.rows
            )
        if self.column > self.limits.columns:
            raise FileRefused(
                "file-too-many-columns", file=self.file, part=self.part, found=self.column, limit=self.limits.columns
            )

    def spend_cell(self) -> None:
        """Count cells and rows, the formatted blank ones too."""
        self.budget.cells += 1
        if self.budget.cells > self.limits.cells:
            raise FileRefused("file-too-many-cells", file=self.file, limit=self.limits.cells)

    def odd(self, reference: str) -> tuple[int, int]:
        """Refuse an address that is none."""
        raise FileRefused("file-odd-reference", file=self.file, part=self.part, found=reference[:20])


def local(tag: str) -> str:
    """A tag without its prefix."""
    return tag.rpartition(":")[2]


def attribute(attributes: list[str], name: str) -> str:
    """The value of an attribute in expat's flat list, or ""."""
    return next((value for key, value in pairs(attributes) if key == name), "")


def pairs(attributes: list[str]) -> Iterator[tuple[str, str]]:
    """Names and values of expat's flat list."""
    return zip(attributes[::2], attributes[1::2], strict=True)
