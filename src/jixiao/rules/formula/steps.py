"""The step a reviewer can redo by hand: the formula of the row that fired, with the figures put in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from jixiao.rules.formula import syntax
from jixiao.rules.formula.vocabulary import FLAG_CODES, Column

Row = Mapping[str, int | None]
SIGNS = {"+": "+", "-": "-", "*": "×", "/": "÷"}
STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
WORDS = {"least": "取小", "greatest": "取大", "floor_div": "整步数", "ceil_div": "进位步数"}


class Worker:
    """Works a formula by hand over one row of carried values; every field used is known to be present."""

    def __init__(self, columns: Mapping[str, Column], row: Row) -> None:
        self.columns = columns
        self.row = row

    def carried(self, name: str) -> int:
        """The carried whole number of a field."""
        value = self.row[name]
        if value is None:
            raise ValueError(f"{name} is missing: a row that needs it does not fire")
        return value

    def shown(self, value: syntax.Value, strength: int = 0) -> str:
        """A formula with its figures, brackets only where they matter, branches replaced by the one taken."""
        match value:
            case syntax.Number(_, text):
                return text
            case syntax.Name(name):
                figure = self.columns[name].shown(self.carried(name))
                return f"({figure})" if figure.startswith("-") and strength else figure
            case syntax.Neg(inner):
                text = f"-{self.shown(inner, 2)}"
                return f"({text})" if strength else text
            case syntax.Abs(inner):
                return f"绝对值({self.shown(inner)})"
            case syntax.Extreme(which, values):
                return f"{WORDS[which]}({'，'.join(map(self.shown, values))})"
            case syntax.WholeDiv(which, left, right):
                return f"{WORDS[which]}({self.shown(left, 2)} ÷ {self.shown(right, 3)})"
            case syntax.CountYes():
                return str(self.worth(value))
            case syntax.Case():
                return self.shown(self.taken(value), strength)
            case syntax.Arithmetic(op, left, right):
                own = STRENGTH[op]
                # a - (b - c) and a ÷ (b × c) need their brackets, a + (b - c) and a × (b ÷ c) keep theirs for the eye
                text = f"{self.shown(left, own)} {SIGNS[op]} {self.shown(right, own + 1)}"
                return f"({text})" if strength > own else text

    def taken(self, case: syntax.Case) -> syntax.Value:
        """The branch of a case that applies."""
        for condition, value in case.branches:
            if self.holds(condition):
                return value
        return case.otherwise

    def worth(self, value: syntax.Value) -> Fraction:
        """The exact value of a formula."""
        match value:
            case syntax.Number(figure, _):
                return figure
            case syntax.Name(name):
                return Fraction(self.carried(name), 10 ** self.columns[name].scale)
            case syntax.Neg(inner):
                return -self.worth(inner)
            case syntax.Abs(inner):
                return abs(self.worth(inner))
            case syntax.Extreme(which, values):
                return (min if which == "least" else max)(map(self.worth, values))
            case syntax.WholeDiv(which, left, right):
                return Fraction((floor if which == "floor_div" else ceil)(self.worth(left) / self.worth(right)))
            case syntax.CountYes(names):
                return Fraction(sum(self.carried(one.name) == FLAG_CODES.index("是") for one in names))
            case syntax.Case():
                return self.worth(self.taken(value))
            case syntax.Arithmetic(op, left, right):
                x, y = self.worth(left), self.worth(right)
                return x + y if op == "+" else x - y if op == "-" else x * y if op == "*" else x / y

    def holds(self, condition: syntax.Condition) -> bool:
        """Whether a condition holds."""
        match condition:
            case syntax.IsNull(name):
                return self.row[name.name] is None
            case syntax.Not(inner):
                return not self.holds(inner)
            case syntax.And(left, right):
                return self.holds(left) and self.holds(right)
            case syntax.Or(left, right):
                return self.holds(left) or self.holds(right)
            case syntax.Compare(op, syntax.Name(name), syntax.Text(_, code)):
                return (self.carried(name) == code) is (op == "=")
            case syntax.Compare(op, left, right):
                x, y = self.worth(left), Fraction(0) if isinstance(right, syntax.Text) else self.worth(right)
                return {"=": x == y, "<>": x != y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[op]


def step(value: syntax.Value, columns: Mapping[str, Column], row: Row, points: int, places: int) -> str:
    """One line: the formula with figures, and what the compiled rule made of it.

    Args:
        value: the points of the row that fired.
        columns: field → Column.
        row: carried values, field → scaled whole number.
        points: the result in units of the last place, as the compiled table gave it.
        places: how many places those are.
    """
    worker = Worker(columns, row)
    result = f"{Decimal(points).scaleb(-places):.{places}f}"
    plain = value
    while isinstance(plain, syntax.Case):
        plain = worker.taken(plain)
    if isinstance(plain, (syntax.Number, syntax.Name)):
        return result
    return f"{worker.shown(plain)} = {result}"
