"""Text files, in whichever of the encodings of Chinese offices they come."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from jixiao.documents.model import Document
from jixiao.documents.readers.text import document_of
from jixiao.files.limits import Limits

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_NAMED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_HEAD = 4096
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}


def read_text(path: Path, limits: Limits) -> Document:  # noqa: ARG001 (readers are called alike)
    """Read a text file; line ends become one newline. Raises OSError only."""
    text = decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    return document_of(text, path.name)


def decoded(data: bytes, *, named: bool = False) -> str:
    """The text of bytes: by their mark, as UTF-8 where they are, by the name that a web page gives, else as GB 18030.

    Bytes that fit nothing become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    encoding = "gb18030"
    match = _NAMED.search(data[:_HEAD]) if named else None
    if match is not None:
        said = match[1].decode("ascii", "replace").lower()
        encoding = _WIDER.get(said, said)
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # a name of no encoding, or of one that is no text
        return data.decode("gb18030", "replace")
