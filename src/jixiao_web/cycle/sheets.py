"""Which sheets and fields a form has at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.facts.registry import Field, Subject
from jixiao.rules.registry import registry
from jixiao.rules.strict import load


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a form: `fill` are asked for, `show` are only shown; both in the order of the registry."""

    subject: Subject
    fill: tuple[Field, ...]
    show: tuple[Field, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the registry."""
        wanted = {item.id for item in (*self.fill, *self.show)}
        return tuple(item for item in self.subject.fields if item.id in wanted)

    def fills(self, field: str) -> bool:
        """Whether that field may be changed at this stage: what a rule computes is not asked for."""
        return any(item.id == field and not item.computed for item in self.fill)

    def shows(self, field: str) -> bool:
        """Whether that field stands on the sheet and is not computed."""
        return any(item.id == field and not item.computed for item in self.fields)


UNIT_FIELD = "unit"
"""The field that says whose a row is. In a unit's form it is known and not asked for."""


@cache
def sheets(kind: str, scope: str) -> Mapping[str, Sheet]:
    """The sheets of a form by subject, in the order of the registry. `scope` is unit or department."""
    data: Any = load(Path(__file__).with_name("sheets.yaml")).plain()
    told = data[kind][scope]
    found: dict[str, Sheet] = {}
    for subject in registry().subjects:
        if subject.id not in told:
            continue
        known = [
            item for item in subject.fields if not (scope == "unit" and item.id == UNIT_FIELD and item.to == "unit")
        ]
        fill = _named(subject, told[subject.id]["fill"], known)
        found[subject.id] = Sheet(subject, fill, _named(subject, told[subject.id].get("show", []), known))
    return MappingProxyType(found)


def _named(subject: Subject, names: Any, known: list[Field]) -> tuple[Field, ...]:
    if names == "all":
        return tuple(known)
    for name in names:
        subject.field(name)  # a name that is not there is a slip in sheets.yaml: KeyError
    return tuple(item for item in known if item.id in names)
