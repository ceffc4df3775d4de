"""Passports: where a figure came from, on which basis, for which period, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Provenance(Enum):
    """How far a figure may be trusted to be somebody's: printed in public, entered by the office, made up, or computed."""

    PUBLISHED = "公开"
    ILLUSTRATIVE = "示例"
    ENTERED = "填报"
    DERIVED = "计算"


@dataclass(frozen=True, slots=True)
class Origin:
    """The place that a value was read from: file, sheet and cell as in Excel ("C14"), and who entered it, when known."""

    file: str = ""
    sheet: str = ""
    cell: str = ""
    person: str = ""
    time: str = ""

    def text(self) -> str:
        """As people read it: 部门.xlsx › 预算执行 › M12."""
        return " › ".join(part for part in (self.file, self.sheet, self.cell, self.person, self.time) if part)


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Passport:
    """What stands beside a value under the same address.

    Attributes:
        provenance: published, illustrative, entered or derived.
        origin: where it was read from; empty for derived figures.
        basis: the 口径; `period` the fiscal year or the day that it is true of; `unit` as in sheets.
        document: what the source column says (the paper that the figure is in).
        rule: for a derived figure, how it was computed, in words.
        note: why a derived figure is missing, when it is.
    """

    provenance: Provenance = Provenance.ENTERED
    origin: Origin = NOWHERE
    basis: str = ""
    period: str = ""
    unit: str = ""
    document: str = ""
    rule: str = ""
    note: str = ""


UNKNOWN = Passport()
"""The passport of a value of which nobody said anything."""
