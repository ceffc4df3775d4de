"""Points taken off: per event, per percentage point, per whole step; never below zero."""

from __future__ import annotations

from jixiao.rules.errors import RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.macros.common import Draft, Share, cited, macro_shape
from jixiao.rules.shape import Figure, MapOf, Text

EVENTS = macro_shape({"events": MapOf(Figure())})
POINTS = macro_shape({"value": Text(), "each": Figure()}, {"above": Share(), "below": Share()})
STEPS = macro_shape(
    {"value": Text(), "each": Figure(), "step": Share(), "count": Text(among=("begun", "complete"))},
    {"above": Share(), "below": Share()},
)


def deduct_per_event(draft: Draft) -> tuple[Row, ...]:
    """Each event costs its points.

    Keys: `events` – number field: "points per event".

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> expand_macros(read_text('deduct_per_event: {events: {一般问题数: "1", 严重问题数: "3"}}')).rows[-1].points
        'greatest(0, 分值 - 1 * 一般问题数 - 3 * 严重问题数)'
    """
    events = EVENTS.check(draft.node)["events"].entries
    none = " and ".join(f"{name} = 0" for name in events)
    taken = "".join(f" - {each.text()} * {name}" for name, each in events.items())
    words = {"events": "、".join(cited(name) for name in events)}
    rows = (
        draft.row(none, draft.full, "none", **words),
        draft.row(None, f"greatest(0, {draft.full}{taken})", "some", **words),
    )
    return draft.check_reasons(rows, ("none", "some"))


def limit_of(draft: Draft) -> tuple[str, str, str, str]:
    """The condition of full marks, the distance beyond the limit, the case name and the limit."""
    node = draft.node
    if ("above" in node) is ("below" in node):
        raise RuleError("rule-one-of", node.place, first="above", second="below")
    value = draft.formula("value")
    if "above" in node:
        limit = node["above"].text()
        return f"{value} <= {limit}", f"({value} - {limit})", "above", limit
    limit = node["below"].text()
    return f"{value} >= {limit}", f"({limit} - {value})", "below", limit


def deduct_per_percentage_point(draft: Draft) -> tuple[Row, ...]:
    """Each percentage point beyond the limit costs its points; parts of a point cost their part.

    Keys: `value` – a ratio (1 is 100%); `above` or `below` – the limit beyond which points are lost; `each`.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> text = 'deduct_per_percentage_point: {value: 控制率, above: "100%", each: "0.5"}'
        >>> expand_macros(read_text(text)).rows[-1].points
        'greatest(0, 分值 - 0.5 * 100 * (控制率 - 100%))'
    """
    each = POINTS.check(draft.node)["each"].text()
    within, distance, case, limit = limit_of(draft)
    words = {"value": cited(draft.formula("value")), "limit": limit, "each": each}
    rows = (
        draft.row(within, draft.full, "within", **words),
        draft.row(None, f"greatest(0, {draft.full} - {each} * 100 * {distance})", case, **words),
    )
    return draft.check_reasons(rows, ("within", case))


def deduct_per_step(draft: Draft) -> tuple[Row, ...]:
    """Each whole step beyond the limit costs its points.

    Keys: `value`, `above` or `below` as in deduct_per_percentage_point; `step` – the size of a step ("5%"); `each`;
    `count` – `begun`: a step counts as soon as it is begun; `complete`: only when it is full.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> text = 'deduct_per_step: {value: 完成率, below: "100%", step: "5%", each: "2", count: complete}'
        >>> expand_macros(read_text(text)).rows[-1].points
        'greatest(0, 分值 - 2 * floor_div((100% - 完成率), 5%))'
    """
    node = STEPS.check(draft.node)
    each, step = node["each"].text(), node["step"].text()
    divide = "ceil_div" if node["count"].text() == "begun" else "floor_div"
    within, distance, case, limit = limit_of(draft)
    words = {"value": cited(draft.formula("value")), "limit": limit, "each": each, "step": step}
    rows = (
        draft.row(within, draft.full, "within", **words),
        draft.row(None, f"greatest(0, {draft.full} - {each} * {divide}({distance}, {step}))", case, **words),
    )
    return draft.check_reasons(rows, ("within", case))
