"""A PDF file with something appended to it; one with a broken skeleton is written anew first."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from jixiao.files.errors import FileRefused
from jixiao.reports.marked.pdf_annotations import Writing

# pypdf trusts what a file says of its own objects: a dictionary where a number is meant ends in one of these.
_BROKEN = (
    *(PyPdfError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError),
    *(NotImplementedError, AssertionError, struct.error, zlib.error),
)
_RANDOM = re.compile(rb"<[0-9A-F]{32}>")
_TAIL = 400  # bytes at the end of a file that pdfium wrote in which its trailer stands
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it puts right by itself, nobody needs to hear


def changed(source: Path, author: str, annotate: Callable[[Writing], None]) -> bytes:
    """The bytes of a PDF with annotations appended.

    Args:
        source: the file.
        author: of the annotations.
        annotate: puts them in.

    Raises:
        FileRefused: it is protected against changes, or too damaged to be written into.
    """
    data = source.read_bytes()
    try:
        return _appended(data, source.name, author, annotate)
    except _BROKEN:
        pass  # pdfium read it, so pdfium may write it in a form that others read
    try:
        return _appended(_anew(data), source.name, author, annotate)
    except (*_BROKEN, pypdfium2.PdfiumError) as error:
        raise FileRefused("marked-pdf-broken", file=source.name, problem=type(error).__name__) from error


def _appended(data: bytes, name: str, author: str, annotate: Callable[[Writing], None]) -> bytes:
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise FileRefused("marked-pdf-locked", file=name)
    writer = PdfWriter(reader, incremental=True)
    annotate(Writing(writer, author))
    written = BytesIO()
    writer.write_stream(written)
    return written.getvalue()


def _anew(data: bytes) -> bytes:
    """The file as pdfium writes it, with a name of its own content where pdfium puts a random one."""
    written = BytesIO()
    with pypdfium2.PdfDocument(data) as pdf:
        pdf.save(written)
    told, name = written.getvalue(), b"<%s>" % sha256(data).hexdigest()[:32].upper().encode()
    return told[:-_TAIL] + _RANDOM.sub(name, told[-_TAIL:])
