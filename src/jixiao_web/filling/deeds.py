"""What a browser, an import or a pre-filling asks for, and what it is told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_TEXT = 20_000
"""The longest text of one cell, in characters."""
MOST_CHANGES = 100_000
"""The most changes of one deed."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell: `row` is a primary key, or a temporary name ("n1") of a row that this deed adds.

    `before` is the text that is replaced, as the asker saw it. With an empty `field` the row is added (after "1") or taken
    away (after "").
    """

    row: int | str
    subject: str
    field: str
    before: str
    after: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class DeedRequest:
    """Changes to be made at once, or not at all. `client` is the asker's own number for it."""

    kind: str
    changes: tuple[CellChange, ...]
    label: str = ""
    client: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that is not what the asker saw: nothing was written there. `by` and `at` say who wrote `theirs`, and when."""

    row: int
    field: str
    mine: str
    theirs: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done.

    Attributes:
        deed: primary key; 0 when nothing had to be written.
        rows: temporary name → primary key.
        written: row, field, text of every cell written; field "" with "1" or "" for rows added or taken away.
        conflicts: cells that were left alone.
        revision: of the form afterwards.
    """

    deed: int
    rows: Mapping[str, int]
    written: tuple[tuple[int, str, str], ...]
    conflicts: tuple[Conflict, ...]
    revision: int

    def as_data(self) -> dict[str, Any]:
        """Plain data, for the answer that is kept."""
        return {
            "rows": dict(self.rows),
            "written": [list(item) for item in self.written],
            "conflicts": [[c.row, c.field, c.mine, c.theirs, c.by, c.at] for c in self.conflicts],
            "revision": self.revision,
        }

    @classmethod
    def from_data(cls, deed: int, data: Mapping[str, Any]) -> Applied:
        """The answer that was kept."""
        return cls(
            deed,
            data["rows"],
            tuple((row, name, value) for row, name, value in data["written"]),
            tuple(Conflict(*item) for item in data["conflicts"]),
            data["revision"],
        )


class Refused(ValueError):
    """The request cannot be done; the message is a whole sentence for the person."""
