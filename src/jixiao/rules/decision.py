"""Reading a decision table as an officer writes it: when | points | reason, or when | manual, and a last else."""

from __future__ import annotations

from jixiao.rules.errors import RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.shape import Flag, ListOf, Shape, Text
from jixiao.rules.strict import Node

ROW = Shape(optional={"when": Text(), "else": Flag(), "points": Text(), "reason": Text(), "manual": Text()})
ROWS = ListOf(ROW)


def read_rows(node: Node) -> tuple[Row, ...]:
    """The rows of a list, each with its place. Raises RuleError: a key too many or too few.

    Example:
        >>> from jixiao.rules.strict import read_text
        >>> read_rows(read_text('[{else: true, points: "5", reason: 符合要求}]'))[0].points
        '5'
    """
    return tuple(read_row(item) for item in ROWS.check(node))


def read_row(node: Node) -> Row:
    """One row."""
    if ("when" in node) is ("else" in node) or ("else" in node and not node["else"].flag()):
        raise RuleError("rule-one-of", node.place, first="when", second="else: true")
    if ("points" in node) is ("manual" in node):
        raise RuleError("rule-one-of", node.place, first="points", second="manual")
    words = {key: node[key].text().strip() for key in ("when", "points", "reason", "manual") if key in node}
    return Row(
        when=words.get("when"),
        points=words.get("points"),
        reason=words.get("reason"),
        manual=words.get("manual"),
        place=node.place,
    )
