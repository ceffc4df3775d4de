"""Reading a PDF: its characters through pdfium, its layout through our own eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from jixiao.documents.model import Document
from jixiao.documents.readers import ocr
from jixiao.documents.readers.pdf_document import document_of
from jixiao.documents.readers.pdf_sheet import Sheet
from jixiao.documents.readers.pdf_text import FEW, sheet_of
from jixiao.files.archive import mib
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.messages import Term

PAGES = 2_000
CHARACTERS = 2_000_000


def read_pdf(path: Path, limits: Limits) -> Document:
    """The document of a PDF file.

    `Document.text` is the text of its pages one after the other, so that a character of it is also one of pdfium's.

    Args:
        path: the file.
        limits: bounds on its size; memory and time are bounded by the process that calls this.

    Raises:
        FileRefused: it is damaged, protected by a password, without pages, or larger than we read.
    """
    with opened(path, limits) as pdf:
        sheets: list[Sheet] = []
        pictures: list[int] = []
        size = 0
        for number in range(len(pdf)):
            sheet, pictured = sheet_of(pdf, number, CHARACTERS - size, path.name)
            size += len(sheet.text)
            sheets.append(sheet)
            if pictured:
                pictures.append(number)
        remarks = recognised(pdf, sheets, pictures, path.name, limits)
    if not any(sheet.text.strip() for sheet in sheets):
        raise FileRefused("ocr-no-text" if pictures else "pdf-no-text", file=path.name)
    if any(not sheet.text.strip() for sheet in sheets) and Term("pdf-some-pages-scanned") not in remarks:
        remarks = (*remarks, Term("pdf-some-pages-empty"))
    return document_of(sheets, kind="pdf", name=path.name, remarks=remarks)


def recognised(pdf: Any, sheets: list[Sheet], pictures: list[int], name: str, limits: Limits) -> tuple[Term, ...]:
    """Put what OCR reads in the place of pages that are pictures.

    Args:
        pdf: the open document.
        sheets: its pages; those of `pictures` are replaced.
        pictures: numbers of pages whose text is in their image.
        name: by which the person knows the file.
        limits: of this process.

    Returns:
        What has to be said about it.

    Raises:
        FileRefused: there is nothing but pictures and no OCR, too little memory for it, or too many pages.
    """
    if not pictures:
        return ()
    told = set(range(len(sheets))) - set(pictures)
    if not ocr.available() and any(len(sheets[number].text) > FEW for number in told):
        return (Term("pdf-some-pages-scanned"),)
    ocr.refuse_without_room(name, limits)
    if len(pictures) > ocr.PAGES:
        raise FileRefused("ocr-too-many-pages", file=name, limit=ocr.PAGES)
    for number in pictures:
        page = pdf[number]
        width, height = page.get_size()
        bitmap = page.render(scale=ocr.LONG_SIDE / max(width, height), may_draw_forms=False)
        sheets[number] = ocr.sheet_in(bitmap.to_numpy()[:, :, :3], width, height)
        bitmap.close()
        page.close()
    return (Term("ocr-used"),)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Any]:
    """A PDF that can be read. Raises FileRefused."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise FileRefused("file-too-large", file=path.name, found=mib(size), limit=mib(limits.file_bytes))
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise FileRefused("pdf-locked" if locked else "pdf-broken", file=path.name, detail=str(error)) from error
    with pdf:
        if len(pdf) == 0:
            raise FileRefused("pdf-no-pages", file=path.name)
        if len(pdf) > PAGES:
            raise FileRefused("pdf-too-many-pages", file=path.name, found=len(pdf), limit=PAGES)
        yield pdf
