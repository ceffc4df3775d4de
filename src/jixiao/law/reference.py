"""A reference: which document, which article, in force from when until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a regulation.

    Attributes:
        document: number or title as cited, 财预〔2020〕10号.
        article: 第十六条, or empty for the whole document.
        since, until: first and last day in force; None is open.

    Example:
        >>> Reference("财预〔2020〕10号", "第十六条").text()
        '财预〔2020〕10号第十六条'
    """

    document: str
    article: str = ""
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether the reference holds on that day (the day of the deed, not of the reader)."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    def text(self) -> str:
        """As a form cites it."""
        return f"{self.document}{self.article}"
