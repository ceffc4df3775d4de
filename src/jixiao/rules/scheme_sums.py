"""What must add up in a scheme: every branch its children, the roots the total, also where points are redistributed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from jixiao.figures import EXACT
from jixiao.rules.errors import Place, RuleError
from jixiao.rules.scheme import Branch, Leaf, nodes_of
from jixiao.rules.scheme import Node as Item
from jixiao.rules.strict import Node


def sums(roots: tuple[Item, ...], total: Decimal, node: Node, places: Mapping[str, Place]) -> list[RuleError]:
    """What does not add up: a branch and its children, the roots and the total."""
    wrong = []
    for item in nodes_of(roots):
        if isinstance(item, Branch):
            found = _sum(item.children)
            if found != item.points:
                place = places.get(item.code, node.place)
                said = RuleError(
                    "scheme-children-sum", place, code=item.code, name=item.name, points=item.points, found=found
                )
                wrong.append(said)
    found = _sum(roots)
    if found != total:
        wrong.append(RuleError("scheme-total-sum", node.place, points=total, found=found))
    return wrong


def _sum(items: tuple[Item, ...]) -> Decimal:
    found = Decimal(0)
    for item in items:
        found = EXACT.add(found, item.points)
    return found


def places_of(tree: Node) -> dict[str, Place]:
    """Code → where it stands."""
    found: dict[str, Place] = {}
    for node in tree:
        if node.kind == "map" and "code" in node and node["code"].kind == "text":
            found.setdefault(node["code"].raw, node.place)
            if "children" in node and node["children"].kind == "list":
                found = {**places_of(node["children"]), **found}
    return found


def redistributed(items: tuple[Item, ...], points: Mapping[str, Decimal], dropped: tuple[str, ...]) -> tuple[Item, ...]:
    """The tree with other points for some codes, and without the dropped ones."""
    found: list[Item] = []
    for item in items:
        if item.code in dropped:
            continue
        changed = replace(item, points=points.get(item.code, item.points))
        found.append(
            changed
            if isinstance(changed, Leaf)
            else replace(changed, children=redistributed(changed.children, points, dropped))
        )
    return tuple(found)
