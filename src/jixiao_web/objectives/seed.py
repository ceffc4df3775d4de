"""The indicators that the house itself has worded, put into the library once and brought up to date with the release."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from jixiao.rules.shape import ListOf, MapOf, Shape, Text
from jixiao.rules.strict import load
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.objectives.tokens import words_of

_ROW = Shape(
    required={"lv1": Text(), "lv2": Text(), "name": Text(), "operator": Text(), "unit": Text()},
    optional={"definition": Text(), "basis": Text()},
)
_FILE = Shape(required={"fields": MapOf(ListOf(_ROW))})


@cache
def seeds() -> tuple[dict[str, str], ...]:
    """The indicators of `seed.yaml`, each with its field of work."""
    tree = load(Path(__file__).with_name("seed.yaml"))
    _FILE.check(tree)
    data: Any = tree.plain()
    return tuple({**row, "field": field} for field, rows in data["fields"].items() for row in rows)


@transaction.atomic
def plant() -> int:
    """Put those into the library that are not there; answers how many. What people changed or retired stays as it is."""
    known = set(LibraryIndicator.objects.filter(place__isnull=True).values_list("lv1", "lv2", "name"))
    fresh = [row for row in seeds() if (row["lv1"], row["lv2"], row["name"]) not in known]
    LibraryIndicator.objects.bulk_create(
        [LibraryIndicator(**row, provenance=LibraryIndicator.Provenance.OWN, words=words_of(row)) for row in fresh]
    )
    return len(fresh)
