"""A finding: what a check found, where, and the sentence that an officer reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.checks.catalogue import Declaration
from jixiao.checks.severity import Severity
from jixiao.facts import Address, Origin, PartialDate
from jixiao.figures import Count, Missing, Money, Ratio, Score
from jixiao.files.messages import shown, text
from jixiao.relations import Hint

_ROW = re.compile(r"(?:[A-Z]+|第)([0-9]+)行?")  # C14 in a workbook, 第14行 in a source file
MOST_PLACES = 3
MOST_NAMES = 8
# Between places, between names, between sentences: message texts hold no blanks at their ends.
_JOINTS = {"zh": ("；", "、", ""), "en": ("; ", ", ", " ")}


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of two rates: percentage points, not percent."""

    number: str


@dataclass(frozen=True, slots=True)
class Said:
    """A whole message inside another, told in its language."""

    message_id: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Told:
    """The line that says what was found at one place, and the likely causes there."""

    message: str
    values: Mapping[str, object]
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """One place.

    Attributes:
        origin: the cell, of a blank one too; without cell where it is not known.
        near: row and heading of a blank cell that is not known.
        told: what was found at this place, in a finding that gathers several.
    """

    at: Address
    title: str
    origin: Origin
    near: str = ""
    told: Told | None = None

    @property
    def row(self) -> int:
        """The row in its sheet or source file, 0 where it is not known."""
        found = _ROW.fullmatch(self.origin.cell)
        return int(found[1]) if found else 0

    def text(self, lang: str = "zh") -> str:
        """File › sheet › cell, or the figure's name where a rule computed it."""
        place = self.origin.text()
        if not place:
            return text("place-computed", lang, title=self.title) if self.title else text("place-everywhere", lang)
        if self.near:
            return f"{place} › {self.near}"
        return text("place-cell", lang, place=place, title=self.title) if self.title else place


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes:
        rule: the declaration of its check; `severity` may be milder than declared, never graver.
        spots: where to look, the likeliest first.
        message: message id of the line that says what was found; `values` its typed values.
        hints: likely causes.
    """

    rule: Declaration
    severity: Severity
    spots: tuple[Spot, ...]
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    hints: tuple[Hint, ...] = ()

    @property
    def code(self) -> str:
        """The code of its check."""
        return self.rule.code

    @property
    def at(self) -> tuple[Address, ...]:
        """The addresses that it concerns."""
        return tuple(spot.at for spot in self.spots)

    @property
    def cells(self) -> tuple[Origin, ...]:
        """Every cell that it concerns, each once, in the order of `spots`; file, sheet and cell are attributes of each."""
        return tuple(dict.fromkeys(spot.origin for spot in self.spots if spot.origin.cell))

    def title(self, lang: str = "zh") -> str:
        """What is wrong, in a few words."""
        return self.rule.title(lang)

    def place(self, lang: str = "zh") -> str:
        """The first places, and how many more there are."""
        told = list(dict.fromkeys(spot.text(lang) for spot in self.spots))
        joined = _JOINTS[lang][0].join(told[:MOST_PLACES])
        if not told:
            return text("place-everywhere", lang)
        return text("place-more", lang, places=joined, number=len(told)) if len(told) > MOST_PLACES else joined

    def found(self, lang: str = "zh") -> str:
        """The line that says what was found."""
        return in_words(Told(self.message, self.values), lang)

    def remedy(self, lang: str = "zh") -> str:
        """What to do: likely causes first."""
        return self._remedy(self.hints, lang)

    def sentence(self, lang: str = "zh") -> str:
        """The whole block: code and title, place, what was found and expected, what to do, on what ground."""
        return self._block(self.place(lang), self.found(lang), self.remedy(lang), lang)

    def sentence_at(self, spot: Spot, lang: str = "zh") -> str:
        """The block as it stands at one of its places: that place alone, with what was found there."""
        told = spot.told or Told(self.message, self.values, self.hints)
        return self._block(spot.text(lang), in_words(told, lang), self._remedy(told.hints, lang), lang)

    def _remedy(self, hints: tuple[Hint, ...], lang: str) -> str:
        causes = [text(hint.message_id, lang, **dict(hint.values)) for hint in hints]
        return _JOINTS[lang][2].join([*causes, text(self.rule.remedy, lang)])

    def _block(self, place: str, found: str, remedy: str, lang: str) -> str:
        return text(
            "finding-block",
            lang,
            code=self.code,
            title=self.title(lang),
            place=place,
            found=found,
            remedy=remedy,
            basis=text(self.rule.basis, lang),
        )


def in_words(value: object, lang: str) -> str:
    """A typed value as it stands in a sentence."""
    match value:
        case Money():
            return f"{value.text()} 万元"
        case Ratio():
            return value.percent()
        case Score():
            return f"{value.text()} 分"
        case Count():
            return value.text()
        case Decimal():
            return f"{value:f}"
        case PartialDate():
            return value.iso()
        case Said():
            return text(value.message_id, lang, **value.values)
        case Told():
            return text(value.message, lang, **{name: in_words(item, lang) for name, item in value.values.items()})
        case Missing():
            return "—"
        case Points():
            return text("word-points", lang, number=value.number)
        case tuple() | list():
            told = _JOINTS[lang][1].join(in_words(item, lang) for item in value[:MOST_NAMES])
            return text("list-more", lang, names=told, number=len(value)) if len(value) > MOST_NAMES else told
        case _:
            return shown(value, lang)
