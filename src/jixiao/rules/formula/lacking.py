"""What a table waits for: every missing field that may still decide, where the table itself stops at the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor, prod

from jixiao.figures import half_up
from jixiao.rules.formula.conditions import Absent, Always, Junction, Negation, Sign, Test, fields_tested
from jixiao.rules.formula.integers import Field, Magnitude, Monomial, Node, Quotient, Shift, Sum, fields_in
from jixiao.rules.formula.table import CompiledTable

Values = Mapping[str, int | None]


def lacking(table: CompiledTable, values: Values, row: int) -> tuple[str, ...]:
    """The missing fields that the rows from `row` on still read, in the order of writing.

    A row that cannot hold with what is known asks for nothing: a percentage reached has no use for a judged degree.

    Args:
        table: the table that was asked.
        values: field → carried value, None where it is missing.
        row: the row that answered "missing", counted from 1.

    Example:
        >>> from decimal import Decimal
        >>> from jixiao.rules.formula.table import Row, compile_table
        >>> from jixiao.rules.formula.vocabulary import Column
        >>> words = {name: Column(name, 0, Decimal(0), Decimal(9)) for name in ("一般问题数", "严重问题数")}
        >>> words["分值"] = Column("分值", 2, Decimal(0), Decimal(100), nullable=False)
        >>> rows = [Row("一般问题数 = 0 and 严重问题数 = 0", "分值", "没有问题"), Row(None, "0", "有问题")]
        >>> lacking(compile_table(rows, words), {"一般问题数": None, "严重问题数": None, "分值": 300}, 1)
        ('一般问题数', '严重问题数')
    """
    wanted = set(_wanted(table, values, row))
    return tuple(name for name in table.fields if name in wanted and values[name] is None)


def _wanted(table: CompiledTable, values: Values, row: int) -> Iterator[str]:
    for planned in table.plan[row - 1 :]:
        holds = _holds(planned.test, values)
        if holds is False:
            continue
        yield from fields_tested(planned.test)
        yield from planned.needs
        for unknown in planned.unknowns:  # what the proof folded away may still be asked about
            yield from unknown.names if _holds(unknown.reach, values) is not False else ()
        if holds:
            return


def _holds(test: Test, values: Values) -> bool | None:
    """Whether a condition holds; None where that depends on what is missing."""
    match test:
        case Always(holds):
            return holds
        case Absent(name):
            return values[name] is None
        case Negation(inner):
            known = _holds(inner, values)
            return None if known is None else not known
        case Junction(op, left, right):
            settles = op == "or"
            answers = (_holds(left, values), _holds(right, values))
            return settles if settles in answers else None if None in answers else not settles
        case Sign(op, factors):
            if any(values[name] is None for name in fields_in(factors)):
                return None
            size = _product(factors, values)
            return {
                "=": size == 0,
                "<>": size != 0,
                "<": size < 0,
                "<=": size <= 0,
                ">": size > 0,
                ">=": size >= 0,
            }[op]


def _product(factors: Monomial, values: Values) -> Fraction:
    return prod((_worth(node, values) for node in factors), start=Fraction(1))


def _worth(node: Node, values: Values) -> Fraction:
    match node:
        case Field(name):
            return Fraction(values[name] or 0)
        case Sum(terms):
            return sum((factor * _product(part, values) for factor, part in terms), Fraction(0))
        case Shift(content, body, constant):
            return content * _product(body, values) + constant
        case Magnitude(inner):
            return abs(_worth(inner, values))
        case Quotient(rounding, above, below, _):
            exact = above[0] * _product(above[1], values) / (below[0] * _product(below[1], values))
            return Fraction({"floor": floor, "ceil": ceil, "round": lambda one: half_up(one, 0)}[rounding](exact))
