"""A scorecard as facts: every score and every lost point under its own address, with the rule that made it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value, address
from jixiao.figures import MISSING, Missing
from jixiao.files import messages
from jixiao.scoring.because import ByRow
from jixiao.scoring.scorecard import Line, Part, Scorecard

SCORE, LOST, POINTS, OF_PROJECT, OF_INDICATOR = "score", "lost", "points", "project-score", "indicator-score"


def scorecard_facts(card: Scorecard, facts: Facts, projects: Iterable[Scorecard] = ()) -> dict[Address, Fact]:
    """The facts of a department's card and of project cards, to be joined with `facts.extended(...)`.

    Addresses: `2022/score/total`, `2022/score/grade`, `2022/score/adjustments`; for every node and line
    `2022/score/A-03`, `2022/lost/A-03`, `2022/points/A-03`, with `…/total` for the whole; of a project `2022/project-score/P01/total`,
    `2022/project-score/P01/grade` and `2022/project-score/P01/P-02`; of an indicator, on whichever card it stands,
    `2022/indicator-score/P02-1/score`. In Chinese 自评总分, 预算编制得分, 预算编制扣分, 项目/P01/自评总分, 绩效指标/P02-1/得分;
    a name that two nodes share calls neither.
    """
    found: dict[Address, Fact] = {}
    for one in (card, *projects):
        writer = _Writer(one, facts)
        written = writer.project() if one.project else writer.department()
        found.update((fact.address, fact) for fact in (*written, *writer.indicators()))
    return found


@dataclass(frozen=True)
class _Writer:
    """Writes the facts of one card."""

    card: Scorecard
    facts: Facts

    @cached_property
    def whole(self) -> Passport:
        """The passport of what the whole scheme makes."""
        scheme = self.card.scheme
        return Passport(
            provenance=Provenance.DERIVED,
            period=f"{self.card.year}年度",
            unit="分",
            rule=self._rule(f"v{scheme.version} {scheme.digest[:12]}"),
            document=scheme.reference,
        )

    def _rule(self, rule: str) -> str:
        return messages.text("score-rule", scheme=self.card.scheme.title, rule=rule)

    @property
    def _nodes(self) -> tuple[Part | Line, ...]:
        return (*self.card.parts, *self.card.lines)

    def department(self) -> Iterator[Fact]:
        """Total, grade, plus and minus items, and three figures for every node."""
        card, year = self.card, self.card.year
        used = tuple(address(year, SCORE, node.code) for node in card.nodes)
        no_unit = replace(self.whole, unit="")
        title = messages.text
        yield self._fact(address(year, SCORE, "total"), card.total, title("score-title"), self.whole, used)
        yield self._fact(address(year, SCORE, "grade"), card.grade or MISSING, title("score-title-grade"), no_unit, ())
        yield self._fact(
            address(year, SCORE, "adjustments"), card.adjusted, title("score-title-adjustments"), self.whole, ()
        )
        yield self._fact(address(year, POINTS, "total"), card.points, title("score-title-full"), self.whole, ())
        lost = tuple(address(year, LOST, line.code) for line in card.lines)
        yield self._fact(address(year, LOST, "total"), card.lost, title("score-title-lost-all"), self.whole, lost)
        for node in self._nodes:
            passport, inputs = self._trace(node)
            for subject, value, word in (
                (SCORE, node.score, "score-title-of"),
                (LOST, node.lost, "score-title-lost"),
                (POINTS, node.points, "score-title-points"),
            ):
                where = address(year, subject, node.code)
                yield self._fact(where, value, title(word, name=node.name), passport, inputs)

    def project(self) -> Iterator[Fact]:
        """Total, grade and the score of every node of a project."""
        card, year, key = self.card, self.card.year, self.card.project
        used = tuple(address(year, OF_PROJECT, key, node.code) for node in card.nodes)
        no_unit = replace(self.whole, unit="")
        yield self._of_project("total", card.total, messages.text("score-title"), self.whole, used)
        yield self._of_project("grade", card.grade or MISSING, messages.text("score-title-grade"), no_unit, ())
        for node in self._nodes:
            passport, inputs = self._trace(node)
            word = messages.text("score-title-of", name=node.name)
            yield self._of_project(node.code, node.score, word, passport, inputs)

    def indicators(self) -> Iterator[Fact]:
        """The score of every indicator that one of the card's own lines gathered."""
        for line in self.card.lines:
            for detail in line.details:
                if self.facts.rows.named("indicator", detail.code) is None:
                    continue  # a project gathered by its completion; its indicators stand on its own card
                passport, inputs = self._trace(detail)
                word = messages.text("score-title-of", name=detail.name)
                fact = self._fact(
                    address(self.card.year, OF_INDICATOR, detail.code, SCORE), detail.score, word, passport, inputs
                )
                yield replace(fact, names=(f"{self._sheet('indicator')}/{detail.code}/得分",))

    def _of_project(
        self, part: str, value: Value | Missing, word: str, passport: Passport, inputs: tuple[Address, ...]
    ) -> Fact:
        card = self.card
        title = messages.text("score-title-project", project=card.title, title=word)
        fact = self._fact(address(card.year, OF_PROJECT, card.project, part), value, title, passport, inputs)
        return replace(fact, names=(f"{self._sheet('project')}/{card.project}/{word}",))

    def _sheet(self, subject: str) -> str:
        return self.facts.registry.by_id[subject].sheet

    def _trace(self, node: Part | Line) -> tuple[Passport, tuple[Address, ...]]:
        """Where the figure of a node comes from: the rule of a line, the nodes under a part."""
        card = self.card
        if isinstance(node, Part):
            home = (OF_PROJECT, card.project) if card.project else (SCORE,)
            return self.whole, tuple(address(card.year, *home, child.code) for child in node.children)
        note = "；".join(part for part in (node.reason, node.step) if part)
        fired = (node.because.fired,) if not node.rule and isinstance(node.because, ByRow) else node.rule
        passport = replace(self.whole, rule=self._rule("；".join(fired)), document=node.reference, note=note)
        return passport, tuple(dict.fromkeys(node.facts))

    def _fact(
        self, where: Address, value: Value | Missing, title: str, passport: Passport, inputs: tuple[Address, ...]
    ) -> Fact:
        kind = Kind.SCORE if passport.unit else Kind.TEXT
        return Fact(
            address=where, value=value, kind=kind, title=title, passport=passport, names=(title,), inputs=inputs
        )
