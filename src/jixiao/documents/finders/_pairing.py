"""Which amount of change and which percent belong together: 增加 N，增长 P%, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.documents.finders._phrases import named
from jixiao.documents.finders._roles import Role, Spoken

# words that lead to the level that a change arrived at
REACHED = re.compile("^[，,]?(?:达到?|增?至|为|总额达?到?|规模达?到?|总量达?到?)$")


def pairs(quantities: Sequence[Spoken]) -> Iterator[tuple[Spoken, Spoken]]:
    """Amounts and percents of change that stand side by side, or with the level that was reached between them."""
    taken: set[int] = set()
    for spot, percent in enumerate(quantities):
        if percent.role is not Role.GROWTH or percent.listed > 1:
            continue
        for step in (-1, 1, -2, 2):
            if not 0 <= spot + step < len(quantities):
                continue
            amount = quantities[spot + step]
            between = quantities[spot + step // 2] if abs(step) == 2 else None
            if (
                amount.role is Role.CHANGE
                and amount.index not in taken
                and amount.segment == percent.segment
                and not amount.listed
                and not percent.listed
                and (between is None or (between.role is Role.LEVEL and REACHED.search(between.lead)))
                and not _another(amount, percent)
            ):
                taken.add(amount.index)
                yield amount, percent
                break


def _another(amount: Spoken, percent: Spoken) -> bool:
    """Whether the later of the two begins to tell of something else, or of another comparison."""
    later = max(amount, percent, key=lambda item: item.index)
    earlier = min(amount, percent, key=lambda item: item.index)
    if later.subject and not named(later.subject, earlier.subject):
        return True
    kinds = [word for word in ("环比", "同比", "年初", "预算") if word in later.clause]
    return any(word not in earlier.clause for word in kinds) and bool(re.search("同比|环比|[比较与]", earlier.clause))
