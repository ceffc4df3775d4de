"""What a rule file may hold: required and optional keys with their types, everything else refused by name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Protocol

from jixiao.rules.errors import Phrase, RuleError
from jixiao.rules.strict import Node

_REGION = re.compile(r"[0-9]{6}")
_POINTS = re.compile(r"\d+(\.\d{1,2})?")


class Type(Protocol):
    """Anything that can say whether a Node may stand here."""

    def check(self, node: Node) -> Node:
        """The node, if it fits. Raises RuleError with file and line if not."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words, not empty; with `among`, one of a closed list."""

    among: tuple[str, ...] = ()

    def check(self, node: Node) -> Node:
        """Text as it should be."""
        if not node.text().strip():
            raise RuleError("rules-empty-value", node.place)
        if self.among and node.raw not in self.among:
            raise RuleError("rules-not-among", node.place, found=node.raw, allowed=self.among)
        return node


@dataclass(frozen=True, slots=True)
class Whole:
    """A bare whole number: a year, a rank."""

    def check(self, node: Node) -> Node:
        """A whole number as it should be."""
        node.whole()
        return node


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""

    def check(self, node: Node) -> Node:
        """A truth value as it should be."""
        node.flag()
        return node


@dataclass(frozen=True, slots=True)
class Figure:
    """An exact decimal in quotes."""

    def check(self, node: Node) -> Node:
        """A figure as it should be."""
        node.figure()
        return node


@dataclass(frozen=True, slots=True)
class Day:
    """A day in quotes, "2020-02-25"."""

    def check(self, node: Node) -> Node:
        """A day of the calendar."""
        try:
            datetime.date.fromisoformat(node.text())
        except ValueError as error:
            raise RuleError("rules-not-a-day", node.place, found=node.raw) from error
        return node


@dataclass(frozen=True, slots=True)
class Region:
    """A region code of six digits in quotes, "440100"."""

    def check(self, node: Node) -> Node:
        """A region code as it should be."""
        if not _REGION.fullmatch(node.text()):
            raise RuleError("scheme-place", node.place, found=node.raw)
        return node


@dataclass(frozen=True, slots=True)
class Points:
    """Points in quotes: not negative, at most two places, so that they are whole hundredths."""

    def check(self, node: Node) -> Node:
        """Points as they should be."""
        if not _POINTS.fullmatch(f"{node.figure():f}"):
            raise RuleError("scheme-points", node.place, found=node.raw)
        return node


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever; somebody else checks it."""

    def check(self, node: Node) -> Node:
        """Always the node."""
        return node


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of at least `least` values of one type."""

    item: Type
    least: int = 1

    def check(self, node: Node) -> Node:
        """Every item as it should be."""
        if len(node.expect("list").items) < self.least:
            raise RuleError("rules-list-short", node.place, least=self.least)
        for item in node.items:
            self.item.check(item)
        return node


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map from free names to values of one type."""

    value: Type
    least: int = 1

    def check(self, node: Node) -> Node:
        """Every value as it should be."""
        if len(node.expect("map").entries) < self.least:
            raise RuleError("rules-list-short", node.place, least=self.least)
        for value in node.entries.values():
            self.value.check(value)
        return node


NO_KEYS: Mapping[str, Type] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shape:
    """A map with known keys.

    Example:
        >>> from jixiao.rules.strict import read_text
        >>> Shape(required={"title": Text()}).check(read_text("title: 评价等级"))["title"].text()
        '评价等级'
    """

    required: Mapping[str, Type] = field(default_factory=lambda: NO_KEYS)
    optional: Mapping[str, Type] = field(default_factory=lambda: NO_KEYS)

    def check(self, node: Node) -> Node:
        """The node, if all required keys are there, no other key is, and every value fits its type."""
        if node.kind != "map":
            raise RuleError("rules-wrong-kind", node.place, found=node.shown(), expected=Phrase("rules-kind-map"))
        known = {**self.required, **self.optional}
        for key, place in node.keys.items():
            if key not in known:
                near = get_close_matches(key, known, n=1)
                if near:
                    raise RuleError("rules-key-unknown-near", place, key=key, near=near[0])
                raise RuleError("rules-key-unknown", place, key=key, allowed=tuple(known))
        for key in self.required:
            if key not in node.entries:
                raise RuleError("rules-key-missing", node.place, key=key)
        for key, value in node.entries.items():
            known[key].check(value)
        return node
