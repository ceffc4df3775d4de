"""Points by judgement: a list of yes-or-no questions, or a state whose interval a person scores within."""

from __future__ import annotations

from jixiao.rules.errors import Phrase, RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.macros.common import Draft, Share, cited, macro_shape, share
from jixiao.rules.shape import ListOf, MapOf, Text
from jixiao.rules.strict import Node

CHECKLIST = macro_shape({"items": ListOf(Text())})
MANUAL_BANDED = macro_shape({"state": Text(), "given": Text(), "lower_bounds": MapOf(Share())})


def checklist(draft: Draft) -> tuple[Row, ...]:
    """The share of yes answers.

    Keys: `items` – yes-or-no fields.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> expand_macros(read_text('checklist: {items: [制度健全, 按时公开]}')).rows[-1].points
        '分值 * count_yes(制度健全, 按时公开) / 2'
    """
    items = [item.text() for item in CHECKLIST.check(draft.node)["items"]]
    count = f"count_yes({', '.join(items)})"
    words = {"items": "、".join(map(cited, items)), "number": len(items)}
    rows = (
        draft.row(f"{count} = {len(items)}", draft.full, "all", **words),
        draft.row(None, f"{draft.full} * {count} / {len(items)}", "some", **words),
    )
    return draft.check_reasons(rows, ("all", "some"))


def manual_banded(draft: Draft) -> tuple[Row, ...]:
    """A person names the state and gives the score; the rule holds the score to the state's interval.

    Keys: `state` – coded field; `given` – the score somebody gave; `lower_bounds` – state: share of full marks, from
    high to low. The first interval reaches full marks; every other ends just below the one above it. Bounds are
    rounded to two places before they are compared.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> text = 'manual_banded: {state: 状态, given: 评定得分, lower_bounds: {达成: "80%", 部分达成: "60%", 未达成: "0"}}'
        >>> [row.when for row in expand_macros(read_text(text)).rows][1]
        "状态 = '达成' and 评定得分 >= floor_div(分值 * 80% * 100 + 0.5, 1) / 100 and 评定得分 <= 分值"
    """
    node = MANUAL_BANDED.check(draft.node)
    state, given, full = draft.formula("state"), draft.formula("given"), draft.full
    states = node["lower_bounds"]
    check_falling(states)
    rows: list[Row] = []
    above: str | None = None
    for name, bound in states.entries.items():
        low = bound.text()
        words = {"state": name, "low": low, "high": above or "100%", "given": cited(given)}
        top = f"{given} <= {full}" if above is None else f"{given} < {rounded_share(full, above)}"
        is_state = f"{state} = '{name}'"
        rows.append(
            draft.by_hand(f"{is_state} and {given} is null", "open" if above is None else "open-under", **words)
        )
        rows.append(
            draft.row(f"{is_state} and {given} >= {rounded_share(full, low)} and {top}", given, "given", **words)
        )
        rows.append(draft.by_hand(is_state, "outside" if above is None else "outside-under", **words))
        above = low
    rows.append(draft.by_hand(None, "unknown", state=cited(state)))
    return draft.check_reasons(tuple(rows), ("open", "open-under", "given", "outside", "outside-under", "unknown"))


def check_falling(states: Node) -> None:
    """Refuse states that are not written from the best to the worst."""
    before = None
    for bound in states.entries.values():
        figure = share(bound)
        if before is not None and figure >= before:
            raise RuleError("rule-band-order", bound.place, found=bound.text(), order=Phrase("rule-order-down"))
        before = figure


def rounded_share(full: str, share: str) -> str:
    """A share of full marks rounded to two places, halves up; full marks are never negative."""
    return f"floor_div({full} * {share} * 100 + 0.5, 1) / 100"
