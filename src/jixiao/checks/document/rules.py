"""Rules on a document's words: a code and a function; what they are called and how grave they are stands in the rulebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from jixiao.checks.catalogue import Declaration, review_catalogue
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper

Rule = Callable[[Paper, Declaration], Iterator[PaperFinding]]

# Every module that holds rules; importing one enters its rules here.
_MODULES: tuple[str, ...] = ()
_RULES: dict[str, Rule] = {}


def rule(code: str) -> Callable[[Rule], Rule]:
    """Enter a function as the rule of a code of `rulebook/reviews`. Raises ValueError: the code has its function already."""

    def enter(function: Rule) -> Rule:
        if _RULES.setdefault(code, function) is not function:
            raise ValueError(f"{code} is judged by two functions")
        return function

    return enter


def judge_words(paper: Paper) -> Iterator[PaperFinding]:
    """What every rule that is on finds in a paper, in the order of the codes."""
    for module in _MODULES:
        import_module(module)
    declared = review_catalogue()
    for code in sorted(_RULES):
        if declared[code].on:
            yield from _RULES[code](paper, declared[code])
