"""The typed differences between what a report said and what stands in it now."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jixiao.documents.model import Document, Place, Span
from jixiao.figures import Figure


class Sort(StrEnum):
    """What became of a piece of the report."""

    FIGURE = "figure"  # an embedded fact shows another text
    REMOVED = "removed"  # an embedded fact is no longer there
    PENDING = "pending"  # 待填 was filled in
    PROSE = "prose"  # words outside the controls


class Degree(StrEnum):
    """How far the new text is from the old one."""

    SPELLING = "spelling"  # the same value: 46,154.11 for 46154.11
    ROUNDING = "rounding"  # the same value with more or fewer places: 46154.1
    VALUE = "value"  # another value
    WORDS = "words"  # other words


@dataclass(frozen=True, slots=True)
class Seat:
    """One place of the document: the characters of `ReadBack.document.text` and what stands there now."""

    paragraph: int
    span: Span
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    """A relation that held before an edit and does not hold after it.

    Attributes:
        code: the check that it belongs to.
        relation: the relation in words.
        left, right: what its two sides are now, as text with unit.
        bound: whether `right` is a bound that `left` must keep, not what it must be.
        spans: its figures in `ReadBack.document.text`; none for a relation between embedded facts.
    """

    code: str
    relation: str
    left: str
    right: str
    bound: bool = False
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Where in the workbook a fact is changed: its sheet and cell, or the `rule` and figures that it is computed from.

    `cells` are (title, sheet, cell) of the entered facts behind a computed one; known with the workbook only.
    """

    address: str = ""
    sheet: str = ""
    cell: str = ""
    rule: str = ""
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        address, title: of the fact; empty for prose.
        before, after: the text as written and as it stands now; empty where there was or is nothing.
        old, new: the same as exact figures with unit and kind, None where they are no figures.
        degree: how far `after` is from `before`.
        seats: the places that were changed.
        stale: the places that still show the fact as it was.
        echoed: whether the program that made the edit wrote it into the embedded part too.
        breaks: the relations that the edit breaks.
        home: where the workbook is changed if the edit is meant.
    """

    sort: Sort
    before: str
    after: str
    address: str = ""
    title: str = ""
    old: Figure | None = None
    new: Figure | None = None
    degree: Degree = Degree.WORDS
    seats: tuple[Seat, ...] = ()
    stale: tuple[Seat, ...] = ()
    echoed: bool = False
    breaks: tuple[Break, ...] = ()
    home: Home = field(default_factory=Home)

    @property
    def matters(self) -> bool:
        """Whether somebody must look at it: all but another spelling of the same value."""
        return self.degree is not Degree.SPELLING


@dataclass(frozen=True)
class ReadBack:
    """A report that came back.

    Attributes:
        document: as it is now; every span counts the characters of its text.
        changes: in reading order.
        unbound: places whose control was lost while its text still stands there; that is no change.
        original: whether it was compared with the report made anew from the workbook: words and relations are whole then.
        updated: how many embedded facts the workbook has changed since the report was made.
    """

    document: Document
    changes: tuple[Change, ...]
    unbound: tuple[Seat, ...] = ()
    original: bool = False
    updated: int = 0
