"""What a statement says of a rule that is broken: one row for each place, the same columns for every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from jixiao.bulk.dialect import Dialect, quoted
from jixiao.bulk.schema import DEPT, Table, tables
from jixiao.bulk.words import has_word
from jixiao.checks import Declaration, catalogue
from jixiao.checks.forms import NOISE
from jixiao.facts import Registry

COLUMNS = (
    DEPT,
    "rule",
    "number",
    "place",
    "severity",
    "message",
    "subject",
    "row",
    "field",
    "found",
    "expected",
    "scale",
)
"""Of the findings.

number: tells apart the findings of one rule in one department-year. place: 0 for where to look first, then 1, 2 …
severity: its word. message: id of the sentence. subject, row, field: the place; without row, a figure that a rule computed,
and without subject, the department-year as a whole. found, expected: the two figures that disagree, as whole numbers
with `scale` decimals in the unit in which forms print them, where there are two.
"""

BLANKS = "".join(sign for sign in map(chr, range(1, 0x3001)) if sign.isspace())
"""What is stripped from both ends of a name in a list."""

NOISES = "".join(sign for sign in map(chr, range(1, 0x10000)) if NOISE.fullmatch(sign))
"""The signs that make no difference between two names of indicators."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: a field of a row, `a.row` unless told otherwise; with `chosen`, `field` is an expression that picks one."""

    subject: str
    field: str
    row: str = "a.row"
    chosen: bool = False


NOWHERE = Place("", "")
"""For what concerns the department-year as a whole."""

PART = "k_part"
"""The relation of department-years that are the part of one unit, which are not asked for what only the whole has."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The figure that was found and the one that was expected, with their decimals."""

    found: str
    expected: str
    scale: int


NO_PAIR = Pair("null", "null", 0)


@dataclass(frozen=True)
class Printer:
    """Prints conditions and findings for one engine.

    scored: whether the result of a scheme is at hand, as the relations `leaf` and `total`.
    """

    registry: Registry
    dialect: Dialect
    scored: bool = False

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The layout of the dataset."""
        return tables(self.registry)

    def rule(self, code: str) -> Declaration:
        """The declaration of a rule, with its thresholds."""
        return catalogue()[code]

    def is_one(self, subject: str, name: str, words: Iterable[str], alias: str = "a") -> str:
        """Whether a coded column has one of some words; words that its list does not have are none."""
        column = self.tables[subject].column(name)
        return has_word(f"{alias}.{name}", column, [word for word in words if word in column.codes])

    def found(
        self,
        code: str,
        source: str,
        test: str,
        places: Iterable[Place],
        *,
        number: str = "a.row",
        pair: Pair = NO_PAIR,
        message: str = "",
        place: str = "",
    ) -> Iterator[str]:
        """Selections of findings, one for each place.

        Args:
            code: of the rule.
            source: what is looked through; its alias `a` has the column dept.
            test: what must hold for a finding.
            places: in the order in which they are told; of the first is the finding.
            number: tells findings of this rule apart.
            pair: the figures that disagree.
            message: id of the sentence, where it is not that of the code.
            place: the number of a place, as an expression, where a finding has a row for each of many places.
        """
        rule = self.rule(code)
        if rule.whole:
            test = f"{test} and a.{DEPT} not in (select {DEPT} from {PART})"
        for index, one in enumerate(places):
            yield (
                f"select a.{DEPT} as {DEPT}, '{code}' as rule, cast({number} as bigint) as number, "
                f"cast({place or index} as int) as place, '{rule.severity.value}' as severity, "
                f"'{message or f'check-{code}'}' as message, {_at(one)}, cast({pair.found} as bigint) as found, "
                f"cast({pair.expected} as bigint) as expected, cast({pair.scale} as int) as scale from {source} where {test}"
            )


def _at(place: Place) -> str:
    """Subject, row and field of a place."""
    if place == NOWHERE:
        return "cast(null as string) as subject, cast(null as int) as row, cast(null as string) as field"
    field = place.field if place.chosen else f"'{quoted(place.field)}'"
    return f"'{place.subject}' as subject, cast({place.row} as int) as row, {field} as field"


Rule = Callable[[Printer, str], Iterator[str]]
"""From a rule's code to its selections of findings."""


def has_any(text: str, words: Iterable[str]) -> str:
    """Whether a text contains one of some words; a missing one has none."""
    return _like(text, (f"%{plain(word)}%" for word in words))


def starts_with(text: str, words: Iterable[str]) -> str:
    """Whether a text begins with one of some words."""
    return _like(text, (f"{plain(word)}%" for word in words))


def ends_with(text: str, words: Iterable[str]) -> str:
    """Whether a text ends with one of some words."""
    return _like(text, (f"%{plain(word)}" for word in words))


def _like(text: str, patterns: Iterable[str]) -> str:
    tests = " or ".join(f"{text} like '{quoted(pattern)}'" for pattern in patterns)
    return f"coalesce({tests or 'false'}, false)"


def plain(word: str) -> str:
    """A word without signs that a pattern would read as something else. Raises ValueError."""
    if set(word) & set("%_\\"):
        raise ValueError(f"a word of a rule has signs of patterns: {word}")
    return word


def blank(text: str) -> str:
    """Whether nothing is told in a text."""
    return f"coalesce({text}, '') = ''"


def at_least(above: str, below: str, bound: Fraction) -> str:
    """Whether above ÷ below ≥ bound, for whole numbers and a positive `below`, without dividing."""
    return f"{bound.denominator} * ({above}) >= {bound.numerator} * ({below})"


def more_than(above: str, below: str, bound: Fraction) -> str:
    """Whether above ÷ below > bound, for whole numbers and a positive `below`, without dividing."""
    return f"{bound.denominator} * ({above}) > {bound.numerator} * ({below})"


def trimmed(text: str, signs: str = BLANKS) -> str:
    """A text without some signs at both ends."""
    return f"trim(both '{quoted(signs)}' from {text})"


def names_in(dialect: Dialect, text: str) -> str:
    """The names in a list such as “P02、P03”, each in a row of its own; empty ones among them."""
    one = f"translate({text}, '，,；;', '、、、、')"
    return f"unnest(string_split({one}, '、'))" if dialect.engine == "duckdb" else f"explode(split({one}, '、'))"


def scaled(text: str, places: int) -> str:
    """The number that a text holds as a whole number of its last place, NULL where it is longer than 18 digits."""
    return f"cast(try_cast({text} as decimal(18,{places})) as decimal(28,{places})) * {10**places}"
