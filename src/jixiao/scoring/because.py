"""What gave a line its score: a row of a table, other lines, or a sentence. Words are made when somebody reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from jixiao.facts import Address, address
from jixiao.figures import EXACT, Score
from jixiao.files import messages
from jixiao.rules.formula.lacking import lacking
from jixiao.rules.formula.rows import Outcome
from jixiao.rules.formula.vocabulary import trimmed
from jixiao.rules.reasons import Rule
from jixiao.rules.vocabulary import Vocabulary

if TYPE_CHECKING:  # a line has a because and a because has lines; only the type is needed here
    from jixiao.scoring.scorecard import Line

SHOWN = 6
"""As many terms of a step are written out; more would not be read."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where the facts of a rule live: a year, and a row of a subject unless they are the department's."""

    year: int
    subject: str = ""
    key: str = ""

    def at(self, source: str) -> Address:
        """The address of one of them."""
        return address(self.year, self.subject, self.key, source) if self.subject else Address(f"{self.year}/{source}")


@dataclass(frozen=True, slots=True)
class ByRow:
    """A row of a decision table answered."""

    rule: Rule
    vocabulary: Vocabulary
    outcome: Outcome
    values: Mapping[str, int | None]
    home: Home

    def reason(self, lang: str = "zh") -> str:
        """The reason of the row that answered, or which figures are missing."""
        if self.outcome.kind == "missing":
            joined = ("、" if lang == "zh" else ", ").join(f"“{name}”" for name in self.lacked)
            return messages.text("score-missing", lang, fields=joined)
        return self.rule.reason(self.outcome.row, self.values)

    @property
    def lacked(self) -> tuple[str, ...]:
        """Every field that is not there and may still decide; none where a row answered."""
        if self.outcome.kind != "missing":
            return ()
        return lacking(self.rule.table, self.values, self.outcome.row) or self.outcome.missing

    @property
    def fired(self) -> str:
        """The row that answered, in words."""
        return self.rule.written[self.outcome.row - 1]

    @property
    def step(self) -> str:
        """The calculation with its figures, empty where there was none."""
        return self.rule.table.step(self.values)

    @property
    def facts(self) -> tuple[Address, ...]:
        """The facts that the rule read, in the order of writing, and those that it lacked."""
        lacked = self.lacked
        return self._at(name for name in self.rule.words if self.values[name] is not None or name in lacked)

    @property
    def wanted(self) -> tuple[Address, ...]:
        """The facts that are not there and may still decide."""
        return self._at(self.lacked)

    def _at(self, names: Iterable[str]) -> tuple[Address, ...]:
        sources = (self.vocabulary.words[name].source for name in names)
        return tuple(self.home.at(source) for source in sources if source)


@dataclass(frozen=True, slots=True)
class BySentence:
    """No rule answered: a message with its values says why; `own` facts and those of `lines` stand behind it."""

    message_id: str
    values: Mapping[str, object]
    own: tuple[Address, ...] = ()
    lines: tuple[Line, ...] = ()

    def reason(self, lang: str = "zh") -> str:
        """The sentence in one language."""
        return messages.text(self.message_id, lang, **self.values)

    @property
    def step(self) -> str:
        """Nothing was calculated."""
        return ""

    @property
    def facts(self) -> tuple[Address, ...]:
        """The facts that were looked at."""
        return self.own + facts_of(self.lines)


@dataclass(frozen=True, slots=True)
class ByLines:
    """Other lines were gathered.

    Attributes:
        operator: sum, share, mean or weighted. full: the points to be had; score: what came of it; places: its decimals.
        lines: what was gathered, all of it scored. weights: the money of each as printed, for weighted.
        own: facts beside those of the lines.
    """

    operator: Literal["sum", "share", "mean", "weighted"]
    full: Score
    score: Score
    places: int
    lines: tuple[Line, ...]
    completions: tuple[Decimal, ...] = ()
    weights: tuple[str, ...] = ()
    whole: str = ""
    own: tuple[Address, ...] = ()

    def reason(self, lang: str = "zh") -> str:
        """Which lines lost points, or that none did."""
        comma = "、" if lang == "zh" else ", "
        lost = [line for line in self.lines if line.kind != "excluded" and line.points != line.score]
        by_rate = self.operator == "weighted"
        if not lost:
            counted = sum(line.kind != "excluded" for line in self.lines)
            return messages.text("score-projects-full" if by_rate else "score-rows-full", lang, number=counted)
        if by_rate:
            items = [messages.text("score-row-rate", lang, name=line.name, rate=line.reached.text()) for line in lost]
        else:
            items = [
                messages.text("score-row-lost", lang, name=one.name, lost=(one.points - one.reached).text())
                for one in lost
            ]
        return messages.text("score-rows-lost", lang, items=comma.join(items))

    @property
    def step(self) -> str:
        """The calculation with its figures; a long sum is shown by its result."""
        scored = [line for line in self.lines if line.kind != "excluded"]
        reached, result = added(line.reached for line in scored), self.score.text(self.places)
        full = trimmed(self.full.points, 2)
        match self.operator:
            case "sum":
                terms = " + ".join(line.reached.text() for line in scored)
                return f"{terms} = {result}" if 1 < len(scored) <= SHOWN else result
            case "share":
                return f"{full} × {reached.text()} ÷ {added(line.points for line in scored).text()} = {result}"
            case "mean":
                terms = self._terms([str(one) for one in self.completions], sum(self.completions, Decimal(0)))
                return f"{full} × {terms} ÷ ({len(self.completions)} × 100) = {result}"
            case "weighted":
                products = [
                    f"{money} × {line.reached.text()}" for money, line in zip(self.weights, scored, strict=True)
                ]
                worth = (
                    EXACT.multiply(Decimal(money), line.reached.points)
                    for money, line in zip(self.weights, scored, strict=True)
                )
                return f"{full} × {self._terms(products, sum(worth, Decimal(0)))} ÷ ({self.whole} × 100) = {result}"

    @staticmethod
    def _terms(written: list[str], worth: Decimal | int) -> str:
        return f"({' + '.join(written)})" if len(written) <= SHOWN else f"{worth:f}"

    @property
    def facts(self) -> tuple[Address, ...]:
        """The facts behind the lines."""
        return self.own + facts_of(self.lines)


Because = ByRow | BySentence | ByLines


def added(scores: Iterable[Score]) -> Score:
    """The exact sum. One Score is made of many, where `Score.sum` makes one for every step."""
    found = Decimal(0)
    for score in scores:
        found = EXACT.add(found, score.points)
    return Score(found)


def facts_of(lines: tuple[Line, ...]) -> tuple[Address, ...]:
    """The facts of several lines, in order."""
    return tuple(where for line in lines for where in line.facts)
