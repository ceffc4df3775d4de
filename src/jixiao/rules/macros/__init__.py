"""Short forms of frequent rules, each written out as a decision table that anybody can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from jixiao.rules.decision import read_rows
from jixiao.rules.errors import RuleError
from jixiao.rules.formula.rows import DecisionTable, Row
from jixiao.rules.macros.bands import bands
from jixiao.rules.macros.common import Draft
from jixiao.rules.macros.deductions import deduct_per_event, deduct_per_percentage_point, deduct_per_step
from jixiao.rules.macros.judgement import checklist, manual_banded
from jixiao.rules.macros.ratios import cap_ratio, proportional
from jixiao.rules.strict import Node

MACROS: Mapping[str, Callable[[Draft], tuple[Row, ...]]] = MappingProxyType(
    {
        "proportional": proportional,
        "cap_ratio": cap_ratio,
        "bands": bands,
        "deduct_per_event": deduct_per_event,
        "deduct_per_percentage_point": deduct_per_percentage_point,
        "deduct_per_step": deduct_per_step,
        "checklist": checklist,
        "manual_banded": manual_banded,
    }
)


def expand_macros(rule: Node, lang: str = "zh") -> DecisionTable:
    """The decision table of a leaf's `rule`: its `rows` as they stand, or one macro written out.

    Args:
        rule: a map with one key, `rows` or a macro's name.
        lang: the language of reasons the author did not word.

    Raises:
        RuleError: no such macro, several at once, or a key the macro does not have.

    Example:
        >>> from jixiao.rules.strict import read_text
        >>> rule = read_text('bands: {value: 执行率, lower_bounds: {"95%": 分值}, below: "0"}')
        >>> len(expand_macros(rule).rows)
        2
    """
    entries = rule.expect("map").entries
    if len(entries) != 1 or not entries.keys() <= {"rows", *MACROS}:
        raise RuleError("rule-one-form", rule.place, allowed=tuple(MACROS), found=tuple(entries))
    ((name, node),) = entries.items()
    if name == "rows":
        return DecisionTable(read_rows(node))
    return DecisionTable(MACROS[name](Draft(name, node, lang)))
