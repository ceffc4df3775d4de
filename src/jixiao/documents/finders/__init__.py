"""Finding the relations that a document states, each kind by a finder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from jixiao.documents.found import Found
from jixiao.documents.view import View

# In this order; a relation that an earlier finder gave is not given again.
_FINDERS: tuple[str, ...] = (
    "totals",
    "differences",
    "balances",
    "shares",
    "names",
    "rates",
    "changes",
    "growth",
    "points",
    "wholes",
    "products",
    "tables",
    "flattened",
    "scores",
    "bounds",
    "grades",
    "repeats",
    "order",
    "years",
)


def find_all(view: View) -> Iterator[Found]:
    """Every relation of a document, each once."""
    seen: set[tuple[object, ...]] = set()
    for name in _FINDERS:
        for found in import_module(f"jixiao.documents.finders.{name}").find(view):
            relation = found.relation
            key = (
                relation.form,
                frozenset((relation.left.at, *(term.quantity.at for term in relation.terms))),
                found.names,
            )
            if key not in seen:
                seen.add(key)
                yield found
