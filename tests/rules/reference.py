"""A second opinion: decision tables read straight off the SQL parser's tree with fractions, and tables made at random.

Nothing here uses the compiler: the parser is shared, the meaning is not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import sqlglot
from sqlglot import exp

from jixiao.rules import Column, Row, coded, flag

FIELDS: dict[str, Column] = {
    "甲": Column("甲", 2, Decimal(0), Decimal(10**4)),
    "乙": Column("乙", 2, Decimal(-100), Decimal(10**4)),
    "丙": Column("丙", 0, Decimal(1), Decimal(999), nullable=False),
    "丁": Column("丁", 4, Decimal(-50), Decimal(10**5)),
    "金额": Column("金额", 2, Decimal(0), Decimal(10**9)),
    "预算": Column("预算", 2, Decimal(-(10**4)), Decimal(10**9)),
    "级": coded("级", "优", "良", "差"),
    "办结": flag("办结"),
    "公开": flag("公开", nullable=False),
}
Answer = tuple[str, int, int, frozenset[str]]


class Missing(Exception):
    """A comparison met these missing fields."""


class Reference:
    """Reads one line of values by the tree; raises ZeroDivisionError where a formula divides by zero."""

    def __init__(self, values: Mapping[str, int | None]) -> None:
        self.values = values

    def number(self, e: exp.Expr) -> Fraction:
        """The exact value of an expression."""
        match e:
            case exp.Paren():
                return self.number(e.this)
            case exp.Literal():
                return Fraction(e.this)
            case exp.Column():
                value = self.values[e.name]
                assert value is not None
                return Fraction(value, 10 ** FIELDS[e.name].scale)
            case exp.Neg():
                return -self.number(e.this)
            case exp.Abs():
                return abs(self.number(e.this))
            case exp.Add():
                return self.number(e.this) + self.number(e.expression)
            case exp.Sub():
                return self.number(e.this) - self.number(e.expression)
            case exp.Mul():
                return self.number(e.this) * self.number(e.expression)
            case exp.Div():
                return self.number(e.this) / self.number(e.expression)
            case exp.Least():
                return min(self.number(one) for one in (e.this, *e.expressions))
            case exp.Greatest():
                return max(self.number(one) for one in (e.this, *e.expressions))
            case exp.Case():
                for branch in e.args["ifs"]:
                    if self.truth(branch.this):
                        return self.number(branch.args["true"])
                return self.number(e.args["default"])
        assert isinstance(e, exp.Anonymous)
        if e.this == "count_yes":
            return Fraction(sum(self.values[one.name] or 0 for one in e.expressions))
        above, below = e.expressions
        return Fraction((floor if e.this == "floor_div" else ceil)(self.number(above) / self.number(below)))

    def truth(self, e: exp.Expr) -> bool:
        """A condition, read from the left. Raises Missing at the first comparison without an answer."""
        match e:
            case exp.Paren():
                return self.truth(e.this)
            case exp.Not():
                return not self.truth(e.this)
            case exp.And():
                return self.truth(e.this) and self.truth(e.expression)
            case exp.Or():
                return self.truth(e.this) or self.truth(e.expression)
            case exp.Is():
                return self.values[e.this.name] is None
            case exp.Between():  # x >= low and x <= high, so the upper end is looked at only if the lower one holds
                low, high = e.args["low"], e.args["high"]
                return self.truth(exp.GTE(this=e.this.copy(), expression=low.copy())) and self.truth(
                    exp.LTE(this=e.this.copy(), expression=high.copy())
                )
        absent = frozenset(name for name in columns_of(e) if self.values[name] is None)
        if absent:
            raise Missing(absent)
        match e:
            case exp.In():
                return any(self.equal(e.this, one) for one in e.expressions)
            case exp.EQ():
                return self.equal(e.this, e.expression)
            case exp.NEQ():
                return not self.equal(e.this, e.expression)
        left, right = self.number(e.this), self.number(e.expression)
        match e:
            case exp.LT():
                return left < right
            case exp.LTE():
                return left <= right
            case exp.GT():
                return left > right
        assert isinstance(e, exp.GTE)
        return left >= right

    def equal(self, left: exp.Expr, right: exp.Expr) -> bool:
        """Two figures, or a coded field and a word."""
        if isinstance(right, exp.Literal) and right.is_string:
            codes = FIELDS[left.name].codes
            assert codes is not None
            return codes[self.values[left.name] or 0] == right.this
        return self.number(left) == self.number(right)


def columns_of(e: exp.Expr) -> list[str]:
    """The fields a tree mentions."""
    return [one.name for one in e.find_all(exp.Column)]


def parsed(rows: Sequence[Row]) -> list[tuple[exp.Expr | None, exp.Expr | None]]:
    """The trees of a table's formulas."""
    return [
        (
            None if row.when is None else sqlglot.parse_one(row.when, dialect="duckdb"),
            None if row.points is None else sqlglot.parse_one(row.points, dialect="duckdb"),
        )
        for row in rows
    ]


def answer(trees: Sequence[tuple[exp.Expr | None, exp.Expr | None]], values: Mapping[str, int | None]) -> Answer:
    """kind, row, points in hundredths, missing: what the table should say."""
    reader = Reference(values)
    for number, (when, points) in enumerate(trees, 1):
        try:
            if when is not None and not reader.truth(when):
                continue
        except Missing as absent:
            return "missing", number, 0, absent.args[0]
        if points is None:
            return "manual", number, 0, frozenset()
        absent_here = frozenset(name for name in columns_of(points) if values[name] is None)
        if absent_here:
            return "missing", number, 0, absent_here
        exact = reader.number(points) * 100
        size = floor(abs(exact) + Fraction(1, 2))
        return "points", number, size if exact >= 0 else -size, frozenset()
    raise AssertionError("a table ends with else")


class Maker:
    """Makes tables and lines at random, leaning to zeros, bounds and ties."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def figure(self, depth: int) -> str:
        """A random formula."""
        pick, roll = self.random.choice, self.random.random()
        if depth <= 0 or roll < 0.25:
            return pick(["甲", "乙", "丙", "丁", "金额", "预算", "0.5", "1", "2", "10", "0.05", "7.5", "3", "0"])
        if roll < 0.42:
            return f"({self.figure(depth - 1)} {pick('+-')} {self.figure(depth - 1)})"
        if roll < 0.55:
            return f"{self.figure(depth - 1)} * {pick(['甲', '乙', '丙', '0.5', '0.35', '20'])}"
        if roll < 0.75:
            return f"{self.figure(depth - 1)} / {self.divisor()}"
        if roll < 0.84:
            return f"{pick(['least', 'greatest'])}({self.figure(depth - 1)}, {self.figure(depth - 1)})"
        if roll < 0.88:
            return f"abs({self.figure(depth - 1)})"
        if roll < 0.92:
            return f"{pick(['floor_div', 'ceil_div'])}({self.figure(depth - 1)}, {self.divisor()})"
        if roll < 0.94:
            return "count_yes(办结, 公开)"
        yes, no = self.figure(depth - 1), self.figure(depth - 1)
        return f"(case when {self.condition(1, False)} then {yes} else {no} end)"

    def divisor(self) -> str:
        """What formulas divide by: safe, guarded by some rows, or to be refused."""
        return self.random.choice(
            [
                "丙",
                "丙",
                "0.2",
                "3",
                "(-7)",
                "甲",
                "甲",
                "乙",
                "预算",
                "预算",
                "(甲 + 丙)",
                "(甲 - 乙)",
                "(甲 * 丙)",
                "丁",
            ]
        )

    def condition(self, depth: int, may_ask_null: bool = True) -> str:
        """A random condition, often one that guards a divisor."""
        pick, roll = self.random.choice, self.random.random()
        if depth > 0 and roll < 0.3:
            inner = (self.condition(depth - 1, may_ask_null), self.condition(depth - 1, may_ask_null))
            return f"({inner[0]} {pick(['and', 'or'])} {inner[1]})"
        if depth > 0 and roll < 0.36:
            return f"not ({self.condition(depth - 1, may_ask_null)})"
        if roll < 0.6:
            guards = [
                "甲 = 0",
                "甲 <= 0",
                "乙 <= 0",
                "预算 <= 0",
                "甲 - 乙 = 0",
                "甲 <= 乙",
                "丁 <= 0",
                "乙 <= 0.5",
                "乙 >= 0",
                "丁 >= 0",
                "乙 = 丁",
                "abs(丁) = 0",
                "级 = '优' and 甲 = 0",
                "not (乙 > 丁)",
                "甲 * 丙 = 0",
            ]
            return pick(guards)
        if roll < 0.68 and may_ask_null:
            return f"{pick(['甲', '乙', '预算', '级'])} is {pick(['', 'not '])}null"
        if roll < 0.76:
            return pick(
                ["级 = '优'", "级 <> '优'", "级 in ('优', '差')", "办结 = '是'", "级 not in ('良')", "公开 = '否'"]
            )
        if roll < 0.82:
            return f"{pick(['甲', '丁', '乙'])} between {pick(['0', '1', '-5'])} and {pick(['10', '甲'])}"
        sides = [
            "甲",
            "乙",
            "金额",
            "0.95",
            "丙 / 3",
            "甲 - 乙",
            "金额 / 丙",
            "abs(丁)",
            "least(甲, 丁)",
            "0",
            "甲 / 乙",
        ]
        return f"{pick(sides)} {pick(['>=', '<', '=', '<>', '>', '<='])} {pick(sides)}"

    def table(self) -> list[Row]:
        """A random decision table."""
        rows = []
        for _ in range(self.random.randint(0, 4)):
            when = self.condition(2)
            by_hand = self.random.random() < 0.3
            rows.append(Row(when, manual="人工") if by_hand else Row(when, self.figure(2), "理由"))
        return [*rows, Row(None, self.figure(3), "其余")]

    def lines(self, number: int) -> Iterator[dict[str, int | None]]:
        """Random lines within the bounds of the fields."""
        pick, between = self.random.choice, self.random.randint
        for _ in range(number):
            values: dict[str, int | None] = {}
            for name, column in FIELDS.items():
                lo, hi = column.bounds
                near = [lo, hi, max(lo, 0), max(lo, 1), max(lo, -1), between(lo, hi), between(lo, min(hi, lo + 1000))]
                near += [min(hi, max(lo, between(1, 40) * 25)), min(hi, max(lo, between(-3, 3)))]
                values[name] = None if column.nullable and self.random.random() < 0.06 else pick(near)
            if self.random.random() < 0.2 and values["甲"] is not None:
                values["乙"] = values["甲"]
            yield values
