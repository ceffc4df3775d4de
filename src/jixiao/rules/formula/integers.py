"""Integer expressions in one normal form, so that equal things look equal and every engine can print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import gcd
from typing import Literal

Rounding = Literal["round", "floor", "ceil"]


@dataclass(frozen=True, slots=True)
class Field:
    """The scaled whole number of a field."""

    name: str = field(compare=False)
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"[{self.name}]")


@dataclass(frozen=True, slots=True)
class Sum:
    """c₁·m₁ + c₂·m₂ + …: two terms or more, no constant, no common divisor, first coefficient positive."""

    terms: tuple[tuple[int, Monomial], ...] = field(compare=False)
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", "(" + "".join(f"{c:+d}{key_of(m)}" for c, m in self.terms) + ")")


@dataclass(frozen=True, slots=True)
class Shift:
    """content·body + constant: the constant is not zero and shares no divisor with the content, which is positive."""

    content: int = field(compare=False)
    body: Monomial = field(compare=False)
    constant: int = field(compare=False)
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"({self.content}{key_of(self.body)}{self.constant:+d})")


@dataclass(frozen=True, slots=True)
class Magnitude:
    """|node|."""

    of: Node = field(compare=False)
    key: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"|{self.of.key}|")


@dataclass(frozen=True, slots=True)
class Quotient:
    """above ÷ below as a whole number; below is proven positive. `sign` is +1 or -1 where above's sign is known.

    round: to the nearest, halves away from zero. floor: downward. ceil: upward.
    """

    rounding: Rounding = field(compare=False)
    above: Term = field(compare=False)
    below: Term = field(compare=False)
    sign: int = field(compare=False)
    key: str = ""

    def __post_init__(self) -> None:
        (p, above), (q, below) = self.above, self.below
        key = f"{self.rounding}{{{p}{key_of(above)}/{q}{key_of(below)}}}{self.sign:+d}"
        object.__setattr__(self, "key", key)


Node = Field | Sum | Shift | Magnitude | Quotient
Monomial = tuple[Node, ...]
"""A product of nodes, sorted by key; the empty product is one."""
Term = tuple[int, Monomial]
"""A coefficient and a product: the shape of every integer value here."""
Polynomial = Mapping[Monomial, int]


def key_of(monomial: Monomial) -> str:
    """The text by which products are compared and ordered."""
    return "·".join(node.key for node in monomial)


def product(*parts: Monomial) -> Monomial:
    """The product of several products."""
    return tuple(sorted((node for part in parts for node in part), key=lambda node: node.key))


def without(monomial: Monomial, removed: Iterable[Node]) -> Monomial:
    """A product with each of the given factors taken out once."""
    left = list(monomial)
    for node in removed:
        left.remove(node)
    return tuple(left)


def shared(first: Monomial, second: Monomial) -> Monomial:
    """The factors two products have in common, as often as both have them."""
    rest = list(second)
    common = []
    for node in first:
        if node in rest:
            rest.remove(node)
            common.append(node)
    return tuple(common)


def expanded(coefficient: int, monomial: Monomial) -> Iterator[tuple[Monomial, int]]:
    """A term as the terms of a sum: sums standing alone are opened, products of sums stay closed."""
    match monomial:
        case (Sum(terms),):
            for c, m in terms:
                yield m, coefficient * c
        case (Shift(content, body, constant),):
            yield (), coefficient * constant
            yield from expanded(coefficient * content, body)
        case _:
            yield monomial, coefficient


def total(*terms: Term) -> Term:
    """The sum of terms in normal form: like terms joined, common divisor in front.

    Example:
        >>> a, b = (Field("甲"),), (Field("乙"),)
        >>> total((2, a), (-2, b)) == total((-2, b), (1, a), (1, a))
        True
    """
    polynomial: dict[Monomial, int] = {}
    for coefficient, monomial in terms:
        for m, c in expanded(coefficient, monomial):
            polynomial[m] = polynomial.get(m, 0) + c
    return packed(polynomial)


def packed(polynomial: Polynomial) -> Term:
    """A polynomial as one term."""
    constant = polynomial.get((), 0)
    terms = sorted(((m, c) for m, c in polynomial.items() if m and c), key=lambda term: key_of(term[0]))
    if not terms:
        return constant, ()
    content = gcd(*(c for _, c in terms)) * (1 if terms[0][1] > 0 else -1)
    body = terms[0][0] if len(terms) == 1 else (Sum(tuple((c // content, m) for m, c in terms)),)
    if constant == 0:
        return content, body
    divisor = gcd(content, constant) * (1 if content > 0 else -1)
    return divisor, (Shift(content // divisor, body, constant // divisor),)


def fields_of(node: Node) -> Iterator[str]:
    """The fields a node reads."""
    match node:
        case Field(name):
            yield name
        case Sum(terms):
            for _, monomial in terms:
                yield from fields_in(monomial)
        case Shift(_, body, _):
            yield from fields_in(body)
        case Magnitude(inner):
            yield from fields_of(inner)
        case Quotient(_, above, below, _):
            yield from fields_in(above[1])
            yield from fields_in(below[1])


def fields_in(monomial: Monomial) -> Iterator[str]:
    """The fields a product reads."""
    for node in monomial:
        yield from fields_of(node)
