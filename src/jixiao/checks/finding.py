"""A finding: what a check found, where, and the sentence that an officer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.checks.catalogue import Declaration
from jixiao.checks.severity import Severity
from jixiao.facts import Address, Origin, PartialDate
from jixiao.figures import Count, Money, Ratio, Score
from jixiao.files.messages import shown, text
from jixiao.relations import Hint

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
class Spot:
    """One place. `origin` is the cell where it is known; `near` names row and column of a cell that is blank."""

    at: Address
    title: str
    origin: Origin
    near: str = ""

    def text(self, lang: str = "zh") -> str:
        """File › sheet › cell, or the figure's name where a rule computed it."""
        place = self.origin.text()
        if not place:
            return text("place-computed", lang, title=self.title)
        return f"{place} › {self.near}" if self.near else text("place-cell", lang, place=place, title=self.title)


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
        return text(self.message, lang, **{name: in_words(value, lang) for name, value in self.values.items()})

    def remedy(self, lang: str = "zh") -> str:
        """What to do: likely causes first."""
        told = [text(hint.message_id, lang, **dict(hint.values)) for hint in self.hints]
        return _JOINTS[lang][2].join([*told, text(self.rule.remedy, lang)])

    def sentence(self, lang: str = "zh") -> str:
        """The whole block: code and title, place, what was found and expected, what to do, on what ground."""
        return text(
            "finding-block",
            lang,
            code=self.code,
            title=self.title(lang),
            place=self.place(lang),
            found=self.found(lang),
            remedy=self.remedy(lang),
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
        case Points():
            return text("word-points", lang, number=value.number)
        case tuple() | list():
            told = _JOINTS[lang][1].join(in_words(item, lang) for item in value[:MOST_NAMES])
            return text("list-more", lang, names=told, number=len(value)) if len(value) > MOST_NAMES else told
        case _:
            return shown(value, lang)
