"""What is found at an earlier stage of the year: results are not missing before they are due."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.checks import Finding
from jixiao_web.cycle.models import Kind
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling.facts import Gathered


def asked(kind: str, gathered: Gathered, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of the findings of an earlier stage those about what the stage asks for; of the year's end, all."""
    if kind == Kind.EVALUATION:
        return tuple(findings)
    known = {**sheets(kind, "department"), **sheets(kind, "unit")}
    fields = {subject: {item.id for item in sheet.fill} for subject, sheet in known.items()}
    return tuple(
        finding
        for finding in findings
        if any(found and found[2] in fields.get(found[1], ()) for found in map(gathered.row_of, finding.at))
    )
