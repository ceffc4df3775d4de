"""The workflow as data: states, moves, and what each move needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.rules.shape import Flag, ListOf, MapOf, Shape, Text
from jixiao.rules.strict import load

_STATE = Shape(
    required={
        "zh": Text(),
        "en": Text(),
        "code": Text(),
        "tone": Text(among=("grey", "blue", "red", "amber", "green")),
    },
    optional={"open": Flag(), "end": Flag()},
)
NEEDS = ("version", "clean", "reason", "window", "answered", "units", "department", "another")
_MOVE = Shape(
    required={
        "deed": Text(),
        "scope": Text(among=("unit", "department")),
        "from": ListOf(Text()),
        "to": Text(),
        "roles": ListOf(Text()),
        "place": Text(among=("own", "within")),
        "zh": Text(),
        "en": Text(),
    },
    optional={"needs": ListOf(Text(among=NEEDS)), "silent": Flag(), "takes_units": Flag()},
)
_FILE = Shape(required={"states": MapOf(_STATE), "moves": ListOf(_MOVE), "taken": MapOf(MapOf(Text()))})


@dataclass(frozen=True, slots=True)
class State:
    """A state of a form. `open`: its rows may be changed. `end`: nothing follows."""

    id: str
    zh: str
    en: str
    code: str
    tone: str
    open: bool
    end: bool


@dataclass(frozen=True, slots=True)
class MoveRule:
    """One kind of move. `silent` moves happen by themselves (a first change makes a draft) and have no button."""

    deed: str
    scope: str
    before: tuple[str, ...]
    after: str
    roles: tuple[str, ...]
    place: str
    zh: str
    en: str
    needs: frozenset[str]
    silent: bool
    takes_units: bool


@dataclass(frozen=True)
class Workflow:
    """States by id, and all moves in the order of the work."""

    states: Mapping[str, State]
    moves: tuple[MoveRule, ...]
    taken: Mapping[str, Mapping[str, str]]

    def move(self, scope: str, deed: str) -> MoveRule:
        """The move of that name. Raises KeyError."""
        for move in self.moves:
            if (move.scope, move.deed) == (scope, deed):
                return move
        raise KeyError(f"{scope}.{deed}")

    def from_state(self, scope: str, state: str) -> tuple[MoveRule, ...]:
        """What can be done in a state."""
        return tuple(move for move in self.moves if move.scope == scope and state in move.before)


@cache
def workflow() -> Workflow:
    """The workflow of `workflow.yaml`. Raises RuleError where the file contradicts itself."""
    where = Path(__file__).with_name("workflow.yaml")
    data: Any = _FILE.check(load(where)).plain()
    states = {
        name: State(
            name, item["zh"], item["en"], item["code"], item["tone"], item.get("open", False), item.get("end", False)
        )
        for name, item in data["states"].items()
    }
    moves = tuple(
        MoveRule(
            item["deed"],
            item["scope"],
            tuple(item["from"]),
            item["to"],
            tuple(item["roles"]),
            item["place"],
            item["zh"],
            item["en"],
            frozenset(item.get("needs") or ()),
            item.get("silent", False),
            item.get("takes_units", False),
        )
        for item in data["moves"]
    )
    return Workflow(MappingProxyType(states), moves, MappingProxyType(data["taken"]))
