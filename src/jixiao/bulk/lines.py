"""Every indicator a line: its points, its score and the row of the table that gave it, in one pass over the column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jixiao.bulk.dialect import COMPUTED, EXCLUDED, MISSING, Dialect, any_of
from jixiao.bulk.schema import DEPARTMENT, DEPT, DUE_SET, LATE, OWNER_ROW, ROW, USED, Table
from jixiao.bulk.words import Step, has_word
from jixiao.rules.formula.sql import PACK, table_sql
from jixiao.rules.scheme import Scheme
from jixiao.rules.vocabulary import DAYS_LATE, HAS_DUE, POINTS
from jixiao.scoring.weighing import WHOLE

OF_PROJECT = -1
"""The number of the line that gathers the indicators of one project."""

CODE = "outcome"
"""Row of the decision table × 4 + kind."""


@dataclass(frozen=True, slots=True)
class Gather:
    """A leaf that gathers indicators of the department; `points` are its hundredths under each distribution, 0 where dropped."""

    code: str
    where: Mapping[str, tuple[str, ...]]
    points: tuple[int, ...]


@dataclass(frozen=True)
class Lines:
    """Prints the lines of a scheme for one engine.

    gathers: the leaves of the scheme that gather indicators of the department, in their order; their places are the
    numbers under which lines are gathered. The relation `distribution` tells which distribution of points a department has.
    """

    scheme: Scheme
    table: Table
    dialect: Dialect
    gathers: Sequence[Gather]

    def steps(self) -> Iterator[Step]:
        """The relation `line`: dept, row, owner_row, leaf, points, score, code; a row is one indicator of one leaf."""
        yield Step("asked", self.asked(), kept=False)
        yield Step("unweighted", self.unweighted())
        yield Step("weighted", self.weighted(), kept=False)
        yield Step("line", self.scored(), kept=False)

    def asked(self) -> str:
        """Each indicator with the number of the leaf that gathers it; where leaves overlap, once for each."""
        chosen = [(f"{OWNER_ROW} > 0", str(OF_PROJECT))]
        wheres = [self.choice(leaf) for leaf in self.gathers]
        if self.are_apart():
            leaf = any_of([*chosen, *((where, str(place)) for place, where in enumerate(wheres))], "null")
            return f"select *, {leaf} as leaf from in_indicator"
        parts = [f"select *, {place} as leaf from in_indicator where {where}" for place, where in enumerate(wheres)]
        return " union all ".join([f"select *, {OF_PROJECT} as leaf from in_indicator where {OWNER_ROW} > 0", *parts])

    def choice(self, leaf: Gather) -> str:
        """The condition on an indicator of the department."""
        tests = [f"{OWNER_ROW} = 0"] if leaf.where.get("owner") == (DEPARTMENT,) else []
        for name, words in leaf.where.items():
            if name != "owner" or words != (DEPARTMENT,):
                tests.append(has_word(name, self.table.column(name), words))
        return " and ".join(tests) or "true"

    def are_apart(self) -> bool:
        """Whether no indicator is gathered by two leaves: all are the department's, and no two take the same first level."""
        seen: set[str] = set()
        for leaf in self.gathers:
            if leaf.where.get("owner") != (DEPARTMENT,) or set(leaf.where) - {"owner", "lv1"}:
                return False
            words = set(leaf.where.get("lv1", self.table.column("lv1").codes))
            if words & seen:
                return False
            seen |= words
        return True

    def unweighted(self) -> str:
        """The groups in which no indicator has points of its own: they share out those of the leaf.

        Only groups with a blank are looked at; where every indicator has points, nothing but the blanks is read.
        """
        group = f"{DEPT}, {OWNER_ROW}, leaf"
        weighs = " and ".join(f"w.{name} = b.{name}" for name in group.split(", "))
        return (
            f"select {group}, count(*) as number from asked b where weight is null and leaf is not null "
            f"and not exists (select 1 from asked w where w.weight is not null and {weighs}) group by {group}"
        )

    def weighted(self) -> str:
        """The indicators with the points they have: their own, an even share, or none where only others have some."""
        fulls = [
            (f"a.leaf = {leaf} and d.distribution = {number}", str(points))
            for leaf, gather in enumerate(self.gathers)
            for number, points in enumerate(gather.points)
        ]
        full = f"({any_of([(f'a.leaf = {OF_PROJECT}', str(WHOLE)), *fulls], '0')})"
        place = f"row_number() over (partition by a.{DEPT}, a.{OWNER_ROW}, a.leaf order by a.{ROW})"
        share = f"{self.dialect.div(full, 'u.number')} + case when {place} <= {full} % u.number then 1 else 0 end"
        return (
            "select *, weight as points from asked where weight is not null and leaf is not null union all "
            f"select a.*, case when u.number is not null then cast({share} as bigint) end as points from asked a "
            f"join distribution d on d.{DEPT} = a.{DEPT} left join unweighted u "
            f"on u.{DEPT} = a.{DEPT} and u.{OWNER_ROW} = a.{OWNER_ROW} and u.leaf = a.leaf "
            "where a.weight is null and a.leaf is not null"
        )

    def scored(self) -> str:
        """The lines: what does not apply set aside, everything else answered by the table of indicators."""
        names = {word: self.names(word) for word in self.scheme.indicator.table.columns}
        answer = any_of(
            [
                ("points is null", str(MISSING)),
                *self.inapplicable(),
                (f"{LATE} < 0", str(MISSING)),
            ],
            table_sql(self.scheme.indicator.table, self.dialect.engine, names),
        )
        code = f"(answer & {PACK - 1})"
        kind = "(answer & 3)"
        return (
            f"select {DEPT}, {ROW}, {OWNER_ROW}, leaf, "
            f"case when {kind} = {EXCLUDED} then 0 else coalesce(points, 0) end as points, "
            f"case when {kind} = {COMPUTED} then {self.dialect.points('answer')} end as score, "
            f"cast({code} as int) as {CODE} from (select {DEPT}, {ROW}, {OWNER_ROW}, leaf, points, {answer} as answer from weighted) as answered"
        )

    def inapplicable(self) -> Iterator[tuple[str, str]]:
        """What becomes of an indicator that does not apply: set aside, or nothing for it."""
        if not self.scheme.inapplicable:
            return
        is_one = has_word("operator", self.table.column("operator"), self.scheme.inapplicable)
        custom = self.scheme.inapplicable_custom
        if custom == "consent":
            yield f"{is_one} and consent is not null", str(EXCLUDED)
        yield is_one, str(EXCLUDED if custom == "rescale" else COMPUTED)

    def names(self, word: str) -> str:
        """The column of a word of the table."""
        fixed = {POINTS: "points", HAS_DUE: DUE_SET, DAYS_LATE: LATE}
        if word in fixed:
            return fixed[word]
        source = self.scheme.vocabularies["indicator"].words[word].source
        return USED if source == "actual" else source
