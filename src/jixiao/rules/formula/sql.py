"""The SQL of a compiled table: one nested CASE of whole numbers that answers for every line of a column at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product as iterproduct
from typing import Literal

from jixiao.rules.errors import RuleError
from jixiao.rules.formula.bounds import scaled
from jixiao.rules.formula.conditions import FALSE, TRUE, Absent, Junction, Negation, Sign, Test, fields_tested
from jixiao.rules.formula.integers import Quotient, fields_in, total, without
from jixiao.rules.formula.lower import IntegerLeaf, IntegerTree, integer_leaves
from jixiao.rules.formula.printer import Printer
from jixiao.rules.formula.rows import CompiledRow
from jixiao.rules.formula.split import Split, Tree, split_table
from jixiao.rules.formula.table import CompiledTable
from jixiao.rules.formula.vocabulary import Column
from jixiao.rules.formula.width import INT64, Widths

POINTS, MANUAL, MISSING = 0, 1, 2
Part = Literal["packed", "points", "code"]
KINDS = ("points", "manual", "missing")
"""The kinds of an outcome, by the number that a packed answer carries."""

PACK = 4096
"""A packed answer is points × PACK + row × 4 + kind, so that one CASE gives all three."""


class SqlPrinter(Printer):
    """SQL over integer columns. `names`: field → column, as SQL. Wide arithmetic is asked for expression by expression."""

    wide_type = ""

    def __init__(self, names: Mapping[str, str], wide: bool = False) -> None:
        super().__init__({name: self.widened(column) for name, column in names.items()} if wide else names)
        self.plain, self.wide = names, wide

    def widened(self, column: str) -> str:
        """A column as a 128-bit whole number."""
        return f"cast({column} as {self.wide_type})"

    def choice(self, test: str, yes: str, no: str) -> str:
        """A conditional expression."""
        return f"case when {test} then {yes} else {no} end"

    def absent(self, name: str) -> str:
        """NULL stands for missing."""
        return f"({self.plain[name]} is null)"


class DuckPrinter(SqlPrinter):
    """DuckDB: BIGINT, and HUGEINT where 64 bits are not proven enough. `//` truncates; what it divides is not negative."""

    wide_type = "hugeint"

    def divided(self, above: str, below: str) -> str:
        """Whole-number division."""
        return f"({above} // {below})"


class SparkPrinter(SqlPrinter):
    """Spark: BIGINT, and DECIMAL(38,0) where 64 bits are not proven enough; `div` gives a BIGINT, which the proof allows."""

    wide_type = "decimal(38,0)"

    def divided(self, above: str, below: str) -> str:
        """Whole-number division; a wide quotient is carried on as a wide number."""
        text = f"({above} div {below})"
        return self.widened(text) if self.wide else text


PRINTERS: Mapping[str, type[SqlPrinter]] = {"duckdb": DuckPrinter, "spark": SparkPrinter}


class SqlTable:
    """Prints one table for one engine: the whole answer packed, or one part of it."""

    def __init__(self, columns: Mapping[str, Column], names: Mapping[str, str], engine: str, part: Part) -> None:
        printer = PRINTERS[engine]
        self.columns, self.names, self.part = columns, names, part
        self.widths = Widths(columns)
        self.narrow, self.wide = printer(names), printer(names, wide=True)

    # --- numbers and conditions, as narrow as they are proven ---------------------------------------------------------

    def test(self, test: Test) -> str:
        """A condition."""
        return (self.narrow if self.widths.test(test) <= INT64 else self.wide).test(test)

    def points(self, tree: IntegerTree) -> str:
        """A number of points."""
        if not isinstance(tree, IntegerLeaf):
            test, yes, no = self.test(tree.test), self.points(tree.yes), self.points(tree.no)
            return f"case when {test} then {yes} else {no} end"
        if self.widths.term(tree.term) <= INT64:
            return self.narrow.term(tree.term)
        return f"cast({self.wide.term(tree.term)} as bigint)"

    def answer(self, row: CompiledRow, kind: int) -> str:
        """The answer of a row. Raises RuleError: points that could not be packed into 64 bits with their row."""
        code = 4 * row.number + kind
        if kind != POINTS or row.result is None:
            return "null" if self.part == "points" else str(code)
        if self.part == "code":
            return str(code)
        if self.part == "points":
            return self.points(row.result)
        for leaf in integer_leaves(row.result):
            largest = greatest(leaf)
            if largest > INT64 // PACK - 1:
                raise self.widths.refusal("formula-result-too-large", fields_in(leaf.term[1]), largest)
        if isinstance(row.result, IntegerLeaf) and not row.result.term[1]:
            return str(row.result.term[0] * PACK + code)
        return f"({self.points(row.result)}) * {PACK} + {code}"

    # --- rows and splits ----------------------------------------------------------------------------------------------

    def plan(self, plan: Sequence[CompiledRow]) -> str:
        """Rows in order: the first that holds answers, unless something it asks about is missing."""
        whens: list[str] = []
        for row in plan:
            lost = self.answer(row, MISSING)
            for unknown in row.unknowns:
                nothing = self.nothing(unknown.names)
                reach = "" if unknown.reach == TRUE else f"{self.test(unknown.reach)} and "
                whens.append(f"when {reach}{nothing} then {lost}")
            answer = self.answer(row, MANUAL if row.result is None else POINTS)
            if row.needs:
                answer = f"case when {self.nothing(row.needs)} then {lost} else {answer} end"
            if row.test == TRUE:
                return f"case {' '.join(whens)} else {answer} end" if whens else answer
            if row.test != FALSE:
                whens.append(f"when {self.test(without_presence(row.test))} then {answer}")
        # Every line that comes here has been answered; where none can come, there is nothing to ask.
        return f"case {' '.join(whens)} end" if whens else "null"

    def nothing(self, names: Sequence[str]) -> str:
        """Whether one of some fields is missing."""
        return f"({' or '.join(f'{self.names[name]} is null' for name in names)})"

    def tree(self, tree: Tree) -> str:
        """The table split by what its rows ask most."""
        if not isinstance(tree, Split):
            return self.plan(tree)
        column = self.names[tree.field]
        if tree.by == "sign":
            above, rest = tree.branches
            return f"case when {column} > 0 then {self.tree(above)} else {self.tree(rest)} end"
        if tree.by == "absence":
            there, gone = tree.branches
            return f"case when {column} is null then {self.tree(gone)} else {self.tree(there)} end"
        *coded, gone = tree.branches
        alike: dict[str, list[int]] = {}
        for code, branch in enumerate(coded):
            alike.setdefault(self.tree(branch), []).append(code)
        whens = [f"when {_among(column, codes)} then {answer}" for answer, codes in alike.items()]
        return f"case {' '.join(whens)} else {self.tree(gone)} end"


def _among(column: str, codes: Sequence[int]) -> str:
    if len(codes) == 1:
        return f"{column} = {codes[0]}"
    return f"{column} in ({', '.join(map(str, codes))})"


def without_presence(test: Test) -> Test:
    """The condition of a WHEN without asking whether what it compares is there: a comparison with NULL does not hold.

    Example:
        not (人数 is null) and 人数 = 0 asks no more than 人数 = 0
    """
    match test:
        case Junction("and", Negation(Absent(name)), Sign() as other) | Junction(
            "and", Sign() as other, Negation(Absent(name))
        ):
            return other if name in fields_tested(other) else test
    return test


def greatest(leaf: IntegerLeaf) -> int:
    """The largest magnitude of a result, knowing also which of two amounts is the smaller one.

    满分 × 上限 ÷ 完成值 is no more than 满分 where the limit is below the value, however large both may be.
    """
    coefficient, product = leaf.term
    path = leaf.path.refreshed()
    lo, hi = path.span(product) if product else (1, 1)
    largest = abs(coefficient) * max(abs(lo), abs(hi))
    match product:
        case (Quotient(_, (p, above), (q, below), _),):
            for small, large in iterproduct(above, below):
                low, high = path.span((small,))
                side = -1 if high <= 0 else 1
                sign, gap = total((1, (large,)), (-side, (small,)))
                if (low >= 0 or high <= 0) and scaled(sign, path.span(gap))[0] >= 0:
                    rest = path.span(without(above, [small]))
                    # What divides is a whole number, one at least; rounding adds one at most.
                    return min(largest, abs(coefficient) * (abs(p) * max(map(abs, rest)) // abs(q) + 1))
    return largest


def table_sql(table: CompiledTable, engine: str, names: Mapping[str, str]) -> str:
    """The SQL expression that answers a table for each row of a relation, as one packed BIGINT.

    Args:
        table: compiled.
        engine: duckdb or spark.
        names: field → column of the relation, as SQL; columns are integers as the vocabulary carries them.

    Returns:
        points × PACK + row × 4 + kind; `KINDS[answer & 3]`, row `(answer & 4095) >> 2`, points what is left.

    Raises:
        RuleError: points that may not fit beside the row, or a table of more rows than fit beside the points.

    Example:
        >>> from decimal import Decimal
        >>> from jixiao.rules.formula.table import Row, compile_table
        >>> words = {name: Column(name, 2, Decimal(0), Decimal(100), nullable=False) for name in ("完成值", "分值")}
        >>> rows = [Row("完成值 >= 60", "分值", "及格"), Row(None, "0", "不及格")]
        >>> table_sql(compile_table(rows, words), "duckdb", {"完成值": "actual", "分值": "full"})
        'case when (actual >= 6000) then (full) * 4096 + 4 else 8 end'
    """
    if 4 * len(table.rows) + len(KINDS) >= PACK:
        raise RuleError("table-too-many-rows", found=len(table.rows), limit=PACK // 4 - 1)
    return SqlTable(table.columns, names, engine, "packed").tree(split_table(table))


def table_parts_sql(table: CompiledTable, engine: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The same answer as two expressions: points (NULL unless there are any), and row × 4 + kind.

    Asks every condition twice, and takes every table that compiles: for relations of few rows.
    """
    plan = table.plan
    return (
        SqlTable(table.columns, names, engine, "points").plan(plan),
        SqlTable(table.columns, names, engine, "code").plan(plan),
    )
