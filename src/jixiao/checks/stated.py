"""Figures stated elsewhere that cannot be compared with anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from jixiao.checks.view import Found, View, check
from jixiao.facts.statements import row_address
from jixiao.relations import Hint

_SCORE = re.compile(r"(?:[a-z]+-)?(?:score|points|lost|bonus)/.*|[A-Z]-[0-9][-0-9]*|.*(?:得分|总分|分值|扣分)")


@check("XSC-25")
def stated_items_are_known(view: View) -> Iterator[Found]:
    """A row of 填报数 names a figure by name or address, or a score line that a person judges; its value can be one."""
    judged = {name for line in view.card.lines for name in (line.code, line.name)} if view.card else set()
    for row in view.facts.statements[1]:
        if row.item in judged or (view.card is None and _SCORE.fullmatch(row.item)):
            continue  # without a card nobody knows which scores there are
        near = get_close_matches(row.item, view.facts.registry.department_figures, n=3)
        hints = (Hint("hint-near", (("found", row.item), ("near", "、".join(near)))),) if near else ()
        yield Found((row_address(view.year, row),), {"item": row.item, "where": row.where}, hints=hints)
