"""How grave a finding is: what blocks submission, what is wrong, what wants an explanation, what is worth knowing."""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """Follows certainty: what the data alone cannot prove is a warning or a note, whatever the rule's weight."""

    BLOCK = "block"
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)
