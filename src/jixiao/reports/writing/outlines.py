"""The outlines that ship with the product, and which one a department gets when it names none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jixiao.facts import DepartmentYear
from jixiao.reports.writing.vocabulary import words
from jixiao.rules.errors import RuleError
from jixiao.rules.outlines import Outline, read_outline
from jixiao.rules.registry import registry

GENERIC = "generic"
"""The outline for a place and scheme that have none of their own."""


@cache
def outlines() -> Mapping[str, Outline]:
    """Id → outline of the rulebook. Raises RuleError: a file is not as it should be."""
    return read_outlines(files("jixiao").joinpath("rulebook", "outlines"))


def read_outlines(folder: Traversable) -> dict[str, Outline]:
    """Read every outline of a folder, strictly. Raises RuleError."""
    known = words(registry())
    names = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return {outline.id: outline for outline in (read_outline(item, known) for item in names)}


def outline(outline_id: str) -> Outline:
    """One outline. Raises RuleError: there is none of that id."""
    found = outlines().get(outline_id)
    if found is None:
        raise RuleError("outline-unknown", found=outline_id, allowed=tuple(outlines()))
    return found


def outline_for(year: DepartmentYear, scheme_id: str = "") -> Outline:
    """The outline that the cover names, else the usual one of the longest region prefix, else of the scheme, else generic.

    Raises RuleError: the cover names an outline that there is not.
    """
    cover = year.cover
    if isinstance(cover.outline, str):
        return outline(cover.outline)
    region = cover.region if isinstance(cover.region, str) else ""
    near = [
        (len(prefix), item.id) for item in outlines().values() for prefix in item.regions if region.startswith(prefix)
    ]
    if near:
        return outline(max(near)[1])
    return next((item for item in outlines().values() if scheme_id in item.schemes), outline(GENERIC))
