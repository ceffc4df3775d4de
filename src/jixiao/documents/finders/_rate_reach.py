"""The amounts of a rate that do not stand right before it: in the sentence before, behind it, or farther up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jixiao.documents.finders._bases import Reading, share
from jixiao.documents.finders._rate_kinds import NAMED, Kind, called, may_measure
from jixiao.documents.finders._roles import Role, Spoken, back

FARTHEST = 30  # figures back to the only budget of a text
_FUNDS = re.compile("预算|应安排|安排|下达|到位|指标|批复|资金(?:合计|总[额计量])")
_INNER = re.compile("其中|包括")


def before(quantities: Sequence[Spoken], rate: Spoken, name: str, kind: Kind) -> Reading | None:
    """预算安排 A，实际支出 B，具体为：…。预算执行率 P%: the only pair of the sentence before that the labels name."""
    near = [item for item in back(quantities, rate.index, FARTHEST) if item.sentence >= rate.sentence - 1]
    if any(item.sentence == rate.sentence for item in near) or kind.saved:
        return None
    levels = [item for item in near if item.role is Role.LEVEL and may_measure(name, item)]
    pairs = [
        (base, part)
        for part in levels
        for base in levels
        if base.index == part.index - 1 and base.sort == part.sort and _named(kind, part, base)
    ]
    return share(rate, pairs[0][1], pairs[0][0], told=True) if len(pairs) == 1 else None


def behind(quantities: Sequence[Spoken], rate: Spoken, name: str, kind: Kind) -> Reading | None:
    """预算执行率 P%，“三公”经费预算 A，支出 B: the two amounts right behind, and nothing more."""
    after = quantities[rate.index + 1 : rate.index + 4]
    after = [item for item in after if item.segment == rate.segment]
    if len(after) != 2 or kind.counted or kind.saved or _INNER.search(after[0].lead):
        return None
    base, part = after
    plain = all(item.role is Role.LEVEL and may_measure(name, item) for item in after) and base.sort == part.sort
    return share(rate, part, base, told=True) if plain and _named(kind, part, base) else None


def far(quantities: Sequence[Spoken], rate: Spoken, own: Spoken, kind: Kind) -> Reading | None:
    """全年应安排 A。…。资金支出 B，预算执行率 P%: the only amount of the text before that is called funds or budget."""
    if kind.counted or kind.saved or own.sort != "元" or not kind.part.search(called(own)):
        return None
    levels = [item for item in back(quantities, own.index, FARTHEST) if item.role is Role.LEVEL and item.sort == "元"]
    funds = [item for item in levels if _FUNDS.search(item.label) and item.amount >= own.amount]
    rates = (item for item in back(quantities, own.index, FARTHEST) if item.role is Role.RATE)
    rated = any(NAMED.search(item.clause) for item in rates)  # whose funds they may be
    return share(rate, own, funds[0], told=True) if len(funds) == 1 and not rated else None


def _named(kind: Kind, part: Spoken, base: Spoken) -> bool:
    one, other = called(part), called(base)
    return bool(kind.part.search(one) and kind.base.search(other)) and not (kind.counted and kind.part.search(other))
