"""What a Word file of ours holds now: the embedded facts, the controls with their visible text, the paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from jixiao.documents.model import Document
from jixiao.documents.wire import from_data
from jixiao.files import guarded
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

_CHILD = "jixiao.reports.readback.taking:take"
_OF_DOCUMENTS = {"file-broken": "document-broken", "file-reader-died": "document-reader-died"}


@dataclass(frozen=True, slots=True)
class Part:
    """One `fact` of the embedded part, by its number from one; `text` is what the part says now."""

    number: int
    address: str
    key: str
    title: str
    kind: str
    source: str
    basis: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Control:
    """One content control: the fact it is bound to (0: none), its tag and title, what it shows, and where.

    `paragraph` counts the `w:p` of the main part from one; `start` and `end` are characters of that paragraph.
    """

    number: int
    tag: str
    alias: str
    text: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extract:
    """A Word file as read back; `paragraphs` are the texts of all `w:p` of the main part in order."""

    parts: tuple[Part, ...]
    controls: tuple[Control, ...]
    paragraphs: tuple[str, ...]
    document: Document


def extract(path: Path, facts: str, limits: Limits, texts: Mapping[int, str] | None = None) -> Extract:
    """Take a file apart in a limited process.

    Args:
        path: the file.
        facts: the namespace of the embedded facts.
        limits: the bounds.
        texts: index of a control → the text to put back into it first, for the document as it was.

    Raises:
        FileRefused: damaged, larger than allowed, or without embedded facts.
    """
    told = {str(index): text for index, text in (texts or {}).items()}
    order = (str(path.resolve()), facts, asdict(limits), told)
    try:
        value = guarded.run(_CHILD, *order, file=path.name, limits=limits).value
    except FileRefused as refused:
        message_id = _OF_DOCUMENTS.get(refused.message_id, refused.message_id)
        raise FileRefused(message_id, detail=refused.detail, **{**refused.values, "file": path.name}) from refused
    if not isinstance(value, dict):
        raise FileRefused("document-reader-died", file=path.name, detail=repr(value)[:200])
    return Extract(
        tuple(Part(**part) for part in value["parts"]),
        tuple(Control(**control) for control in value["controls"]),
        tuple(value["paragraphs"]),
        replace(from_data(value["document"]), name=path.name),
    )
