"""Where in the workbook a fact is changed: the cell it was read from, or the cells behind what was computed."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.facts import Address, Facts, Registry
from jixiao.reports.readback.changes import Home
from jixiao.reports.readback.written import Written

MOST_CELLS = 5
_COMPUTED = "计算"
_STEP = " › "


def home_of(fact: Written, registry: Registry, facts: Facts | None) -> Home:
    """The home of a fact, from the workbook where that is at hand, else from its passport.

    Args:
        fact: as embedded.
        registry: for something pending, which has no passport: the sheet that its address names.
        facts: of the workbook.
    """
    if facts is not None and fact.address in facts:
        return _in_workbook(fact, facts)
    if fact.pending:
        subject = registry.by_id.get(fact.address.split("/")[1]) if fact.address.count("/") > 1 else None
        return Home(fact.address, subject.sheet if subject else "")
    if fact.kind == _COMPUTED:
        return Home(fact.address, rule=fact.source)
    file, *rest = fact.source.partition("；")[0].split(_STEP)
    sheet, cell = (*rest, "", "")[:2]
    return Home(fact.address, sheet, cell) if file and sheet else Home(fact.address, rule=fact.source)


def _in_workbook(fact: Written, facts: Facts) -> Home:
    own = facts.fact(fact.address)
    origin = own.passport.origin
    if origin.cell and not own.passport.rule:
        return Home(fact.address, origin.sheet, origin.cell)
    if fact.pending:
        return Home(fact.address, facts.registry.by_id[fact.address.split("/")[1]].sheet)
    return Home(fact.address, rule=own.passport.rule, cells=tuple(_entered(own.address, facts)))


def _entered(where: Address, facts: Facts) -> Iterator[tuple[str, str, str]]:
    """The first entered facts behind a computed one, breadth first."""
    waiting, seen, told = [where], {where}, 0
    for here in waiting:  # grows while it is gone through
        for other in facts.fact(here).inputs:
            if other in seen or other not in facts:
                continue
            seen.add(other)
            fact = facts.fact(other)
            if fact.passport.origin.cell and not fact.inputs:
                yield fact.title, fact.passport.origin.sheet, fact.passport.origin.cell
                told += 1
                if told == MOST_CELLS:
                    return
            else:
                waiting.append(other)
