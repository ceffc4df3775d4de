"""The little language as frozen values: what a formula can say once it has been parsed and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Literal

Operation = Literal["+", "-", "*", "/"]
Comparison = Literal["=", "<>", "<", "<=", ">", ">="]
NEGATED: dict[Comparison, Comparison] = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
MIRRORED: dict[Comparison, Comparison] = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Number:
    """An exact literal figure; `text` as the officer wrote it."""

    value: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A word of a coded field with its position in the field's list."""

    text: str
    code: int


@dataclass(frozen=True, slots=True)
class Name:
    """A field of the vocabulary."""

    name: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left + right, and so on."""

    op: Operation
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Neg:
    """- value."""

    value: Value


@dataclass(frozen=True, slots=True)
class Abs:
    """abs(value)."""

    value: Value


@dataclass(frozen=True, slots=True)
class Extreme:
    """least(…) or greatest(…), two values or more."""

    which: Literal["least", "greatest"]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class WholeDiv:
    """floor_div(left, right): whole steps completed; ceil_div: whole steps begun."""

    which: Literal["floor_div", "ceil_div"]
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class CountYes:
    """count_yes(甲, 乙, …): how many of these yes-or-no fields say 是."""

    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """case when … then … else … end."""

    branches: tuple[tuple[Condition, Value], ...]
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Compare:
    """left op right; of texts, only = and <>."""

    op: Comparison
    left: Value
    right: Value | Text


@dataclass(frozen=True, slots=True)
class IsNull:
    """The field is missing."""

    name: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class And:
    """Both hold; read from the left."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Or:
    """One of them holds; read from the left."""

    left: Condition
    right: Condition


Value = Number | Name | Arithmetic | Neg | Abs | Extreme | WholeDiv | CountYes | Case
Condition = Compare | IsNull | Not | And | Or
Expression = Value | Condition | Text


def names_in(expression: object) -> Iterator[str]:
    """The fields an expression mentions, in the order of writing, repeated as they are."""
    if isinstance(expression, Name):
        yield expression.name
    elif isinstance(expression, tuple):
        for part in expression:
            yield from names_in(part)
    elif is_dataclass(expression) and not isinstance(expression, (Number, Text)):
        for part in fields(expression):
            yield from names_in(getattr(expression, part.name))


def canonical(expression: Expression, as_written: bool = False) -> str:
    """One text for one meaning of a formula: fully bracketed, so that a digest does not depend on spacing or ＋ and +.

    Args:
        expression: as parsed.
        as_written: keep figures as the officer wrote them (0.80) instead of their exact value (4/5).

    Example:
        >>> canonical(Arithmetic("*", Name("分值"), Number(Fraction(4, 5), "0.80")))
        '(分值 * 4/5)'
    """

    def text(part: Expression) -> str:
        return canonical(part, as_written)

    match expression:
        case Number(value, written):
            return written if as_written else str(value)
        case Text(word):
            return f"'{word}'"
        case Name(name):
            return name
        case Arithmetic(op, left, right) | Compare(op, left, right):
            return f"({text(left)} {op} {text(right)})"
        case Neg(inner):
            return f"(- {text(inner)})"
        case Abs(inner):
            return f"abs({text(inner)})"
        case Extreme(which, values):
            return f"{which}({', '.join(map(text, values))})"
        case WholeDiv(which, left, right):
            return f"{which}({text(left)}, {text(right)})"
        case CountYes(names):
            return f"count_yes({', '.join(map(text, names))})"
        case Case(branches, otherwise):
            whens = " ".join(f"when {text(condition)} then {text(value)}" for condition, value in branches)
            return f"case {whens} else {text(otherwise)} end"
        case IsNull(field):
            return f"({field.name} is null)"
        case Not(condition):
            return f"(not {text(condition)})"
        case And(left, right):
            return f"({text(left)} and {text(right)})"
        case Or(left, right):
            return f"({text(left)} or {text(right)})"
