"""What lines come to: the completion of each project, and the leaves that gather indicators or projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jixiao.bulk.dialect import COMPUTED, EXCLUDED, MANUAL, MISSING, Dialect
from jixiao.bulk.lines import CODE, OF_PROJECT
from jixiao.bulk.schema import DEPT, OWNER_ROW, Table
from jixiao.bulk.words import Step, has_word
from jixiao.rules.scheme import Lines as Operation
from jixiao.scoring.weighing import WHOLE

SCALE = 6
"""Decimal places of a score of a department's line: what a person judged may be finer than a hundredth."""

TO_SCALE = 10 ** (SCALE - 2)
"""From hundredths to those places."""

BITS = {COMPUTED: 1, MANUAL: 2, MISSING: 4, EXCLUDED: 8}
"""Kind of a line → its bit among the kinds that occur in a group."""

KINDS = f"bit_or(case {CODE} & 3 {' '.join(f'when {kind} then {bit}' for kind, bit in BITS.items())} end) as kinds"
"""Which kinds of lines a group has: all that is asked of it, at the price of one sum."""

BUDGET = "budget_full"
"""The column of a project's full-year budget."""


@dataclass(frozen=True)
class Gathering:
    """Prints the named operators over lines already scored and rounded.

    dialect: of the engine. projects: their table. means: whether some leaf needs the completion of each single indicator.
    """

    dialect: Dialect
    projects: Table
    means: bool

    def steps(self) -> Iterator[Step]:
        """The relations `gathered` (dept, owner_row, leaf, sums of its lines) and `completion` (dept, row, score of 100, outcome)."""
        completion = f"case when points = 0 then {WHOLE} else {self.dialect.half_up(f'{WHOLE} * coalesce(score, 0)', 'points')} end"
        counts = f"({CODE} & 3) <> {EXCLUDED}"
        means = f", count(*) filter (where {counts}) as scored, cast(sum(case when {counts} then {completion} end) as bigint) as completions"
        yield Step(
            "gathered",
            f"select {DEPT}, {OWNER_ROW}, leaf, {KINDS}, "
            "cast(sum(points) as bigint) as points, cast(coalesce(sum(score), 0) as bigint) as reached"
            f"{means if self.means else ''} from line group by {DEPT}, {OWNER_ROW}, leaf",
        )
        score = self.dialect.half_up(f"{WHOLE} * g.reached", "g.points")
        yield Step(
            "completion",
            f"select w.{DEPT}, w.row, w.{BUDGET}, {settled('g', f'case when g.points = 0 then 0 else {score} end')} as score, "
            f"{kind_of('g')} as {CODE} from word_project w "
            f"left join gathered g on g.{DEPT} = w.{DEPT} and g.{OWNER_ROW} = w.row and g.leaf = {OF_PROJECT}",
        )

    def of_units(self) -> Step:
        """The relation `unit`: dept, row, projects, budget, the money-weighted mean of its projects' completions, outcome."""
        mean = self.dialect.half_up("g.weighed", "g.money")
        score = f"case when g.unfunded > 0 or g.money = 0 then null else {mean} end"
        kind = f"case when {is_settled('g')} and g.unfunded > 0 then {MISSING} when {is_settled('g')} and g.money = 0 then {MANUAL} else {kind_of('g')} end"
        return Step(
            "unit",
            f"select g.{DEPT}, g.row, g.number as projects, cast(case when g.unfunded = 0 then g.funded end as bigint) as {BUDGET}, "
            f"{settled('g', score)} as score, {kind} as {CODE} from (select u.{DEPT}, u.row, {self.sums()} "
            f"from in_unit u join in_project p on p.{DEPT} = u.{DEPT} and p.unit = u.unit "
            f"join completion c on c.{DEPT} = p.{DEPT} and c.row = p.row group by u.{DEPT}, u.row) as g",
        )

    def sums(self) -> str:
        """What is summed over the completions of some projects, as c."""
        money = f"greatest(c.{BUDGET}, 0)"
        sums = {
            "number": "count(*)",
            "unfunded": f"count(*) filter (where c.{BUDGET} is null)",
            "funded": f"sum(c.{BUDGET})",
            "weighed": f"sum({self.dialect.widened(f'c.score * {money}')})",
            "money": f"sum({self.dialect.widened(money)})",
            "reached": "cast(sum(c.score) as bigint)",
        }
        return ", ".join([KINDS, *(f"{value} as {name}" for name, value in sums.items())])

    def over_indicators(self, operation: Operation, full: int) -> tuple[str, str]:
        """Score and code of a leaf over indicators, from `gathered` as g; `full` are its points in hundredths."""
        if operation.operator == "mean":
            score = self.dialect.half_up(f"{full} * g.completions", f"({WHOLE} * g.scored)")
        else:
            score = f"case when g.points = 0 then 0 else {self.dialect.half_up(f'{full} * g.reached', 'g.points')} end"
        return settled("g", f"{score} * {TO_SCALE}"), kind_of("g")

    def over_projects(self, operations: Iterable[Operation]) -> Step:
        """The relation `over_projects`: dept, leaf (place of the operation), sums of the completions it takes in."""
        chosen = [self.chosen(operation) for operation in operations] or ["where false"]
        return Step(
            "over_projects",
            " union all ".join(
                f"select c.{DEPT}, {place} as leaf, {self.sums()} from completion c {where} group by c.{DEPT}"
                for place, where in enumerate(chosen)
            ),
        )

    def chosen(self, operation: Operation) -> str:
        """The condition on the projects that an operation takes in."""
        tests = [has_word(f"p.{name}", self.projects.column(name), words) for name, words in operation.where.items()]
        if not tests:
            return ""
        own = f"p.{DEPT} = c.{DEPT} and p.row = c.row"
        return f"where exists (select 1 from in_project p where {own} and {' and '.join(tests)})"

    def of_projects(self, operation: Operation, full: int) -> tuple[str, str]:
        """Score and code of a leaf over projects, from `over_projects` as p."""
        if operation.operator == "money_weighted_mean":
            weighed = self.dialect.widened(str(full)) + " * p.weighed"
            mean = self.dialect.half_up(weighed, f"({WHOLE} * p.money)")
            score = f"case when p.unfunded > 0 or p.money = 0 then null else {mean} * {TO_SCALE} end"
            kind = f"case when {is_settled('p')} and p.unfunded > 0 then {MISSING} when {is_settled('p')} and p.money = 0 then {MANUAL} else {kind_of('p')} end"
            return settled("p", score), kind
        mean = self.dialect.half_up(f"{full} * p.reached", f"({WHOLE} * p.number)")
        return settled("p", f"{mean} * {TO_SCALE}"), kind_of("p")


def is_settled(of: str) -> str:
    """Whether there are lines, some of them count, and none waits. `of`: the relation of the sums."""
    return f"(({of}.kinds & {BITS[MANUAL] | BITS[MISSING]}) = 0 and {of}.kinds <> {BITS[EXCLUDED]})"


def settled(of: str, score: str) -> str:
    """A score where nothing is open."""
    return f"case when {is_settled(of)} then {score} end"


def kind_of(of: str) -> str:
    """Why there is no score, or that there is one."""
    return (
        f"case when {of}.kinds is null then {MISSING} when {of}.kinds = {BITS[EXCLUDED]} then {MANUAL} "
        f"when {is_settled(of)} then {COMPUTED} when ({of}.kinds & {BITS[MISSING]}) = 0 then {MANUAL} else {MISSING} end"
    )
