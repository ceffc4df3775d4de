"""What lines come to: the completion of each project, and the leaves that gather indicators or projects."""

from __future__ import annotations

from collections.abc import Iterator
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

BUDGET = "budget_full"
"""The column of a project's full-year budget."""


@dataclass(frozen=True)
class Gathering:
    """Prints the named operators over lines already scored and rounded."""

    dialect: Dialect
    projects: Table

    def steps(self) -> Iterator[Step]:
        """The relations `gathered` (dept, owner_row, leaf and sums of its lines) and `completion` (a project's line of 100)."""
        kind = f"({CODE} & 3)"
        completion = f"case when points = 0 then {WHOLE} else {self.dialect.half_up(f'{WHOLE} * coalesce(score, 0)', 'points')} end"
        yield Step(
            "gathered",
            f"select {DEPT}, {OWNER_ROW}, leaf, count(*) as lines, "
            f"count(*) filter (where {kind} <> {EXCLUDED}) as scored, "
            f"count(*) filter (where {kind} in ({MANUAL}, {MISSING})) as waiting, "
            f"count(*) filter (where {kind} = {MANUAL}) as to_judge, "
            "cast(sum(points) as bigint) as points, cast(coalesce(sum(score), 0) as bigint) as reached, "
            f"cast(sum(case when {kind} <> {EXCLUDED} then {completion} end) as bigint) as completions "
            f"from line group by {DEPT}, {OWNER_ROW}, leaf",
        )
        score = self.settled(
            f"case when points = 0 then 0 else {self.dialect.half_up(f'{WHOLE} * reached', 'points')} end"
        )
        yield Step(
            "completion",
            f"select p.*, w.{BUDGET}, {score} as score, {self.kind()} as {CODE} "
            f"from in_project p left join word_project w on w.{DEPT} = p.{DEPT} and w.row = p.row "
            f"left join gathered g on g.{DEPT} = p.{DEPT} and g.{OWNER_ROW} = p.row and g.leaf = {OF_PROJECT}",
        )

    def settled(self, score: str) -> str:
        """A score where nothing is open: there are lines, some of them count, none waits."""
        return f"case when g.lines is null or g.lines = 0 or g.scored = 0 or g.waiting > 0 then null else {score} end"

    def kind(self) -> str:
        """Why there is no score, or that there is one."""
        return (
            f"case when g.lines is null or g.lines = 0 then {MISSING} when g.scored = 0 then {MANUAL} "
            f"when g.waiting = 0 then {COMPUTED} when g.waiting = g.to_judge then {MANUAL} else {MISSING} end"
        )

    def over_indicators(self, operation: Operation, place: int, full: int) -> tuple[str, str, str]:
        """Score, code and source of a leaf over indicators; `full` are its points in hundredths."""
        if operation.operator == "mean":
            score = self.dialect.half_up(f"{full} * g.completions", f"({WHOLE} * g.scored)")
        else:
            score = f"case when g.points = 0 then 0 else {self.dialect.half_up(f'{full} * g.reached', 'g.points')} end"
        return (
            self.settled(f"{score} * {TO_SCALE}"),
            self.kind(),
            f"left join gathered g on g.{DEPT} = c.{DEPT} and g.{OWNER_ROW} = 0 and g.leaf = {place}",
        )

    def over_projects(self, operation: Operation, name: str) -> Step:
        """The relation of a leaf over projects: the sums of the completions it takes in."""
        tests = [has_word(name, self.projects.column(name), words) for name, words in operation.where.items()]
        money = f"greatest({BUDGET}, 0)"
        weighed = f"sum({self.dialect.widened(f'score * {money}')})"
        return Step(
            name,
            f"select {DEPT}, count(*) as lines, count(*) as scored, "
            f"count(*) filter (where {CODE} <> {COMPUTED}) as waiting, count(*) filter (where {CODE} = {MANUAL}) as to_judge, "
            f"count(*) filter (where {BUDGET} is null) as unfunded, {weighed} as weighed, "
            f"sum({self.dialect.widened(money)}) as money, cast(sum(score) as bigint) as reached "
            f"from completion where {' and '.join(tests) or 'true'} group by {DEPT}",
        )

    def of_projects(self, operation: Operation, name: str, full: int) -> tuple[str, str, str]:
        """Score, code and source of a leaf over projects."""
        source = f"left join {name} g on g.{DEPT} = c.{DEPT}"
        if operation.operator == "money_weighted_mean":
            weighed = self.dialect.widened(str(full)) + " * g.weighed"
            mean = self.dialect.half_up(weighed, f"({WHOLE} * g.money)")
            score = f"case when g.unfunded > 0 or g.money = 0 then null else {mean} * {TO_SCALE} end"
            kind = f"case when g.waiting = 0 and g.unfunded > 0 then {MISSING} when g.waiting = 0 and g.money = 0 then {MANUAL} else {self.kind()} end"
            return self.settled(score), kind, source
        mean = self.dialect.half_up(f"{full} * g.reached", f"({WHOLE} * g.lines)")
        return self.settled(f"{mean} * {TO_SCALE}"), self.kind(), source
