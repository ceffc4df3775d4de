"""The tree of units on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from jixiao_web.organisation.models import Unit, UnitPeriod
from jixiao_web.shell import stamps


@dataclass(frozen=True)
class Node:
    """One unit as it was on that day. `id` is the primary key of the unit, `parent` that of the unit above, or None."""

    id: int
    code: str
    kind: str
    name: str
    short: str
    parent: int | None
    core_kind: str
    budget_code: str = ""
    consolidated: bool = True


@dataclass(frozen=True)
class Tree:
    """All units in force on a day, by primary key."""

    on: date
    nodes: Mapping[int, Node]

    @cached_property
    def children(self) -> Mapping[int | None, tuple[Node, ...]]:
        """Units by the key of the one above them, by code."""
        found: dict[int | None, list[Node]] = {}
        for node in sorted(self.nodes.values(), key=lambda item: item.code):
            found.setdefault(node.parent if node.parent in self.nodes else None, []).append(node)
        return {parent: tuple(items) for parent, items in found.items()}

    @cached_property
    def by_code(self) -> Mapping[str, Node]:
        """Units by their code."""
        return {node.code: node for node in self.nodes.values()}

    def above(self, unit: int) -> Iterator[Node]:
        """The unit itself and those above it, upwards."""
        seen: set[int] = set()
        node = self.nodes.get(unit)
        while node is not None and node.id not in seen:
            seen.add(node.id)
            yield node
            node = self.nodes.get(node.parent) if node.parent is not None else None

    def contains(self, ancestor: int, unit: int) -> bool:
        """Whether the unit is the other one or stands under it."""
        return any(node.id == ancestor for node in self.above(unit))

    def under(self, unit: int) -> tuple[Node, ...]:
        """The unit and all under it, each before those under it."""
        node = self.nodes.get(unit)
        if node is None:
            return ()
        return (node, *(item for child in self.children.get(unit, ()) for item in self.under(child.id)))

    def department_of(self, unit: int) -> Node | None:
        """The department that the unit is or belongs to."""
        return next((node for node in self.above(unit) if node.kind == "department"), None)


def tree_on(day: date) -> Tree:
    """The tree on a day, as it was read last while nothing was changed; one small query."""
    return stamps.kept("organisation", ("tree", day), lambda: _read(day))


def _read(day: date) -> Tree:
    rows = (
        UnitPeriod.objects.filter(valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("unit")
    )
    return Tree(
        day,
        {
            row.unit_id: Node(
                row.unit_id,
                row.unit.code,
                row.unit.kind,
                row.name,
                row.short or row.name,
                row.parent_id,
                row.unit.core_kind,
                row.unit.budget_code,
                row.consolidated,
            )
            for row in rows
        },
    )


def every_unit() -> Mapping[int, Unit]:
    """All units there ever were, by primary key; one small query while none changes. They are shared: nobody changes them."""
    return stamps.kept("organisation", "units", Unit.objects.in_bulk)
