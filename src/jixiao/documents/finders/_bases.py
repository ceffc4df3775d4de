"""A rate with its part and its base, and which of several bases makes it right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from jixiao.documents.finders._roles import Spoken
from jixiao.documents.finders._words import SHARED, said
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

FARTHEST = 24  # figures between a part and the base that its siblings have
MOST_BASES = 6
_ORDER = (Outcome.HOLDS, Outcome.LAST_PLACE, Outcome.CUT)


@dataclass(frozen=True, eq=False)
class Reading:
    """One way to read a rate.

    Attributes:
        above, below: the figures of the part and of the base, with their signs.
        told: whether the words name exactly these.
    """

    rate: Spoken
    above: tuple[tuple[Spoken, int], ...]
    below: tuple[tuple[Spoken, int], ...]
    told: bool = False

    @property
    def relation(self) -> Relation:
        """The rate as part ÷ base."""
        terms = [Term(item.levels(), sign) for item, sign in self.above]
        terms += [Term(item.levels(), sign, below=True) for item, sign in self.below]
        return Relation("PCT-01", Form.RATIO, self.rate.quantity(), tuple(terms), Mode.PRINTED)

    @cached_property
    def outcome(self) -> Outcome:
        """What becomes of it."""
        return judge(self.relation).outcome

    def found(self, *, sure: bool, words: tuple[Span, ...] = ()) -> Found:
        """As a relation of the document."""
        items = {item.index: item.mention for item, _ in (*self.above, *self.below)}  # each once, in their order
        mentions = (self.rate.mention, *items.values())
        return Found(Tie.RATE, self.relation, mentions, words or said(SHARED, self.rate), sure=sure)


def may_hold(rate: Spoken, part: Spoken, base: Spoken) -> bool:
    """Whether part ÷ base may be the rate at all: most bases are told wrong by one multiplication."""
    told = abs(rate.amount)
    slack = part.slack + told * base.slack + rate.slack * (base.amount + base.slack)
    return abs(part.amount - told * base.amount) <= 3 * slack


def share(rate: Spoken, part: Spoken, base: Spoken, *, told: bool = False) -> Reading:
    """The plain reading: one part of one base."""
    return Reading(rate, ((part, 1),), ((base, 1),), told)


def of_sum(rate: Spoken, part: Spoken, base: Sequence[Spoken]) -> Reading:
    """A part of several figures together: saved ÷ (spent + saved)."""
    return Reading(rate, ((part, 1),), tuple((item, 1) for item in base))


def best(readings: Iterable[Reading], *, near: bool = True) -> Reading | None:
    """The first reading that holds, else the first that rounding or cutting explains (only if `near`), else None."""
    known = [(reading, reading.outcome) for reading in readings]
    for outcome in _ORDER if near else _ORDER[:1]:
        for reading, own in known:
            if own is outcome:
                return reading
    return None


@dataclass(frozen=True, slots=True)
class Used:
    """How many shares each figure is the base of: in a sentence, and in a passage."""

    counts: Counter[tuple[int, int]] = field(default_factory=Counter)
    sentences: Counter[int] = field(default_factory=Counter)
    bases: defaultdict[int, dict[int, Spoken]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, reading: Reading) -> None:
        """Count a share that holds."""
        here, near = self._places(reading)
        self.counts[here] += 1
        self.counts[near] += 1
        for place in (here, near):
            self.bases[place[1]][place[0]] = reading.below[0][0]
        where = reading.rate.sentence
        self.sentences[where] = max(self.sentences[where], self.counts[here])

    def siblings(self, reading: Reading, *, holds: bool) -> tuple[int, int]:
        """How many other shares of the sentence, and of the passage, have this base."""
        here, near = (self.counts[where] - holds for where in self._places(reading))
        return here, near

    def others(self, rate: Spoken, part: Spoken) -> list[Spoken]:
        """The bases of other shares that stand before a part, or behind it in the sentence, the nearest."""
        places = (rate.sentence, -1 - id(rate.mention.passage))
        known = [self.bases[place] for place in places if place in self.bases]
        spots = range(part.index - FARTHEST, part.index)
        before = [next((kept[spot] for kept in known if spot in kept), None) for spot in spots]
        beside = self.bases.get(rate.sentence, {})
        behind = [beside[spot] for spot in range(part.index + 1, part.index + FARTHEST) if spot in beside]
        found = [item for item in before if item is not None and item.sort == part.sort][-MOST_BASES:]
        return found + [item for item in behind if item.sort == part.sort][:1]

    def most(self, rate: Spoken) -> int:
        """How many shares of the sentence have the base that most of them have."""
        return self.sentences[rate.sentence]

    @staticmethod
    def _places(reading: Reading) -> tuple[tuple[int, int], tuple[int, int]]:
        base = reading.below[0][0].index
        return (base, reading.rate.sentence), (base, -1 - id(reading.rate.mention.passage))
