"""What scoring reads of a department-year, indexed once: indicators by owner, judged scores, values carried for rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from jixiao.facts import Address, Facts, UnknownAddress
from jixiao.facts.accounting import StatedFigure
from jixiao.facts.performance import Indicator
from jixiao.facts.rows import key_of
from jixiao.figures import EXACT, Count, Missing, Score
from jixiao.rules.reasons import Rule
from jixiao.rules.scheme import Scheme
from jixiao.rules.vocabulary import DAYS_LATE, HAS_DUE, POINTS, Word, carry
from jixiao.scoring.because import BySentence, Home
from jixiao.scoring.deadlines import days_late

Values = Mapping[str, int | None]
SCORE_PLACES = 2
BUDGET = "全年预算数"
NO_LATER_THAN = "≤"
_HANDED_OVER = (POINTS, HAS_DUE, DAYS_LATE)


@lru_cache(maxsize=20_000)
def points_of(carried: int, places: int = SCORE_PLACES) -> Score:
    """Points carried as a whole number: 997 is 9.97."""
    return Score(Decimal(carried).scaleb(-places))


def carried_points(points: Decimal) -> int:
    """Points as rules carry them: 9.97 is 997. A scheme's points have at most two places, which the loader saw to."""
    return int(EXACT.scaleb(points, SCORE_PLACES))


@dataclass(frozen=True)
class Board:
    """The facts on the table while one department-year is scored under one scheme."""

    facts: Facts
    scheme: Scheme

    @cached_property
    def by_owner(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Owner (部门 or a project's key) → its indicators, in the order of entry."""
        found: dict[str, list[Indicator]] = {}
        for record in self.facts.year.indicator:
            found.setdefault(record.owner if isinstance(record.owner, str) else "", []).append(record)
        return {owner: tuple(records) for owner, records in found.items()}

    @cached_property
    def judged(self) -> Mapping[str, tuple[Decimal, Address]]:
        """What people judged and where they wrote it, by the code, name or address they wrote it under."""
        year = self.facts.year.year
        return {
            row.item.removeprefix(f"{year}/").removeprefix("score/"): (row.value, self._stated_at(row))
            for row in self.facts.year.stated
            if not isinstance(row.value, Missing)
            and row.year in (year, Missing.MISSING)
            and row.unit in ("分", Missing.MISSING)
        }

    def _stated_at(self, row: StatedFigure) -> Address:
        year = "" if isinstance(row.year, Missing) else str(row.year)
        return self.facts.at("stated", row.item, year, row.where, "value")

    def judgement(self, *names: str) -> tuple[Decimal, Address] | None:
        """The judged score under one of these names and its address, or None."""
        return next((self.judged[name] for name in names if name in self.judged), None)

    @cached_property
    def _readers(self) -> tuple[tuple[str, Word], ...]:
        rule = self.scheme.indicator
        words = self.scheme.vocabularies["indicator"].words
        return tuple((name, words[name]) for name in rule.words if name not in _HANDED_OVER)

    def indicator_values(self, record: Indicator, points: int) -> dict[str, int | None]:
        """What the indicator table reads of one row. Raises NotCarried."""
        values: dict[str, int | None] = {POINTS: points, HAS_DUE: 0, DAYS_LATE: None}
        if not isinstance(record.due, Missing):
            values[HAS_DUE] = 1
            if record.operator == NO_LATER_THAN:
                values[DAYS_LATE] = self._days_late(record)
        for name, word in self._readers:
            value = getattr(record, word.source)
            if word.source == "actual" and not isinstance(record.same_as, Missing):
                value = self.facts.value(self.facts.at("indicator", record.no, "actual"))
            values[name] = carry(word, value)
        return values

    def _days_late(self, record: Indicator) -> int | None:
        late = days_late(record)
        return late if late is None else carry(self.scheme.vocabularies["indicator"].words[DAYS_LATE], Count(late))

    def rule_values(self, rule: Rule, project: str, points: int) -> dict[str, int | None]:
        """What a leaf's rule reads, of the department or of a project. Raises NotCarried."""
        words, home = self.scheme.vocabulary.words, self.home(project)
        values: dict[str, int | None] = {}
        for name in rule.words:
            word = words[name]
            if name == POINTS:
                values[name] = points
            elif not word.source:
                values[name] = self._count(name.removesuffix("个数"), project)
            else:
                values[name] = carry(word, self._value(home.at(word.source)))
        return values

    def project_budget(self, project: str) -> int | None:
        """The full-year budget of a project as its column carries it, None where it is missing. Raises NotCarried."""
        words = self.scheme.vocabularies["project"].words
        return carry(words[BUDGET], self._value(self.home(project).at(words[BUDGET].source)))

    def doubt(self, subject_id: str, where: Mapping[str, tuple[str, ...]]) -> BySentence | None:
        """Why nobody knows which records of a subject a choice takes in: rows, or words that choose them, could not be read."""
        year = self.facts.year
        subject = self.facts.registry.by_id[subject_id]
        if lost := year.unread_rows.get(subject_id):
            return BySentence("score-rows-unread", {"sheet": subject.sheet, "number": lost})
        for record in self.facts.rows.partly_read(subject_id, where):
            unread = [name for name in where if self.unread(subject_id, record, (name,))]
            known = {name: words for name, words in where.items() if name not in unread}
            if unread and all(_word(getattr(record, name)) in words for name, words in known.items()):
                key = key_of(subject, record)
                row = record.name if isinstance(record.name, str) else "·".join(key)
                values = {"sheet": subject.sheet, "row": row, "field": subject.field(unread[0]).zh}
                return BySentence("score-word-unread", values, (self.facts.at(subject_id, *key, unread[0]),))
        return None

    def unread(self, subject_id: str, record: Any, names: Iterable[str]) -> tuple[str, ...]:
        """The fields of a record that somebody filled and nobody could read, by name."""
        if not self.facts.year.unread:
            return ()
        subject = self.facts.registry.by_id[subject_id]
        return tuple(name for name in names if self.facts.rows.unread(subject, record, name))

    def unread_words(self, rule: Rule, project: str) -> tuple[str, ...]:
        """The words of a rule whose cells were filled and could not be read."""
        words, home, year = self.scheme.vocabulary.words, self.home(project), self.facts.year
        return tuple(name for name in rule.words if words[name].source and home.at(words[name].source) in year.unread)

    def home(self, project: str) -> Home:
        """Where the facts of a leaf's rule live."""
        year = self.facts.year.year
        return Home(year, "project", project) if project else Home(year)

    def _count(self, level: str, project: str) -> int:
        return sum(record.lv1 == level for record in self.by_owner.get(project, ()))

    def _value(self, where: str) -> Any:
        try:
            return self.facts.value(where)
        except UnknownAddress:  # a project nobody entered money for has no figures yet, which is not zero
            return Missing.MISSING


def chosen(records: Iterable[Any], where: Mapping[str, tuple[str, ...]]) -> tuple[Any, ...]:
    """The records whose fields hold the permitted words; flags are 是 and 否."""
    if len(where) == 1:  # the usual case, and the one that runs over every indicator of every project
        ((name, words),) = where.items()
        return tuple(record for record in records if _word(getattr(record, name)) in words)
    return tuple(
        record for record in records if all(_word(getattr(record, name)) in words for name, words in where.items())
    )


def _word(value: object) -> object:
    return ("是" if value else "否") if isinstance(value, bool) else value
