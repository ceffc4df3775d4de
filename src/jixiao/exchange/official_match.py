"""Whose form is it, and which indicator does a row of it state: matched by name first, by code or place with a word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from jixiao.exchange.layout import alike
from jixiao.exchange.official_layout import Cell
from jixiao.facts import DepartmentYear
from jixiao.facts.money import Project
from jixiao.facts.performance import Indicator

_CODE = re.compile(r"[0-9a-z]{21}")
_ROUND = "()[]【】-—_:."  # what stands between a name and a code


@dataclass(frozen=True, slots=True)
class Whose:
    """The projects that a form may belong to: one, none, or several of one name. `by_code`: the name on it is another."""

    projects: tuple[Project, ...]
    by_code: bool = False


def whose(year: DepartmentYear, told: str) -> Whose:
    """The project that a form names: its name, its code, or both in either order.

    Example:
        whose(year, "劳模津贴（440100220000000001002）").projects[0].name → '劳模津贴'
    """
    said = alike(told)
    coded = [item for item in year.project if isinstance(item.code, str) and item.code and alike(item.code) in said]
    exact = tuple(item for item in coded if _without(said, alike(str(item.code))) in ("", _named(item)))
    if exact:
        return Whose(exact)
    found = _CODE.search(said)
    name = _without(said, found[0] if found else "")
    named = tuple(item for item in year.project if isinstance(item.name, str) and _named(item) == name)
    if named or found is None:
        return Whose(named)
    return Whose(tuple(item for item in coded if alike(str(item.code)) == found[0]), by_code=True)


def _named(project: Project) -> str:
    return _without(alike(str(project.name)), "")


def _without(said: str, code: str) -> str:
    return said.replace(code, "", 1).strip(_ROUND)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a form with the indicators that they state.

    Attributes:
        rows: for each row its indicator, None for a new one, and whether place alone joined them.
        left: indicators that the form does not have.
    """

    rows: Sequence[tuple[Mapping[str, Cell], Indicator | None, bool]]
    left: Sequence[Indicator]


def paired(rows: Sequence[Mapping[str, Cell]], known: Sequence[Indicator]) -> Pairs:
    """Pair by name, several of one name in their order; then what stands in the same place under the same level-2 heading."""
    free: dict[str, list[Indicator]] = {}
    for item in known:
        free.setdefault(alike(str(item.name)), []).append(item)
    mine = [queue.pop(0) if (queue := free.get(_words(row, "name"))) else None for row in rows]
    taken = {item.no for item in mine if item is not None}
    found: list[tuple[Mapping[str, Cell], Indicator | None, bool]] = []
    for row, named, placed in zip_longest(rows, mine, known[: len(rows)]):
        fits = placed is not None and placed.no not in taken and alike(str(placed.lv2)) == _words(row, "lv2")
        if named is None and placed is not None and fits:
            taken.add(placed.no)
            found.append((row, placed, True))
        else:
            found.append((row, named, False))
    return Pairs(found, [item for item in known if item.no not in taken])


def _words(row: Mapping[str, Cell], name: str) -> str:
    return alike(str(row[name].value)) if name in row else ""
