"""Tables with lines to ask them: every case that is written down, every shipped table and tables made at random."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from random import Random
from typing import Any

from tests.rules.cases import CASES, MARKS, cases, line, vocabulary
from tests.rules.reference import FIELDS, Maker
from tests.scoring.desk import carried
from tests.scoring.desk import cases as scored_cases

from jixiao.rules import CompiledTable, RuleError, compile_table, expand_macros, load
from jixiao.rules.formula.vocabulary import Column
from jixiao.rules.registry import registry
from jixiao.rules.scheme import leaves_of
from jixiao.rules.schemes import entries, load_scheme
from jixiao.rules.tables import read_table
from jixiao.rules.vocabulary import vocabularies

Values = Mapping[str, int | None]


@dataclass(frozen=True)
class Sample:
    """A table and the lines that are put to it."""

    name: str
    table: CompiledTable
    lines: Sequence[Values]

    def wanted(self) -> list[tuple[int | None, int, int]]:
        """What the compiled Python says of each line: points, row, number of the kind."""
        kinds = {"points": 0, "manual": 1, "missing": 2}
        found = map(self.table.evaluate, self.lines)
        return [(one.points if one.kind == "points" else None, one.row, kinds[one.kind]) for one in found]


def case_suite() -> Iterator[Sample]:
    """Every case of a formula, a table or a line that somebody worked out by hand; one sample for each table."""
    known: dict[str, tuple[CompiledTable, list[Values]]] = {}
    for table, values in _cases():
        known.setdefault(table.digest_source, (table, []))[1].append({name: values[name] for name in table.columns})
    for number, (table, lines) in enumerate(known.values(), 1):
        yield Sample(f"case table {number}", table, lines)


def _cases() -> Iterator[tuple[CompiledTable, Mapping[str, Any]]]:
    words = vocabularies(registry())
    for name in ("indicators", "execution"):
        shared = read_table(files("jixiao").joinpath("rulebook", "tables", f"{name.removesuffix('s')}.yaml"))
        for one in scored_cases(name):
            rule = shared.rule(one.get("options", {}), one.get("parameters", {}), words[shared.scope])
            yield rule.table, carried(words[shared.scope], rule, one["given"])
    for one in scored_cases("lines"):
        scheme = load_scheme(one["scheme"])
        leaf = scheme.leaves[one["line"]]
        assert leaf.rule is not None
        yield leaf.rule.table, carried(scheme.vocabulary, leaf.rule, one["given"], leaf.points)
    sheet = load(CASES / "indicator.yaml")
    fields = vocabulary(sheet["fields"])
    table = compile_table(expand_macros(sheet["table"]), fields)
    for vector in cases("vectors.yaml"):
        yield table, line(fields, vector)
    for macro in cases("macros.yaml"):
        columns = {**vocabulary(macro["fields"]), "分值": MARKS}
        marks = Decimal(macro["marks"].text() if "marks" in macro else "10")
        table = compile_table(expand_macros(macro["rule"]), columns)
        for given in macro["lines"]:
            yield table, {**line(vocabulary(macro["fields"]), given["given"]), "分值": int(marks * 100)}


def shipped_tables() -> Iterator[tuple[str, CompiledTable]]:
    """Every decision table of every scheme that ships."""
    for entry in entries():
        scheme = load_scheme(entry.id)
        yield f"{entry.id}-indicator", scheme.indicator.table
        for number, roots in enumerate((scheme.roots, *(variant.roots for variant in scheme.variants))):
            for leaf in leaves_of(roots):
                if leaf.rule is not None:
                    yield f"{entry.id}-{leaf.code}{f'-{number}' if number else ''}", leaf.rule.table
        for number, variant in enumerate(scheme.variants, 1):
            yield f"{entry.id}-distribution-{number}", variant.when.table


def shipped(lines: int) -> Iterator[Sample]:
    """Every shipped table with so many nasty lines."""
    for name, table in shipped_tables():
        yield Sample(name, table, list(nasty_lines(table.columns, len(name), lines)))


def made(tables: int, lines: int, seed: int) -> Iterator[Sample]:
    """So many random tables that the compiler takes, each with so many random lines."""
    maker, found = Maker(seed), 0
    while found < tables:
        try:
            table = compile_table(maker.table(), FIELDS, full=None)
        except RuleError:  # a table that is not proven is refused, not answered
            continue
        found += 1
        yield Sample(f"random table {found}", table, list(Maker(seed + found).lines(lines)))


def nasty_lines(columns: Mapping[str, Column], seed: int, number: int) -> Iterator[Values]:
    """Lines that lean to blanks, zeros, bounds, equal amounts and halves of the last place."""
    random = Random(seed)
    for _ in range(number):
        usual = random.choice([0, 1, 50, 9_973, 10_000, 12_345, 10**6, 10**9, 10**12])
        values: dict[str, int | None] = {}
        for name, column in columns.items():
            lo, hi = column.bounds
            if column.codes is not None:
                values[name] = random.randint(lo, hi)
            else:
                near = random.choice([usual, usual, usual + 1, usual * 2, usual // 2, -usual, 0, 1, lo, hi])
                values[name] = min(max(near, lo), hi)
            if column.nullable and random.random() < 0.2:
                values[name] = None
        yield values
