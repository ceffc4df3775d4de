"""What all macros share: full marks, rows put first, reasons an author may reword, figures and percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from jixiao.files import messages
from jixiao.rules.decision import ROWS, read_rows
from jixiao.rules.errors import Place, RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.shape import MapOf, Shape, Text, Type
from jixiao.rules.strict import Node

FULL = "分值"
FIGURE = re.compile(r"-?\d+(\.\d+)?%?")
NAME = re.compile(r"[^\W\d]\w*")
NONE: Mapping[str, Type] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Share:
    """A figure or a percentage in quotes: "0.9" or "90%"."""

    def check(self, node: Node) -> Node:
        """A share as it should be."""
        share(node)
        return node


def share(node: Node) -> Fraction:
    """The exact value of "0.9" or "90%". Raises RuleError."""
    return share_of(node.text(), node.place)


def share_of(text: str, place: Place) -> Fraction:
    """The exact value of a figure or percentage that stands at a place. Raises RuleError."""
    if not FIGURE.fullmatch(text):
        raise RuleError("rule-band-figure", place, found=text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def macro_shape(required: Mapping[str, Type], optional: Mapping[str, Type] = NONE) -> Shape:
    """A macro's keys, with those every macro has: `full`, `first`, `reasons`."""
    return Shape(required, {**optional, "full": Text(), "first": ROWS, "reasons": MapOf(Text())})


@dataclass(frozen=True, slots=True)
class Draft:
    """A macro being written out: its node, and how to say a row of it."""

    name: str
    node: Node
    lang: str = "zh"

    @property
    def full(self) -> str:
        """The formula of full marks, fit to stand beside any operator."""
        full = self.node.get("full")
        return grouped(full.text().strip()) if full is not None else FULL

    def formula(self, key: str) -> str:
        """The formula under a key, in brackets where it is more than a name or a figure."""
        return grouped(self.node[key].text().strip())

    def first(self) -> tuple[Row, ...]:
        """The rows the author put before the macro's own."""
        first = self.node.get("first")
        return read_rows(first) if first is not None else ()

    def reason(self, case: str, **values: object) -> str:
        """The reason of one of the macro's rows: the author's wording, or ours."""
        own = self.node.get("reasons")
        if own is not None and case in own:
            return own[case].text()
        return messages.text(f"reason-{self.name}-{case}".replace("_", "-"), self.lang, **values)

    def row(self, when: str | None, points: str, case: str, **values: object) -> Row:
        """A row with points."""
        return Row(when, points, self.reason(case, **values), place=self.node.place)

    def by_hand(self, when: str | None, case: str, **values: object) -> Row:
        """A row a person decides."""
        return Row(when, manual=self.reason(case, **values), place=self.node.place)

    def check_reasons(self, rows: tuple[Row, ...], cases: tuple[str, ...]) -> tuple[Row, ...]:
        """The rows, once every reworded reason is known to belong to one of the macro's cases."""
        own = self.node.get("reasons")
        if own is not None:
            Shape(optional={case: Text() for case in cases}).check(own)
        return self.first() + rows


def grouped(formula: str) -> str:
    """A formula that can stand beside any operator."""
    return formula if NAME.fullmatch(formula) or re.fullmatch(r"\d+(\.\d+)?%?", formula) else f"({formula})"


def cited(formula: str) -> str:
    """A formula inside a reason: a field with its figure left for the caller to fill in, anything else as written.

    Example:
        >>> cited("支出数"), cited("(支出数 / 预算数)")
        ('支出数（{支出数}）', '支出数 / 预算数')
    """
    if NAME.fullmatch(formula):
        return f"{formula}（{{{formula}}}）"
    return formula[1:-1] if formula.startswith("(") else formula
