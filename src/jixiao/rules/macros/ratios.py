"""Points in proportion: to a target (proportional), or to a whole (cap_ratio)."""

from __future__ import annotations

from jixiao.rules.formula.rows import Row
from jixiao.rules.macros.common import Draft, Share, cited, macro_shape
from jixiao.rules.shape import Text

PROPORTIONAL = macro_shape(
    {"value": Text(), "target": Text()},
    {"pass": Share(), "less_is_better": Text(among=("distance", "inverse"))},
)
CAP_RATIO = macro_shape(
    {"numerator": Text(), "denominator": Text(), "if_zero": Text(among=("full", "zero", "manual"))}, {"target": Share()}
)


def proportional(draft: Draft) -> tuple[Row, ...]:
    """Reached: full marks; otherwise the share that was reached.

    Keys: `value`, `target`; `pass` – below this share of the target no points; `less_is_better` – full marks up to the
    target, beyond it `distance` takes off the overrun's share of the target, `inverse` gives target ÷ value.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> rows = expand_macros(read_text('proportional: {value: 完成值, target: 指标值, pass: "60%"}')).rows
        >>> rows[-1].points, rows[-2].when
        ('分值 * 完成值 / 指标值', '完成值 < 指标值 * 60%')
    """
    node = PROPORTIONAL.check(draft.node)
    value, target, full = draft.formula("value"), draft.formula("target"), draft.full
    words = {"value": cited(value), "target": cited(target)}
    cases = ("met", "no-base", "none", "failed", "partly", "over", "far-over")
    style = node.get("less_is_better")
    if style is not None:
        rows = [
            draft.row(f"{value} <= {target}", full, "met", **words),
            draft.row(f"{target} <= 0", "0", "no-base", **words),
        ]
        if style.text() == "inverse":
            rows.append(draft.row(None, f"{full} * {target} / {value}", "over", **words))
        else:
            rows.append(draft.row(f"{value} >= 2 * {target}", "0", "far-over", **words))
            rows.append(draft.row(None, f"{full} * (1 - ({value} - {target}) / {target})", "over", **words))
        return draft.check_reasons(tuple(rows), cases)
    rows = [
        draft.row(f"{value} >= {target}", full, "met", **words),
        draft.row(f"{target} <= 0", "0", "no-base", **words),
        draft.row(f"{value} <= 0", "0", "none", **words),
    ]
    least = node.get("pass")
    if least is not None:
        rows.append(draft.row(f"{value} < {target} * {least.text()}", "0", "failed", least=least.text(), **words))
    rows.append(draft.row(None, f"{full} * {value} / {target}", "partly", **words))
    return draft.check_reasons(tuple(rows), cases)


def cap_ratio(draft: Draft) -> tuple[Row, ...]:
    """Full marks times numerator ÷ denominator, never above full marks.

    Keys: `numerator`, `denominator`; `if_zero` – what a denominator of zero means: `full`, `zero` or `manual`;
    `target` – the ratio that already earns full marks, 100% unless given.

    Example:
        >>> from jixiao.rules.macros import expand_macros
        >>> from jixiao.rules.strict import read_text
        >>> rows = expand_macros(read_text('cap_ratio: {numerator: 支出数, denominator: 预算数, if_zero: manual}')).rows
        >>> [row.points for row in rows]
        [None, '分值', '0', '分值 * 支出数 / 预算数']
    """
    node = CAP_RATIO.check(draft.node)
    above, below, full = draft.formula("numerator"), draft.formula("denominator"), draft.full
    words = {"numerator": cited(above), "denominator": cited(below)}
    target = node.get("target")
    base = f"({below} * {target.text()})" if target is not None else below
    if_zero = node["if_zero"].text()
    if if_zero == "manual":
        nothing = draft.by_hand(f"{below} <= 0", "zero-manual", **words)
    else:
        nothing = draft.row(f"{below} <= 0", full if if_zero == "full" else "0", f"zero-{if_zero}", **words)
    rows = (
        nothing,
        draft.row(f"{above} >= {base}", full, "met", **words),
        draft.row(f"{above} <= 0", "0", "none", **words),
        draft.row(None, f"{full} * {above} / {base}", "partly", **words),
    )
    return draft.check_reasons(rows, ("zero-manual", "zero-full", "zero-zero", "met", "none", "partly"))
