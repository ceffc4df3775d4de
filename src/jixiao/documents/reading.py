"""The door for documents: a text or any file goes in, a document comes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from jixiao.documents.model import Document
from jixiao.documents.readers.text import document_of
from jixiao.documents.wire import from_data, to_data
from jixiao.files import guarded as guard
from jixiao.files.archive import mib
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.sniff import FileKind, sniff

_READERS = "jixiao.documents.readers"
READERS = {
    FileKind.TEXT: "text_file:read_text",
    FileKind.HTML: "html:read_html",
    FileKind.DOCX: "docx:read_docx",
    FileKind.XLSX: "xlsx:read_xlsx",
    FileKind.XLSM: "xlsx:read_xlsx",
    FileKind.XLS: "xlsx:read_other",
    FileKind.XLSB: "xlsx:read_other",
    FileKind.ODS: "xlsx:read_other",
    FileKind.PDF: "pdf:read_pdf",
    FileKind.OFD: "ofd:read_ofd",
    FileKind.PNG: "ocr:read_image",
    FileKind.JPEG: "ocr:read_image",
    FileKind.TIFF: "ocr:read_image",
    FileKind.BMP: "ocr:read_image",
}
OFFICE = frozenset({FileKind.DOC, FileKind.RTF, FileKind.ODT, FileKind.OLE})
_WORD_XML = (b"wordDocument", b"pkg:package")  # what Word 2003 and later write as a single XML file
_HEAD = 4096
_REFUSALS = {
    FileKind.EMPTY: "file-empty",
    FileKind.ENCRYPTED: "document-encrypted",
    FileKind.BROKEN_ZIP: "document-broken",
    FileKind.ZIP: "document-in-archive",
}


def from_text(text: str, name: str = "") -> Document:
    r"""The document of a pasted text.

    Args:
        text: anything, with or without line breaks inside its sentences.
        name: the name that the person knows it by.

    Returns:
        A document whose `text` is exactly the given text.

    Example:
        >>> document = from_text("一、收支情况\n全年支出100万元，其中基本支出60万\n元。")
        >>> [passage.text for passage in document.passages()]
        ['一、收支情况', '全年支出100万元，其中基本支出60万元。']
    """
    return document_of(text, name)


def read(path: Path, limits: Limits | None = None, guarded: bool = True) -> Document:
    """Read a file that somebody sent; what it is, its bytes say, not its name.

    Args:
        path: a text, a web page, a Word document, a workbook, a PDF, an OFD, a scanned page.
        limits: the bounds; the defaults of `Limits` where none are given.
        guarded: whether the reader works in a limited process of its own. A worker that is itself limited says False.

    Raises:
        FileRefused: the file cannot be found, cannot be read, is protected, or is larger or stranger than allowed.
    """
    bounded = limits is not None
    limits = limits or Limits()
    path = Path(path)
    kind = kind_of(path, limits)
    if kind in OFFICE or (kind is FileKind.XML and _is_word(path)):
        from jixiao.documents.readers.office import as_docx  # noqa: PLC0415  (few files need the office program)

        with as_docx(path, limits) as made:
            return replace(_read(made, FileKind.DOCX, limits, path.name, guarded=guarded), name=path.name)
    if kind not in READERS:
        raise FileRefused(_REFUSALS.get(kind, "document-unreadable"), file=path.name, found=kind.term)
    try:
        return _read(path, kind, limits, path.name, guarded=guarded)
    except FileRefused as refused:
        if refused.message_id != "ocr-room" or bounded:
            raise
    # Recognising characters takes more memory and time than a reader is given at first: only pictures of pages get them.
    from jixiao.documents.readers.ocr import LIMITS  # noqa: PLC0415  (few files need it)

    return _read(path, kind, LIMITS, path.name, guarded=guarded)


def _is_word(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return any(mark in head for mark in _WORD_XML)


def kind_of(path: Path, limits: Limits) -> FileKind:
    """The kind of a file of an allowed size. Raises FileRefused."""
    try:
        size, kind = path.stat().st_size, sniff(path)
    except FileNotFoundError:
        raise FileRefused("file-not-found", file=str(path)) from None
    except (OSError, ValueError) as error:  # a path with a zero character is a ValueError
        raise FileRefused("file-cannot-open", file=str(path), detail=str(error)) from error
    if size > limits.file_bytes:
        raise FileRefused("file-too-large", file=path.name, found=mib(size), limit=mib(limits.file_bytes))
    return kind


def _read(path: Path, kind: FileKind, limits: Limits, name: str, *, guarded: bool) -> Document:
    try:
        if not guarded:
            return replace(_reader(READERS[kind])(path, limits), name=name)
        answer = guard.run(
            f"{__name__}:read_as_data", str(path.resolve()), READERS[kind], asdict(limits), file=name, limits=limits
        )
        value = answer.value
    except FileRefused as refused:
        raise FileRefused(
            _OF_DOCUMENTS.get(refused.message_id, refused.message_id),
            detail=refused.detail,
            **{**refused.values, "file": name},
        ) from refused
    except OSError as error:  # an offset inside the file that leads out of it
        raise FileRefused("document-broken", file=name, detail=str(error)) from error
    if not isinstance(value, dict):
        raise FileRefused("file-reader-died", file=name, detail=repr(value)[:200])
    return replace(from_data(value), name=name)


_OF_DOCUMENTS = {"file-broken": "document-broken", "file-reader-died": "document-reader-died"}


def read_as_data(path: str, reader: str, limits: dict[str, Any]) -> dict[str, Any]:
    """What the guarded process runs: read and tell as data. Raises FileRefused."""
    return to_data(_reader(reader)(Path(path), Limits(**limits)))


def _reader(reader: str) -> Callable[[Path, Limits], Document]:
    module, _, function = reader.partition(":")
    found: Callable[[Path, Limits], Document] = getattr(import_module(f"{_READERS}.{module}"), function)
    return found
