"""Indicator catalogues: lists of indicators that somebody published without points, to choose from and to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.shape import ListOf, Shape, Text
from jixiao.rules.strict import load

_ENTRY = Shape(required={"lv1": Text(), "lv2": Text(), "name": Text(), "measure": Text()})
_CATALOGUE = Shape(
    required={"catalogue": Text(), "title": Text(), "indicators": ListOf(_ENTRY)},
    optional={"reference": REFERENCE, "provenance": PROVENANCE},
)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One indicator: its place in the framework, its name, and what is measured."""

    lv1: str
    lv2: str
    name: str
    measure: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A published framework. It has no points, so nothing can be scored with it."""

    id: str
    title: str
    basis: Basis
    entries: tuple[CatalogueEntry, ...]


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """Id → catalogue, all of `rulebook/catalogues`. Raises RuleError.

    Example:
        >>> len(catalogues()["mof-2013"].entries)
        28
    """
    folder = files("jixiao").joinpath("rulebook", "catalogues")
    found = {}
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name):
        node = _CATALOGUE.check(load(file))
        entries = tuple(
            CatalogueEntry(*(item[key].text() for key in ("lv1", "lv2", "name", "measure")))
            for item in node["indicators"]
        )
        found[node["catalogue"].text()] = Catalogue(
            node["catalogue"].text(), node["title"].text(), read_basis(node), entries
        )
    return found
