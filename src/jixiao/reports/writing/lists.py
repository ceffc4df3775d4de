"""Lists that grow with a department: a few are named, all are counted live, so that a report stays a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance
from jixiao.figures import Count, Score, write_chinese
from jixiao.reports.model import Spans
from jixiao.reports.writing.pen import Pen, first_or, joined, listed
from jixiao.scoring import Scorecard

NAMED = 10
"""So many are named in one sentence, and so many key projects get a section of their own."""
TOLD = 4
"""So many indicators are told where those of several projects are told together."""

Item = TypeVar("Item")


def named(
    pen: Pen, items: Sequence[Item], write: Callable[[Item], Spans], whole: tuple[Address, str], by: str = "、"
) -> Spans:
    """The items in words; of many only the first, then 等N个 with the count that lives at the address of `whole`."""
    said = joined([write(item) for item in items[:NAMED]], by)
    if len(items) <= NAMED:
        return said
    return (*said, *pen.say("等{count}{unit}", count=pen.figure(whole[0]), unit=whole[1]))


def list_facts(facts: Facts, card: Scorecard | None) -> dict[Address, Fact]:
    """How many there are behind what a record lists.

    `problem/W1/count/project`; `task/T3/count/project` and `task/T3/count/rest`, the indicators of its projects beyond
    those that are told; `lost/A-04/count`, the indicators or projects that lost points behind a line of the scorecard.
    """
    made = [*_of_problems(facts), *_of_tasks(facts), *(_of_lines(facts, card) if card is not None else ())]
    return {fact.address: fact for fact in made}


def _of_problems(facts: Facts) -> Iterator[Fact]:
    for item in facts.year.problem:
        where = facts.at("problem", item.no, "count/project")
        yield _fact(where, len(listed(item.projects)), f"{item.no} · 涉及项目数", "“涉及项目”所列的个数")


def _of_tasks(facts: Facts) -> Iterator[Fact]:
    owned = Counter(first_or(item.owner) for item in facts.year.indicator)
    for item in facts.year.task:
        keys, name = listed(item.projects), first_or(item.name, item.no)
        rest = max(0, sum(owned[key] for key in keys) - TOLD)
        yield _fact(
            facts.at("task", item.no, "count/project"), len(keys), f"{name} · 对应项目数", "“对应项目”所列的个数"
        )
        yield _fact(
            facts.at("task", item.no, "count/rest"), rest, f"{name} · 其余指标数", "对应项目的指标个数，除去正文列出的"
        )


def _of_lines(facts: Facts, card: Scorecard) -> Iterator[Fact]:
    for line in card.lines:
        lost = sum(isinstance(part.lost, Score) and part.lost > Score.zero() for part in line.details)
        where = facts.at("lost", line.code, "count")
        yield _fact(where, lost, f"{line.name} · 失分项数", "其下有失分的指标或项目的个数")


def _fact(where: Address, number: int, title: str, rule: str) -> Fact:
    passport = Passport(Provenance.DERIVED, period=f"{where.split('/', 1)[0]}年度", unit="个", rule=rule)
    return Fact(address=where, value=Count(number), kind=Kind.COUNT, title=title, passport=passport)


def counting(number: int) -> str:
    """A number before a measure word: two is 两 there.

    Example:
        >>> counting(2), counting(3), counting(12)
        ('两', '三', '十二')
    """
    return "两" if number == 2 else write_chinese(number)
