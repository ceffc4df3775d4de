"""The grades of a scheme: the name of a usual list, or lower bounds of its own, which fall from the best to the last."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Figure, MapOf, Shape, Text
from jixiao.rules.strict import Node

_BOUNDS = MapOf(Figure())
_USUAL = Shape(
    required={"title": Text(), "lower_bounds": _BOUNDS},
    optional={"reference": REFERENCE, "provenance": PROVENANCE},
)


def read_grades(node: Node, usual: Node, basis: Basis) -> tuple[Mapping[str, Decimal], Basis]:
    """Grade → lower bound in points, from the best, and the ground it stands on.

    Args:
        node: as a scheme writes it: `five`, or `{优: "92", 良: "80", 差: "0"}`.
        usual: the usual lists by name.
        basis: of the scheme, on which bounds of its own stand.

    Raises:
        RuleError: there is no such list, a bound is no figure, or it is not below the one above it.
    """
    if node.kind != "map":
        if node.text() not in usual:
            raise RuleError("rules-not-among", node.place, found=node.text(), allowed=tuple(usual.entries))
        entry = _USUAL.check(usual[node.text()])
        return _figures(entry["lower_bounds"]), read_basis(entry)
    bounds = _figures(_BOUNDS.check(node))
    for (above, higher), (grade, lower) in pairwise(bounds.items()):
        if lower >= higher:
            found, bound = f"{lower:f}", f"{higher:f}"
            raise RuleError("scheme-grades", node.keys[grade], grade=grade, found=found, above=above, bound=bound)
    return bounds, basis


def _figures(node: Node) -> Mapping[str, Decimal]:
    return {grade: bound.figure() for grade, bound in node.entries.items()}
