"""The short list: what the form would be returned for comes first, and notes stop at about ten."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.checks.finding import Finding
from jixiao.checks.severity import Severity

MOST_NOTES = 10


def leading(findings: Sequence[Finding], notes: int = MOST_NOTES) -> tuple[tuple[Finding, ...], int]:
    """Everything above a note, then notes up to a limit; and how many notes were left off."""
    grave = [finding for finding in findings if finding.severity is not Severity.NOTE]
    mild = [finding for finding in findings if finding.severity is Severity.NOTE]
    return (*grave, *mild[:notes]), max(0, len(mild) - notes)
