"""A decision table, compiled: the first row that holds gives the points, and is the reason for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jixiao.rules.errors import RuleError
from jixiao.rules.formula import syntax
from jixiao.rules.formula.conditions import FALSE, TRUE, fields_tested
from jixiao.rules.formula.lower import IntegerTree, Lowering, Unknown
from jixiao.rules.formula.proof import Path
from jixiao.rules.formula.rows import BRACES, CompiledRow, DecisionTable, Outcome, Row, check_rows, digest_source, told
from jixiao.rules.formula.source import python_source
from jixiao.rules.formula.steps import step
from jixiao.rules.formula.vocabulary import Column
from jixiao.rules.formula.width import INT64, Widths

# This module is the door of the sub-package: who compiles a table also needs the shapes of one.
__all__ = [
    "BRACES",
    "CompiledRow",
    "CompiledTable",
    "DecisionTable",
    "Outcome",
    "Row",
    "compile_table",
]


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A decision table that computes. Made by `compile_table`.

    fields: the fields it uses, in the order of writing. width: the largest magnitude met while computing.
    unreachable: rows, counted from 1, that the proof shows can never fire. digest_source: one text for its meaning.
    """

    rows: tuple[Row, ...]
    columns: Mapping[str, Column]
    places: int
    fields: tuple[str, ...]
    width: int
    unreachable: tuple[int, ...]
    digest_source: str
    plan: tuple[CompiledRow, ...]
    source: str
    points_of: tuple[syntax.Value | None, ...]
    call: Callable[..., Outcome]
    lookup: Callable[[Mapping[str, int | None]], Outcome]
    full_of: Callable[[Mapping[str, int | None]], int | None]

    @property
    def is_int64(self) -> bool:
        """Whether every intermediate value fits a 64-bit whole number; if not, 128 bits are proven enough."""
        return self.width <= INT64

    def evaluate(self, values: Mapping[str, int | None]) -> Outcome:
        """The outcome for one line.

        Args:
            values: field → carried value (scaled whole number, code, or None where missing); others are ignored.

        Raises:
            RuleError: a field was not handed over, or lies outside its bounds.
        """
        try:
            return self.lookup(values)
        except KeyError as error:
            raise RuleError("table-field-not-given", field=error.args[0]) from error

    def full_marks(self, values: Mapping[str, int | None]) -> int | None:
        """The points this line could reach, in units of the last place; None where a field for that is missing."""
        try:
            return self.full_of(values)
        except KeyError as error:
            raise RuleError("table-field-not-given", field=error.args[0]) from error

    def step(self, values: Mapping[str, int | None]) -> str:
        """The step a reviewer can redo by hand, `5 × 46154.11 ÷ 46886.75 = 4.92`; empty where no points were given."""
        outcome = self.evaluate(values)
        value = self.points_of[outcome.row - 1]
        if outcome.kind != "points" or value is None:
            return ""
        return step(value, self.columns, values, outcome.points, self.places)


def compile_table(
    rows: DecisionTable | Iterable[Row],
    vocabulary: Mapping[str, Column],
    places: int = 2,
    full: str | None = "分值",
) -> CompiledTable:
    """Compile a decision table to exact whole-number arithmetic.

    Args:
        rows: in order; the last one is `else`.
        vocabulary: name → Column, all that formulas may mention.
        places: decimals of the points; each result is rounded there once, half away from zero.
        full: the formula of full marks, or None where the table has none.

    Raises:
        RuleError: a formula is not in the language; a divisor can be zero or negative where it divides;
            a value may pass 128 bits or a result 64; the table has no last `else` row.

    Example:
        >>> from decimal import Decimal
        >>> words = {n: Column(n, 2, Decimal(0), Decimal(1000), nullable=False) for n in ("完成值", "指标值", "分值")}
        >>> table = compile_table([
        ...     Row("指标值 = 0", manual="指标值为零，须人工评定"),
        ...     Row("完成值 >= 指标值", "分值", "完成指标值"),
        ...     Row(None, "分值 * 完成值 / 指标值", "按完成比例记分"),
        ... ], words)
        >>> line = {"完成值": 9973, "指标值": 10000, "分值": 1000}
        >>> table.evaluate(line).points, table.step(line)
        (997, '10 × 99.73 ÷ 100 = 9.97')
    """
    written = tuple(rows.rows if isinstance(rows, DecisionTable) else rows)
    check_rows(written)
    conditions, values, full_value = parsed(written, vocabulary, full)
    fields = tuple(dict.fromkeys(syntax.names_in((conditions, values))))
    columns = {name: vocabulary[name] for name in dict.fromkeys(syntax.names_in((conditions, values, full_value)))}
    plan, unreachable, width = planned(written, conditions, values, columns, places)
    full_tree: IntegerTree | None = None
    full_needs: tuple[str, ...] = ()
    if full_value is not None:
        with told(None, None, "full"):
            start = Path(columns).seen(syntax.names_in(full_value))
            full_tree = Lowering(columns).whole(full_value, places, start)
            width = max(width, Widths(columns).tree(full_tree))
            full_needs = tuple(dict.fromkeys(syntax.names_in(full_value)))
    source = python_source(fields, columns, plan, full_tree, full_needs)
    made = run(source, columns, plan)
    return CompiledTable(
        rows=written,
        columns=columns,
        places=places,
        fields=fields,
        width=width,
        unreachable=unreachable,
        digest_source=digest_source(written, conditions, values, full_value, columns, places),
        plan=plan,
        source=source,
        points_of=values,
        call=made["table"],
        lookup=made["lookup"],
        full_of=made["full"],
    )


def parsed(
    rows: tuple[Row, ...], vocabulary: Mapping[str, Column], full: str | None
) -> tuple[tuple[syntax.Condition | None, ...], tuple[syntax.Value | None, ...], syntax.Value | None]:
    """Every formula of the table as syntax."""
    # The parser's library takes as long to import as a table to compile; who only fills workbooks never needs it.
    from jixiao.rules.formula.parse import parse_condition, parse_value  # noqa: PLC0415

    conditions: list[syntax.Condition | None] = []
    values: list[syntax.Value | None] = []
    for number, row in enumerate(rows, 1):
        with told(row.place, number, "when"):
            conditions.append(None if row.when is None else parse_condition(row.when, vocabulary))
        with told(row.place, number, "points"):
            values.append(None if row.points is None else parse_value(row.points, vocabulary))
    with told(rows[0].place, None, "full"):
        full_value = None if full is None else parse_value(full, vocabulary)
    return tuple(conditions), tuple(values), full_value


def planned(
    rows: tuple[Row, ...],
    conditions: tuple[syntax.Condition | None, ...],
    values: tuple[syntax.Value | None, ...],
    columns: Mapping[str, Column],
    places: int,
) -> tuple[tuple[CompiledRow, ...], tuple[int, ...], int]:
    """Walk down the table: each row is lowered knowing that no row above it held."""
    lowering, widths = Lowering(columns), Widths(columns)
    path = Path(columns)
    plan: list[CompiledRow] = []
    unreachable: list[int] = []
    width = 0
    for number, (row, condition, value) in enumerate(zip(rows, conditions, values, strict=True), 1):
        if path.dead:
            unreachable.append(number)
            continue
        unknowns: list[Unknown] = []
        with told(row.place, number, "when"):
            test = TRUE if condition is None else lowering.test(condition, path, TRUE, unknowns)
            for asked in (test, *(one.reach for one in unknowns)):
                width = max(width, widths.within(widths.test(asked), fields_tested(asked)))
        answered = path.seen(name for one in unknowns if one.reach == TRUE for name in one.names)
        here = answered.assume(test)
        if here.dead:
            unreachable.append(number)
            test = FALSE
        needs: tuple[str, ...] = ()
        result = None
        if value is not None and not here.dead:
            with told(row.place, number, "points"):
                used = tuple(dict.fromkeys(syntax.names_in(value)))
                needs = tuple(n for n in used if columns[n].nullable and n not in here.present)
                result = lowering.whole(value, places, here.seen(used))
                width = max(width, widths.tree(result))
        text = (row.reason if row.manual is None else row.manual) or ""
        plan.append(CompiledRow(number, tuple(unknowns), test, needs, result, text))
        path = answered.assume(test, False)
    return tuple(plan), tuple(unreachable), width


def run(source: str, columns: Mapping[str, Column], plan: tuple[CompiledRow, ...]) -> dict[str, Any]:
    """The functions of a generated source. It holds only whole-number arithmetic that we printed ourselves."""

    def refuse(name: str, value: object) -> None:
        column = columns[name]
        if value is None:
            raise RuleError("table-field-missing", field=name)
        if type(value) is not int:
            raise RuleError("table-not-carried", field=name, found=repr(value))
        if column.codes is not None:
            raise RuleError("table-code-out-of-range", field=name, found=value, codes=column.codes)
        lo, hi = column.shown(column.bounds[0]), column.shown(column.bounds[1])
        raise RuleError("table-out-of-bounds", field=name, found=column.shown(value), lo=lo, hi=hi)

    def missing(row: int, *looked_at: tuple[str, object]) -> Outcome:
        names = tuple(name for name, value in looked_at if value is None)
        return Outcome("missing", row, 0, "", names)

    made: dict[str, Any] = {
        "_refuse": refuse,
        "_missing": missing,
        "_new": tuple.__new__,
        "_Outcome": Outcome,
        **{f"_T{row.number}": row.text for row in plan},
        **{f"_M{row.number}": Outcome("manual", row.number, 0, row.text, ()) for row in plan if row.result is None},
    }
    exec(compile(source, "<decision table>", "exec"), made)  # noqa: S102 – whole-number arithmetic we printed from a proof
    return made
