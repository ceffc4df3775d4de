"""The Python source of a compiled table: straight-line whole-number code, one if per row."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.rules.formula.conditions import FALSE, TRUE
from jixiao.rules.formula.lower import IntegerTree
from jixiao.rules.formula.printer import PythonPrinter
from jixiao.rules.formula.rows import CompiledRow
from jixiao.rules.formula.vocabulary import Column


def python_source(
    fields: tuple[str, ...],
    columns: Mapping[str, Column],
    plan: tuple[CompiledRow, ...],
    full: IntegerTree | None,
    full_needs: tuple[str, ...],
) -> str:
    """The source of `table(c0, c1, …)`, `lookup(mapping)` and `full(mapping)`."""
    names = {name: f"c{index}" for index, name in enumerate(columns)}
    printer = PythonPrinter(names)
    lines = [f"def table({', '.join(names[name] for name in fields)}):"]
    lines += [f"    {guard(names[name], columns[name])}" for name in fields]
    for row in plan:
        lines += [f"    {line}" for line in row_lines(row, printer, names)]
        if row.test == TRUE:
            break
    else:
        lines.append("    raise RuntimeError('the proof said that one row always answers')")
    lines += ["def lookup(v):", f"    return table({', '.join(f'v[{name!r}]' for name in fields)})", "def full(v):"]
    for name in full_needs:
        lines += [f"    {names[name]} = v[{name!r}]", f"    if {names[name]} is None: return None"]
        lines.append(f"    {guard(names[name], columns[name])}")
    lines.append(f"    return {printer.tree(full) if full is not None else None}")
    return "\n".join(lines) + "\n"


def guard(variable: str, column: Column) -> str:
    """The line that refuses what is not a whole number within the bounds on which the proofs rest."""
    lo, hi = column.bounds
    outside = f"{variable}.__class__ is not int or not {lo} <= {variable} <= {hi}"
    if column.nullable:
        outside = f"{variable} is not None and ({outside})"
    return f"if {outside}: _refuse({column.name!r}, {variable})"


def row_lines(row: CompiledRow, printer: PythonPrinter, names: Mapping[str, str]) -> list[str]:
    """One row: is anything missing that it asks about; does it hold; what does it give."""
    lines = []
    for unknown in row.unknowns:
        lost = missing_line(row.number, unknown.names, names)
        lines.append(lost if unknown.reach == TRUE else f"if {printer.test(unknown.reach)}:\n        {lost}")
    if row.test == FALSE:
        return lines
    answer = []
    if row.needs:
        answer.append(missing_line(row.number, row.needs, names))
    if row.result is None:
        answer.append(f"return _M{row.number}")
    else:
        points = printer.tree(row.result)
        answer.append(f"return _new(_Outcome, ('points', {row.number}, {points}, _T{row.number}, ()))")
    if row.test == TRUE:
        return lines + answer
    return [*lines, f"if {printer.test(row.test)}:", *(f"    {line}" for line in answer)]


def missing_line(row: int, wanted: tuple[str, ...], names: Mapping[str, str]) -> str:
    """The line that answers "missing" if one of these is."""
    absent = " or ".join(f"{names[name]} is None" for name in wanted)
    pairs = ", ".join(f"({name!r}, {names[name]})" for name in wanted)
    return f"if {absent}: return _missing({row}, {pairs})"
