"""Figures stated elsewhere that cannot be compared with anything."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.view import Found, View, check
from jixiao.facts.statements import row_address


@check("XSC-25")
def stated_items_are_known(view: View) -> Iterator[Found]:
    """A row of 填报数 names a figure by name or address, or a score line that a person judges; its value can be one."""
    judged = {name for line in view.card.lines for name in (line.code, line.name)} if view.card else set()
    for row in view.facts.statements[1]:
        if row.item not in judged:
            yield Found((row_address(view.year, row),), {"item": row.item, "where": row.where})
