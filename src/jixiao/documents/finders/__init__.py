"""Finding the relations that a document states, each kind by a finder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from jixiao.documents.found import Found
from jixiao.documents.view import View

# Of one relation given twice the surer is kept, and of two alike the first.
_FINDERS: tuple[str, ...] = (
    "scores",
    "balances",
    "totals",
    "differences",
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
    "bounds",
    "grades",
    "repeats",
    "order",
    "years",
)


def find_all(view: View) -> Iterator[Found]:
    """Every relation of a document, each once: told surely where some finder is sure of it."""
    kept: dict[tuple[object, ...], Found] = {}
    for name in _FINDERS:
        for found in import_module(f"jixiao.documents.finders.{name}").find(view):
            key = (found.relation.form, frozenset(item.at for item in found.relation.quantities()), found.names)
            before = kept.get(key)
            if before is None or (found.sure and not before.sure):
                kept[key] = found
    yield from kept.values()
