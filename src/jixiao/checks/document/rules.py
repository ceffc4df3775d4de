"""Rules on a document's words: a code and a function; what they are called and how grave they are stands in the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from jixiao.checks.catalogue import Declaration, review_catalogue
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper

Rule = Callable[[Paper, Declaration], Iterator[PaperFinding]]

# Packages whose modules hold rules; importing a module enters its rules here.
_PACKAGES = ("claims", "form")
_RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Enter a function as the rule of a code of `rulebook/reviews`. Raises ValueError: the code has its function already."""

    def enter(function: Rule) -> Rule:
        if _RULES.setdefault(code, function) is not function:
            raise ValueError(f"{code} is judged by two functions")
        return function

    return enter


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule on words, in the order of the codes."""
    for name in _PACKAGES:
        package = import_module(f"jixiao.checks.document.{name}")
        for module in iter_modules(package.__path__):
            import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_RULES.items())))


def judge_words(paper: Paper) -> Iterator[PaperFinding]:
    """What every rule that is on finds in a paper, in the order of the codes."""
    declared = review_catalogue()
    for code, function in rules().items():
        if declared[code].on:
            yield from function(paper, declared[code])
