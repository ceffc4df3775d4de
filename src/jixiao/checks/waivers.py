"""Waivers: a person, a reason and an end date set one finding aside; nothing is waived for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jixiao.checks.finding import Finding
from jixiao.checks.severity import Severity
from jixiao.facts import Address


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who sets which finding aside, why, and until when (that day included). `at` is the finding's first address."""

    code: str
    at: Address
    person: str
    reason: str
    until: date

    def __post_init__(self) -> None:
        if not (self.person.strip() and self.reason.strip()):
            raise ValueError("a waiver has a person and a reason")


def apply_waivers(findings: Iterable[Finding], waivers: Iterable[Waiver], on: date) -> tuple[Finding, ...]:
    """The findings that still count on a day: what blocks cannot be waived, and an expired waiver does not count."""
    valid = {(waiver.code, waiver.at) for waiver in waivers if on <= waiver.until}
    return tuple(
        finding
        for finding in findings
        if finding.severity is Severity.BLOCK or not finding.at or (finding.code, finding.at[0]) not in valid
    )
