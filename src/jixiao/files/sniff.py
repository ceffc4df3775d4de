"""What a file really is, judged by its bytes and never by its name."""

from __future__ import annotations

import zipfile
import zlib
from enum import Enum
from pathlib import Path

from jixiao.files.messages import Term

HEAD = 4096
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PICTURES = (  # first bytes, and the name of the kind
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
BITMAP = b"BM"  # two letters that a text may begin with too
OLE_ENTRY = 128  # directory entries of an OLE file are aligned to this, which tells a name from text that quotes it
HTML_MARKS = ("<html", "<!doctype html", "<table", "<meta ", "<head", "<body", "urn:schemas-microsoft-com:office:excel")


class FileKind(Enum):
    """Kinds of file that reach a finance department; their names for people are messages."""

    EMPTY = "empty"
    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    OFD = "ofd"
    HTML = "html"
    XML = "xml"
    TEXT = "text"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"
    BMP = "bmp"
    ENCRYPTED = "encrypted"
    OLE = "ole"
    ZIP = "zip"
    BROKEN_ZIP = "broken-zip"
    UNKNOWN = "unknown"

    @property
    def term(self) -> Term:
        """How a person calls it, in the reader's language."""
        return Term(f"file-kind-{self.value}")


def sniff(path: Path) -> FileKind:
    """The kind of a file. Reads its first bytes, and the list of parts of a package. Raises OSError only."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return FileKind.EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return package_kind(path)
    if head.startswith(OLE):
        return ole_kind(path)
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(b"{\\rtf"):
        return FileKind.RTF
    for first, picture in PICTURES:
        if head.startswith(first):
            return FileKind(picture)
    kind = text_kind(head)
    return FileKind.BMP if kind is FileKind.UNKNOWN and head.startswith(BITMAP) else kind


def package_kind(path: Path) -> FileKind:
    """Which package a zip file is, by the parts it holds."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, UnicodeDecodeError):
        return FileKind.BROKEN_ZIP
    if "xl/workbook.xml" in names:
        return FileKind.XLSM if "xl/vbaProject.bin" in names else FileKind.XLSX
    if "xl/workbook.bin" in names:
        return FileKind.XLSB
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "OFD.xml" in names:
        return FileKind.OFD
    if "content.xml" in names and "mimetype" in names:
        return open_document_kind(path)
    return FileKind.ZIP


def open_document_kind(path: Path) -> FileKind:
    """What the package says of itself: a table, a text, or neither."""
    try:
        with zipfile.ZipFile(path) as package, package.open("mimetype") as mimetype:
            said = mimetype.read(80).strip().rpartition(b".")[2]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return FileKind.ZIP
    return {b"spreadsheet": FileKind.ODS, b"text": FileKind.ODT}.get(said, FileKind.ZIP)


def ole_kind(path: Path) -> FileKind:
    """Which OLE file it is, by the streams named in its directory."""
    streams = {
        FileKind.ENCRYPTED: ("EncryptedPackage", "EncryptionInfo"),
        FileKind.XLS: ("Workbook", "Book"),
        FileKind.DOC: ("WordDocument",),
    }
    content = path.read_bytes()
    for kind, names in streams.items():
        if any(has_stream(content, name) for name in names):
            return kind
    return FileKind.OLE


def has_stream(content: bytes, name: str) -> bool:
    """Whether a directory entry of that name lies in the bytes of an OLE file."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0:
        if at % OLE_ENTRY == 0:
            return True
        at = content.find(wanted, at + 1)
    return False


def text_kind(head: bytes) -> FileKind:
    """Web page, XML or text; anything with control characters is none of them."""
    words = decoded(head)
    if words is None:
        return FileKind.UNKNOWN
    lowered = words.lstrip("\ufeff \t\r\n").lower()
    if lowered.startswith("mime-version:") or ("<" in lowered and any(mark in lowered for mark in HTML_MARKS)):
        return FileKind.HTML
    if lowered.startswith("<?xml"):
        return FileKind.XML
    return FileKind.TEXT


def decoded(head: bytes) -> str | None:
    """The text of the first bytes in one of the encodings met in Chinese offices, or None for binary content."""
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8", "gb18030"):
        for cut in range(4):  # the last character may be cut by the end of the head
            try:
                words = head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            printable = all(mark >= " " or mark in "\t\r\n\f" for mark in words)
            return words if printable else None
    return None
