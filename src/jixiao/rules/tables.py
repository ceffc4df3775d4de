"""Rule tables shared by schemes: rows that hold only under a chosen option, limits that a scheme may set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import compress
from types import MappingProxyType

from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.decision import read_row
from jixiao.rules.errors import RuleError
from jixiao.rules.formula.rows import Row
from jixiao.rules.reasons import Rule, make_rule
from jixiao.rules.shape import Anything, Day, Figure, ListOf, MapOf, Shape, Text, Whole
from jixiao.rules.strict import Node, load
from jixiao.rules.vocabulary import SCOPES, Vocabulary

_OPTION = Shape(required={"title": Text(), "choices": MapOf(Text()), "default": Text()})
_PARAMETER = Shape(required={"title": Text(), "value": Figure()})
_TABLE = Shape(
    required={"table": Text(), "title": Text(), "scope": Text(among=SCOPES), "since": Day(), "rows": ListOf(Anything())},
    optional={
        "reference": REFERENCE, "provenance": PROVENANCE, "options": MapOf(_OPTION), "parameters": MapOf(_PARAMETER),
        "places": Whole(), "inapplicable": ListOf(Text()),
    },
)  # fmt: skip
_ONLY = MapOf(Text())


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that differs by place: choice → what it means, and the one that holds unless a scheme says otherwise."""

    title: str
    choices: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True, eq=False)
class RuleTable:
    """A shared table as written. `inapplicable` are the operators whose rows take no part in a score."""

    id: str
    title: str
    scope: str
    places: int
    basis: Basis
    options: Mapping[str, Option]
    parameters: Mapping[str, str]
    inapplicable: tuple[str, ...]
    rows: tuple[Node, ...]
    made: dict[object, Rule] = field(default_factory=dict, repr=False)

    def rule(self, chosen: Mapping[str, str], limits: Mapping[str, str], vocabulary: Vocabulary) -> Rule:
        """The table under a scheme's options and limits, compiled; kept, because most schemes choose alike. Raises RuleError."""
        settled = {name: chosen.get(name, option.default) for name, option in self.options.items()}
        figures = {name: limits.get(name, value) for name, value in self.parameters.items()}
        holding = tuple(self._holds(node, settled) for node in self.rows)
        alike = (vocabulary, holding, tuple(figures.items()))
        if alike not in self.made:
            rows = tuple(self._row(node, figures) for node in compress(self.rows, holding))
            self.made[alike] = make_rule(rows, vocabulary.columns, self.places)
        return self.made[alike]

    def _holds(self, node: Node, settled: Mapping[str, str]) -> bool:
        only = node.get("only")
        if only is None:
            return True
        for name, choice in _ONLY.check(only).entries.items():
            if name not in self.options:
                raise RuleError("rules-not-among", only.keys[name], found=name, allowed=tuple(self.options))
            if choice.text() not in self.options[name].choices:
                allowed = tuple(self.options[name].choices)
                raise RuleError("rules-not-among", choice.place, found=choice.text(), allowed=allowed)
        return all(settled[name] == choice.text() for name, choice in only.entries.items())

    @staticmethod
    def _row(node: Node, figures: Mapping[str, str]) -> Row:
        entries = {key: value for key, value in node.entries.items() if key != "only"}
        row = read_row(Node("map", node.place, entries=MappingProxyType(entries), keys=node.keys))
        return Row(put_in(row.when, figures), put_in(row.points, figures), row.reason, row.manual, row.place)


def put_in(formula: str | None, figures: Mapping[str, str]) -> str | None:
    """A formula with the limits put in as figures, so that the step a reviewer redoes shows the figure itself."""
    if formula is None:
        return None
    for name, figure in figures.items():
        formula = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", figure, formula)
    return formula


def read_table(source: Traversable) -> RuleTable:
    """One file of `rulebook/tables`. Raises RuleError with file and line."""
    node = _TABLE.check(load(source))
    options = {name: _option(item) for name, item in _entries(node, "options")}
    places, inapplicable = node.get("places"), node.get("inapplicable")
    return RuleTable(
        id=node["table"].text(),
        title=node["title"].text(),
        scope=node["scope"].text(),
        places=2 if places is None else places.whole(),
        basis=read_basis(node, since=node["since"].text()),
        options=options,
        parameters={name: item["value"].text() for name, item in _entries(node, "parameters")},
        inapplicable=() if inapplicable is None else tuple(word.text() for word in inapplicable),
        rows=tuple(node["rows"]),
    )


def _entries(node: Node, key: str) -> Iterable[tuple[str, Node]]:
    found = node.get(key)
    return () if found is None else found.entries.items()


def _option(node: Node) -> Option:
    choices = {name: meaning.text() for name, meaning in node["choices"].entries.items()}
    default = node["default"]
    if default.text() not in choices:
        raise RuleError("rules-not-among", default.place, found=default.text(), allowed=tuple(choices))
    return Option(node["title"].text(), choices, default.text())
