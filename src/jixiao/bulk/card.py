"""The scorecards of all departments: each leaf a line, then totals, plus and minus items, grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jixiao.bulk.dialect import MANUAL, Dialect, any_of, quoted
from jixiao.bulk.gathering import BUDGET, SCALE, TO_SCALE, Gathering
from jixiao.bulk.lines import CODE, Gather, Lines
from jixiao.bulk.schema import DEPT, OWNER_ROW, Table, tables
from jixiao.bulk.words import Step, Words
from jixiao.facts import Registry
from jixiao.rules.errors import RuleError
from jixiao.rules.formula.sql import table_parts_sql
from jixiao.rules.formula.table import CompiledTable
from jixiao.rules.scheme import Leaf, Node, Scheme, leaves_of
from jixiao.rules.scheme import Lines as Operation
from jixiao.rules.vocabulary import POINTS, Word
from jixiao.scoring.board import BUDGET as BUDGET_WORD
from jixiao.scoring.board import carried_points

NOTHING = -2
"""Where a leaf gathers nothing: no line has this number."""


@dataclass(frozen=True)
class Card:
    """Prints everything from the stored rows to the totals, for one scheme and one engine.

    The relations of the result are `line` (one row for each indicator), `completion` (for each project), `unit`, `leaf` (for each
    line of each department) and `total` (for each department). Scores of leaves and totals are in millionths.
    """

    scheme: Scheme
    registry: Registry
    dialect: Dialect

    def __post_init__(self) -> None:
        if self.scheme.form != "department":
            raise RuleError("scheme-other-form", found=self.scheme.id, form="department")
        for code, lines in self.aggregations("indicators").items():
            if lines.operator == "sum":  # its full marks are those that a department's indicators were approved with
                raise RuleError("bulk-sum-of-points", found=self.scheme.id, leaf=code)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The layout of the dataset."""
        return tables(self.registry)

    @cached_property
    def trees(self) -> Sequence[tuple[Node, ...]]:
        """The usual tree, then one for each other distribution of points."""
        return (self.scheme.roots, *(variant.roots for variant in self.scheme.variants))

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Word → column, of everything that rules read of a department."""
        rules = [variant.when for variant in self.scheme.variants]
        rules += [leaf.rule for tree in self.trees for leaf in leaves_of(tree) if leaf.rule is not None]
        named = dict.fromkeys(name for rule in rules for name in rule.table.columns if name != POINTS)
        return {name: f"w{place}" for place, name in enumerate(named)}

    @cached_property
    def gathers(self) -> Sequence[Gather]:
        """The leaves over indicators with their points under each distribution."""
        points = [{leaf.code: carried_points(leaf.points) for leaf in leaves_of(tree)} for tree in self.trees]
        return tuple(
            Gather(code, lines.where, tuple(known.get(code, 0) for known in points))
            for code, lines in self.aggregations("indicators").items()
        )

    def steps(self) -> Iterator[Step]:
        """All statements, in order."""
        vocabulary = self.scheme.vocabulary.words
        words = Words(self.registry, self.tables, self.dialect)
        yield from words.of_departments({column: vocabulary[name] for name, column in self.words.items()})
        budget: Word = self.scheme.vocabularies["project"].words[BUDGET_WORD]
        yield from words.of_projects({BUDGET: budget})
        yield Step("distribution", self.distribution())
        yield from Lines(self.scheme, self.tables["indicator"], self.dialect, self.gathers).steps()
        means = any(lines.operator == "mean" for lines in self.aggregations("indicators").values())
        gathering = Gathering(self.dialect, self.tables["project"], means)
        yield from gathering.steps()
        yield gathering.of_units()
        yield gathering.over_projects(self.aggregations("projects").values())
        yield Step("judged", self.judged())
        yield Step("leaf", self.leaves(gathering))
        yield Step("adjusted", self.adjusted())
        yield Step("total", self.total())

    # --- distributions and lines --------------------------------------------------------------------------------------

    def distribution(self) -> str:
        """Which distribution of points each department has: 0 the usual one, else the first whose condition gives a point."""
        cases = []
        for number, variant in enumerate(self.scheme.variants, 1):
            points, _ = self.parts(variant.when.table, 0)
            cases.append((f"coalesce({points}, 0) <> 0", str(number)))
        return f"select c.{DEPT}, {any_of(cases, '0')} as distribution from word_department c"

    def parts(self, table: CompiledTable, full: int) -> tuple[str, str]:
        """Points and code of a table over the words of a department; `full` are its own points in hundredths."""
        names = {name: str(full) if name == POINTS else f"c.{self.words[name]}" for name in table.columns}
        return table_parts_sql(table, self.dialect.engine, names)

    def aggregations(self, over: str) -> Mapping[str, Operation]:
        """Code of a leaf → what it gathers, for the leaves over indicators or over projects."""
        found: dict[str, Operation] = {}
        for leaf in (leaf for tree in self.trees for leaf in leaves_of(tree)):
            if leaf.lines is not None and leaf.lines.over == over:
                found.setdefault(leaf.code, leaf.lines)
        return found

    def leaves(self, gathering: Gathering) -> str:
        """Each leaf of each department: dept, place, leaf, points, score, outcome.

        Every department is paired with the leaves of its distribution, and a leaf is answered where it stands: one pass,
        however many leaves a scheme has. A union of selections, one a leaf, would cost an engine a plan for each.
        """
        gathered = {leaf.code: place for place, leaf in enumerate(self.gathers)}
        over = {code: place for place, code in enumerate(self.aggregations("projects"))}
        told: list[str] = []
        scores, codes = [], []
        for number, tree in enumerate(self.trees):
            for place, leaf in enumerate(leaves_of(tree)):
                score, code = self.leaf(leaf, gathering)
                test = f"b.number = {len(told)}"
                scores.append((test, f"cast({score} as bigint)"))
                codes.append((test, code))
                sums = f"{gathered.get(leaf.code, NOTHING)}, {over.get(leaf.code, NOTHING)}"
                points = carried_points(leaf.points)
                told.append(f"({number}, {len(told)}, {place}, '{quoted(leaf.code)}', {points}, {sums})")
        is_judged = f"{CODE} & 3 = {MANUAL} and judged between 0 and points * {TO_SCALE}"
        return (
            f"select {DEPT}, place, leaf, cast(points as bigint) as points, "
            f"case when {is_judged} then judged else score end as score, {CODE} from ("
            f"select c.{DEPT}, b.place, b.leaf, b.points, j.value as judged, {any_of(scores, 'null')} as score, "
            f"{any_of(codes, 'null')} as {CODE} from word_department c join distribution d on d.{DEPT} = c.{DEPT} "
            f"join (values {', '.join(told)}) as b(distribution, number, place, leaf, points, gathered, over_projects) "
            f"on b.distribution = d.distribution "
            f"left join gathered g on g.{DEPT} = c.{DEPT} and g.{OWNER_ROW} = 0 and g.leaf = b.gathered "
            f"left join over_projects p on p.{DEPT} = c.{DEPT} and p.leaf = b.over_projects "
            f"left join judged j on j.{DEPT} = c.{DEPT} and j.leaf = b.leaf) as answered"
        )

    def leaf(self, leaf: Leaf, gathering: Gathering) -> tuple[str, str]:
        """Score and code of one leaf."""
        full = carried_points(leaf.points)
        if leaf.lines is not None:
            if leaf.lines.over == "projects":
                return gathering.of_projects(leaf.lines, full)
            return gathering.over_indicators(leaf.lines, full)
        if leaf.rule is None:
            return "null", str(MANUAL)
        points, code = self.parts(leaf.rule.table, full)
        return f"({points}) * {10 ** (SCALE - leaf.places)}", code

    def judged(self) -> str:
        """What people judged: for each leaf the last value under its code, else under its name, else its name with 得分."""
        leaves = {leaf.code: leaf for tree in self.trees for leaf in leaves_of(tree)}
        wanted = ", ".join(
            f"('{quoted(leaf.code)}', {rank}, '{quoted(name)}')"
            for leaf in leaves.values()
            for rank, name in enumerate((leaf.code, leaf.name, f"{leaf.name}得分"))
        )
        bare = "case when s.item like concat(c.year, '/%') then substr(s.item, 6) else s.item end"
        item = f"case when {bare} like 'score/%' then substr({bare}, 7) else {bare} end"
        points = self.tables["stated"].column("unit").codes.index("分")
        return (
            f"select {DEPT}, leaf, value from (select s.{DEPT}, n.leaf, s.value, row_number() over ("
            f"partition by s.{DEPT}, n.leaf order by n.rank, s.row desc) as place from in_stated s "
            f"join in_cover c on c.{DEPT} = s.{DEPT} join (values {wanted}) as n(leaf, rank, item) on n.item = {item} where s.value is not null "
            f"and (s.year is null or s.year = c.year) and (s.unit is null or s.unit = {points})) as ranked where place = 1"
        )

    # --- totals -------------------------------------------------------------------------------------------------------

    def adjusted(self) -> str:
        """Plus and minus items within their limits, in millionths; NULL while one has no points."""
        limits = self.scheme.adjustments
        if limits is None:
            return f"select {DEPT}, cast(0 as bigint) as adjusted from in_cover"
        low, high = carried_points(limits.low) * TO_SCALE, carried_points(limits.high) * TO_SCALE
        total = (
            f"case when count(b.{DEPT}) > count(b.points) then null else coalesce(sum(b.points), 0) * {TO_SCALE} end"
        )
        return (
            f"select {DEPT}, cast(case when found < {low} then {low} when found > {high} then {high} else found end as bigint) as adjusted "
            f"from (select c.{DEPT}, {total} as found from in_cover c left join in_bonus b on b.{DEPT} = c.{DEPT} group by c.{DEPT}) as summed"
        )

    def total(self) -> str:
        """Each department: points, total (NULL while a line is open), what is certain and what is open, the grade."""
        top = carried_points(self.scheme.total) * TO_SCALE
        grades = [
            (f"total >= {int(bound * 10**SCALE)}", f"'{quoted(grade)}'") for grade, bound in self.scheme.grades.items()
        ]
        return (
            f"select *, case when total is null then '' else {any_of(grades, chr(39) * 2)} end as grade from ("
            f"select l.{DEPT}, l.points, l.reached, l.open, a.adjusted, case when l.waiting > 0 or a.adjusted is null then null "
            f"else greatest(least(l.reached + a.adjusted, {top}), 0) end as total from ("
            f"select {DEPT}, cast(sum(points) as bigint) as points, cast(coalesce(sum(score), 0) as bigint) as reached, "
            f"cast(coalesce(sum(case when score is null then points end), 0) as bigint) as open, "
            f"count(*) filter (where score is null) as waiting from leaf group by {DEPT}) as l "
            f"join adjusted a on a.{DEPT} = l.{DEPT}) as summed"
        )
