"""The words that a scheme's rules read of departments and projects, summed from the stored rows as the facts are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jixiao.bulk.dialect import Dialect, one_of
from jixiao.bulk.schema import DEPT, PROJECT_ROW, Stored, Table
from jixiao.facts import Derived, Registry
from jixiao.rules.vocabulary import Word


@dataclass(frozen=True, slots=True)
class Step:
    """One statement: the relation `name` is what `query` selects.

    kept: whether it is computed once and kept; otherwise it is computed as part of what reads it.
    """

    name: str
    query: str
    kept: bool = True


@dataclass(frozen=True)
class Words:
    """Prints relations of words.

    registry: the declarations of derived figures. tables: of the dataset, as `in_<subject>`. dialect: of the engine.
    """

    registry: Registry
    tables: Mapping[str, Table]
    dialect: Dialect

    def of_departments(self, wanted: Mapping[str, Word]) -> Iterator[Step]:
        """The relation `word_department`: one row for each department-year, one column for each word.

        Args:
            wanted: column → word of the department's vocabulary with a source.
        """
        items = {item.name: item for item in self.registry.derived if not item.by}
        needed = dict.fromkeys(
            operand for word in wanted.values() if word.source in items for operand in _rooted(word.source, items)
        )
        by_subject: dict[str, list[Derived]] = {}
        for name in needed:
            by_subject.setdefault(items[name].operands[0].partition(".")[0], []).append(items[name])
        for subject, sums in by_subject.items():
            yield Step(f"sum_{subject}", self.sums(subject, sums, (DEPT,)))
        columns = ", ".join(f"{self.column(word, items)} as {name}" for name, word in wanted.items())
        joins = " ".join(f"left join sum_{subject} on sum_{subject}.{DEPT} = c.{DEPT}" for subject in by_subject)
        yield Step(
            "word_department",
            f"select c.{DEPT}{', ' if columns else ''}{columns} from in_cover c "
            f"left join in_management m on m.{DEPT} = c.{DEPT} {joins}",
        )

    def of_projects(self, wanted: Mapping[str, Word]) -> Iterator[Step]:
        """The relation `word_project`: one row for each project, one column for each word that is summed from its budget."""
        items = {item.id: item for item in self.registry.derived if item.group == "project" and item.by}
        needed = dict.fromkeys(operand for word in wanted.values() for operand in _rooted(word.source, items))
        yield Step("sum_by_project", self.sums("budget", [items[name] for name in needed], (DEPT, PROJECT_ROW)))
        yield Step("budget_lines", f"select {DEPT}, count(*) as lines from in_budget group by {DEPT}")
        columns = ", ".join(f"{self.column(word, items)} as {name}" for name, word in wanted.items())
        yield Step(
            "word_project",
            f"select p.{DEPT}, p.row{', ' if columns else ''}{columns} from in_project p "
            f"left join budget_lines c on c.{DEPT} = p.{DEPT} "
            f"left join sum_by_project sum_budget on sum_budget.{DEPT} = p.{DEPT} and sum_budget.{PROJECT_ROW} = p.row",
        )

    def sums(self, subject: str, items: Sequence[Derived], by: tuple[str, ...]) -> str:
        """The sums and counts over the rows of one subject, each with how many rows it took in and how many lacked a value."""
        parts = [f"a.{name}" for name in by] + ["count(*) as lines"]
        refers = False
        for item in items:
            chosen, through = self.choice(subject, item)
            refers = refers or through
            ident = _ident(item)
            parts.append(f"count(*) filter (where {chosen}) as {ident}_rows")
            if item.operator == "sum":
                value = f"a.{item.operands[0].partition('.')[2]}"
                counted = f"{chosen} and ({value} is null or {value} > 0)" if item.positive else chosen
                parts.append(f"count(*) filter (where {counted} and {value} is null) as {ident}_blank")
                parts.append(f"sum({value}) filter (where {counted}) as {ident}_sum")
        join = f"left join in_project p on p.{DEPT} = a.{DEPT} and p.row = a.{PROJECT_ROW}" if refers else ""
        return f"select {', '.join(parts)} from in_{subject} a {join} group by {', '.join(f'a.{name}' for name in by)}"

    def choice(self, subject: str, item: Derived) -> tuple[str, bool]:
        """The condition on a row, and whether it asks the project that the row refers to."""
        tests, refers = [], False
        for path, permitted in item.where.items():
            name, _, further = path.partition(".")
            alias, column = ("p", further) if further else ("a", name)
            refers = refers or bool(further)
            stored = self.tables[name if further else subject].column(column)
            tests.append(has_word(f"{alias}.{column}", stored, permitted))
        return " and ".join(tests) or "true", refers

    def column(self, word: Word, items: Mapping[str, Derived]) -> str:
        """The value of one word, proven to lie within the bounds on which the rules rest."""
        if word.source.startswith("management/"):
            return f"m.{word.source.partition('/')[2]}"
        lo, hi = word.column.bounds
        return self.dialect.bounded(self.value(word.source, items), lo, hi, word.column.name)

    def value(self, source: str, items: Mapping[str, Derived]) -> str:
        """A sum, a count, or what is taken from or added to others."""
        item = items[source]
        if item.operator in {"minus", "plus"}:
            sign = " - " if item.operator == "minus" else " + "
            return f"({sign.join(self.value(name, items) for name in item.operands)})"
        subject = item.operands[0].partition(".")[0]
        rows, ident = f"sum_{subject}", _ident(item)
        # No row at all leaves the sum unknown; rows of which none is meant make it zero, unless it is declared otherwise.
        if item.by:
            nothing = "null" if item.empty == "missing" else "0"
            start = f"when c.lines is null then null when {rows}.{ident}_rows is null or {rows}.{ident}_rows = 0 then {nothing}"
        else:
            start = f"when {rows}.lines is null then null"
            if item.operator == "sum" and item.empty == "missing":
                start += f" when {rows}.{ident}_rows = 0 then null"
        if item.operator == "count":
            return f"case {start} else {rows}.{ident}_rows end"
        return f"case {start} when {rows}.{ident}_blank > 0 then null else coalesce({rows}.{ident}_sum, 0) end"


def has_word(column: str, stored: Stored, words: Iterable[str]) -> str:
    """Whether a column has one of some words, which a coded column holds as their positions."""
    return one_of(column, map(stored.codes.index, words) if stored.codes else words)


def _ident(item: Derived) -> str:
    return item.id.replace("/", "_")


def _rooted(source: str, items: Mapping[str, Derived]) -> Iterator[str]:
    """The sums and counts that a figure is made of."""
    item = items[source]
    if item.operator in {"sum", "count"}:
        yield source
    else:
        for operand in item.operands:
            yield from _rooted(operand, items)
