"""The dictionaries of `rulebook/wording`: what an officer can extend without touching a program."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jixiao.rules.shape import Anything, Day, ListOf, MapOf, Shape, Text, Type
from jixiao.rules.strict import Node, load

_HEAD: Mapping[str, Type] = {"title": Text(), "as_of": Day(), "provenance": Text(among=("source", "reconstructed"))}
_WORDS = Shape(required={**_HEAD, "words": MapOf(Anything())})
_WORD = Shape(required={"write": Text()}, optional={"unless": ListOf(Text())})
_LIST = Shape(required={**_HEAD, "words": ListOf(Text())})


@dataclass(frozen=True, slots=True)
class WrongWords:
    """Wrong forms as one expression; its first group is a wrong form, without group it stepped over a right one."""

    expression: re.Pattern[str]
    right: Mapping[str, str]

    def found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end, and what should be written, of every wrong form in a text."""
        for match in self.expression.finditer(text):
            if match[1] is not None:
                yield match.start(1), match.end(1), self.right[match[1]]


@cache
def wrong_words() -> WrongWords:
    """The dictionaries of wrong words and of measure words. Raises RuleError: the data is not as it should be.

    In a form "#" stands for a digit that must stand there and is no part of it. A form under `unless` is right although
    a wrong one stands in it: 截止日期, 帐篷.
    """
    wrong: dict[str, str] = {}
    unless: list[str] = []
    for name in ("words", "measures"):
        for form, node in _read(name, _WORDS)["words"].entries.items():
            wrong[form] = _entry(node, unless)
    expression = re.compile(rf"(?:{_one_of(unless)})|({_one_of(wrong)})")
    return WrongWords(expression, MappingProxyType({form.strip("#"): right for form, right in wrong.items()}))


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words by the name of its file. Raises RuleError."""
    return frozenset(item.text() for item in _read(name, _LIST)["words"])


def _read(name: str, shape: Shape) -> Node:
    return shape.check(load(files("jixiao").joinpath("rulebook", "wording", f"{name}.yaml")))


def _entry(node: Node, unless: list[str]) -> str:
    if node.kind == "text":
        return node.text()
    _WORD.check(node)
    listed = node.get("unless")
    unless.extend(item.text() for item in listed or ())
    return node["write"].text()


def _one_of(forms: Iterable[str]) -> str:
    """An alternation that looks at each first character once, longest forms first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        word = form.strip("#")
        ahead = r"(?=[ 　]?\d)" if form.endswith("#") else ""
        # stands behind the first letter, and therefore looks over it
        behind = rf"(?<=\d{re.escape(word[0])})" if form.startswith("#") else ""
        groups[word[0]].append(behind + re.escape(word[1:]) + ahead)
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rests)})" for letter, rests in groups.items())
