"""A text that is consistent by construction: words and figures written together with the relations that tie them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jixiao.documents.model import Span
from jixiao.facts import Address
from jixiao.figures import half_up
from jixiao.relations import Form, Quantity, Relation

SIZES = {
    "元": Fraction(1),
    "万元": Fraction(10**4),
    "亿元": Fraction(10**8),
    "%": Fraction(1, 100),
    "个百分点": Fraction(1, 100),
}
NOT_SET = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text writes its figures.

    Attributes:
        unit, places: of money.
        rate_places: decimals of a percent.
        thousands, wide, blank: 1,234.50; full-width; a blank before the unit.
        wrapped: every line ends after so many characters, wherever that is.
    """

    unit: str = "万元"
    places: int = 2
    rate_places: int = 2
    thousands: bool = False
    wide: bool = False
    blank: bool = False
    wrapped: bool = False


@dataclass(eq=False, slots=True)
class Slot:
    """A figure while a text is written: whole steps of its last place, with its unit."""

    steps: int
    places: int
    unit: str
    exact: bool
    sign: int = 1
    span: Span = NOT_SET
    verb: Span | None = None  # the word that tells its direction
    clause: Span | None = None  # what goes when it is left out of its list
    text: str = ""

    @property
    def size(self) -> Fraction:
        """Base units in one of its unit."""
        return SIZES.get(self.unit, Fraction(1))

    @property
    def value(self) -> Fraction:
        """In base units, with the sign that its words give it."""
        return self.size * self.sign * self.steps / int(10**self.places)

    @property
    def at(self) -> Address:
        """The address under which relations know it."""
        return Address(f"text/{self.span.start}-{self.span.end}")

    def quantity(self) -> Quantity:
        """What a relation compares."""
        return Quantity(self.at, self.text, self.value, self.unit, self.size, self.places, not self.exact, written=True)


@dataclass(frozen=True, slots=True)
class Tied:
    """A relation of a draft.

    Attributes:
        relation: what holds.
        slots: its figures, the left side first.
        closed: whether its words say that the list is whole, so that a part left out is an error.
        names: the listed names, each with its mark, of a stated count.
    """

    relation: Relation
    slots: tuple[Slot, ...]
    closed: bool = False
    names: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A written text: its figures piece by piece, and what ties them."""

    text: str
    pieces: tuple[tuple[Slot, ...], ...]
    ties: tuple[Tied, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All figures, in the order of the text."""
        return tuple(sorted((slot for piece in self.pieces for slot in piece), key=lambda slot: slot.span))


@dataclass(eq=False, slots=True)
class Word:
    """A stretch of words: plain, the direction of a figure, or a listed name."""

    text: str
    of: tuple[Slot, ...] = ()
    name: bool = False
    span: Span = NOT_SET


@dataclass(eq=False, slots=True)
class _Clause:
    """A part of a list, from `first` to `last` of the pieces of its paragraph."""

    slot: Slot
    first: int
    last: int = 0


@dataclass(eq=False, slots=True)
class Wanted:
    """A relation while a text is written; no left side stands for a hundred percent."""

    code: str
    form: Form
    left: Slot | None
    terms: tuple[tuple[int, bool, Slot], ...]
    closed: bool
    names: tuple[Word, ...] = ()


@dataclass(eq=False)
class Pen:
    """Writes one piece of a text.

    Attributes:
        words: chooses wording; `figures` chooses figures. Another `figures` gives the same words with other figures.
        place: a name that only this text has, so that two texts one after the other do not speak of the same thing.
        later: paragraphs that stand at the end of the text.
    """

    style: Style
    words: random.Random
    figures: random.Random
    place: str = ""
    now: list[list[Word | Slot]] = field(default_factory=list)
    later: list[list[Word | Slot]] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    clauses: list[_Clause] = field(default_factory=list)

    def say(self, *parts: str | Slot | Word, end: bool = False) -> None:
        """A paragraph; with `end` one that stands at the end of the text."""
        known = [Word(part) if isinstance(part, str) else part for part in parts]
        (self.later if end else self.now).append(known)
        self.slots += [part for part in known if isinstance(part, Slot)]

    def money(self, low: int, high: int) -> int:
        """An amount in last places of the style, between so many thousandths of a usual one."""
        usual = {"元": 10**8, "万元": 10**4, "亿元": 10**2}[self.style.unit] * 10**self.style.places
        return self.figures.randint(max(11, usual * low // 1000), max(12, usual * high // 1000))

    def parts(self, number: int) -> list[int]:
        """Amounts that may be parts of one total."""
        return [self.money(20, 900) for _ in range(number)]

    def amount(self, steps: int, sign: int = 1) -> Slot:
        """A sum of money."""
        return Slot(steps, self.style.places, self.style.unit, exact=False, sign=sign)

    def count(self, number: int, unit: str, sign: int = 1) -> Slot:
        """A count, exact by itself."""
        return Slot(number, 0, unit, exact=True, sign=sign)

    def decimal(self, steps: int, places: int, unit: str) -> Slot:
        """Any other figure."""
        return Slot(steps, places, unit, exact=False)

    def percent(self, share: Fraction, sign: int = 1, places: int | None = None) -> Slot:
        """A share as a percent, rounded as it is printed."""
        used = self.style.rate_places if places is None else places
        return Slot(int(half_up(share * 100, used).scaleb(used)), used, "%", exact=False, sign=sign)

    def tie(
        self,
        code: str,
        form: Form,
        left: Slot | None,
        above: Iterable[Slot],
        below: Iterable[Slot] = (),
        *,
        minus: Iterable[Slot] = (),
        closed: bool = False,
        names: Sequence[Word] = (),
    ) -> None:
        """Say what holds: left = above − minus, or (above) ÷ (below), or what the form says. No left side: a hundred percent."""
        terms = [(1, False, slot) for slot in above] + [(-1, False, slot) for slot in minus]
        terms += [(1, True, slot) for slot in below]
        self.wanted.append(Wanted(code, form, left, tuple(terms), closed, tuple(names)))
