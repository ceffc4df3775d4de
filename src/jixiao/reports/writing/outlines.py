"""The outlines that ship and those of a local rulebook, and which one a department gets when it names none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

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
    """Read every outline of a folder, strictly. Raises RuleError: also when two files have one id."""
    known = words(registry())
    names = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    found: dict[str, Outline] = {}
    for item in names:
        made = read_outline(item, known)
        if made.id in found:
            raise RuleError("outline-taken", found=made.id, folder=str(folder))
        found[made.id] = made
    return found


def known_outlines(rulebook: Path | None = None) -> Mapping[str, Outline]:
    """The outlines that ship, and those of a local rulebook's folder `outlines`, where it has one.

    Raises RuleError: a file is not as it should be, or a local outline takes the id of one that ships.
    """
    folder = rulebook / "outlines" if rulebook is not None else None
    if folder is None or not folder.is_dir():
        return outlines()
    local = read_outlines(folder)
    taken = sorted(outlines().keys() & local.keys())
    if taken:
        raise RuleError("outline-taken", found=taken[0], folder=str(folder))
    return {**local, **outlines()}  # of two that suit a place equally, its own comes first


def outline(outline_id: str, rulebook: Path | None = None) -> Outline:
    """One outline. Raises RuleError: there is none of that id."""
    known = known_outlines(rulebook)
    if outline_id not in known:
        raise RuleError("outline-unknown", found=outline_id, allowed=tuple(known))
    return known[outline_id]


def outline_for(year: DepartmentYear, scheme_id: str = "", rulebook: Path | None = None) -> Outline:
    """The outline that the cover names, else the usual one of the longest region prefix, else of the scheme, else generic.

    Args:
        year: the department-year.
        scheme_id: the scheme that it is scored by.
        rulebook: a local rulebook, whose folder `outlines` adds its own.

    Raises RuleError: the cover names an outline that there is not, or a local file is not as it should be.
    """
    known = known_outlines(rulebook)
    cover = year.cover
    if isinstance(cover.outline, str):
        return outline(cover.outline, rulebook)
    region = cover.region if isinstance(cover.region, str) else ""
    near = {item.id: len(prefix) for item in known.values() for prefix in item.regions if region.startswith(prefix)}
    if near:
        return known[max(near, key=lambda key: near[key])]
    return next((item for item in known.values() if scheme_id in item.schemes), known[GENERIC])
