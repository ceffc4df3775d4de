"""Points by band. Only one side of each band is written, so a hole or an overlap cannot be."""

from __future__ import annotations

from jixiao.rules.errors import Phrase, RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.macros.common import Draft, cited, macro_shape, share_of
from jixiao.rules.shape import MapOf, Text
from jixiao.rules.strict import Node

BANDS = macro_shape(
    {"value": Text()},
    {"lower_bounds": MapOf(Text()), "below": Text(), "upper_bounds": MapOf(Text()), "above": Text()},
)


def bands(draft: Draft) -> tuple[Row, ...]:
    """A step table over one value.

    Keys: `value`; either `lower_bounds` (from high to low, each "bound": "points", the bound belongs to its band) with
    `below` for what lies under the last, or `upper_bounds` (from low to high) with `above`.
    Points are formulas: "1.4", 分值 * 80%.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> rows = expand_macros(read_text('bands: {value: 利用率, lower_bounds: {"90%": "2", "75%": "1.4"}, below: "0"}'))
        >>> [(row.when, row.points) for row in rows.rows]
        [('利用率 >= 90%', '2'), ('利用率 >= 75%', '1.4'), (None, '0')]
    """
    node = BANDS.check(draft.node)
    if ("lower_bounds" in node) is ("upper_bounds" in node):
        raise RuleError("rule-one-of", node.place, first="lower_bounds", second="upper_bounds")
    rising = "upper_bounds" in node
    bounds, rest = (node["upper_bounds"], "above") if rising else (node["lower_bounds"], "below")
    other = "below" if rising else "above"
    if other in node:
        raise RuleError("rules-key-unknown-near", node.keys[other], key=other, near=rest)
    check_order(bounds, rising)
    value = draft.formula("value")
    sign = "<=" if rising else ">="
    case = "up-to" if rising else "from"
    rows = [
        draft.row(f"{value} {sign} {bound}", points.text(), case, value=cited(value), bound=bound)
        for bound, points in bounds.entries.items()
    ]
    last = tuple(bounds.entries)[-1]
    rows.append(draft.row(None, node[rest].text(), rest, value=cited(value), bound=last))
    return draft.check_reasons(tuple(rows), (case, rest))


def check_order(bounds: Node, rising: bool) -> None:
    """Bounds must be written in the order in which they are tried; otherwise a band could never be reached."""
    before = None
    for bound, place in bounds.keys.items():
        figure = share_of(bound, place)
        if before is not None and (figure <= before if rising else figure >= before):
            order = Phrase("rule-order-up" if rising else "rule-order-down")
            raise RuleError("rule-band-order", place, found=bound, order=order)
        before = figure
