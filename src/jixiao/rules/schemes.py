"""The schemes there are, which of them is in force for a place and year, and one of them loaded ready to score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jixiao.rules.basis import RECONSTRUCTED
from jixiao.rules.errors import RuleError
from jixiao.rules.extending import EXTENSION, extended
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.scheme_file import SchemeReader, checked
from jixiao.rules.strict import Node, load
from jixiao.rules.tables import RuleTable, read_table
from jixiao.rules.vocabulary import Vocabulary, vocabularies

__all__ = ["Entry", "choose_scheme", "entries", "load_scheme", "read_scheme", "recorded_scheme"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A scheme as listed: what one needs to choose it, and its file as read."""

    id: str
    title: str
    version: str
    form: str
    place: str
    since: int
    until: int | None
    is_reconstructed: bool
    node: Node

    @property
    def reach(self) -> str:
        """The leading digits of the region codes it is for."""
        code = self.place
        while code.endswith("00"):
            code = code[:-2]
        return code

    def holds(self, form: str, place: str, year: int) -> bool:
        """Whether it is in force for a form, a region code and a fiscal year."""
        in_force = self.since <= year and (self.until is None or year <= self.until)
        return self.form == form and in_force and place.startswith(self.reach)


@dataclass(frozen=True)
class _Book:
    entries: Mapping[tuple[str, str], Entry]
    tables: Mapping[str, RuleTable]
    grades: Node


def entries(rulebook: Path | None = None) -> tuple[Entry, ...]:
    """All schemes by id and version: those that ship, and those of a folder's `schemes`. Raises RuleError."""
    return tuple(_book(rulebook).entries.values())


def load_scheme(scheme_id: str, version: str | None = None, rulebook: Path | None = None) -> Scheme:
    """A scheme by id, its newest version unless one is named; compiled once and kept.

    Raises:
        RuleError: there is none of that name, or its file is not as it should be.
    """
    book = _book(rulebook)
    found = [entry for entry in book.entries.values() if entry.id == scheme_id and version in (None, entry.version)]
    if not found:
        known = tuple(dict.fromkeys(entry.id for entry in book.entries.values()))
        raise RuleError("scheme-unknown", found=scheme_id if version is None else f"{scheme_id} {version}", known=known)
    entry = max(found, key=lambda one: _version(one.version))
    return _compiled(entry.id, entry.version, rulebook)


def choose_scheme(
    place: str, form: str, fiscal_year: int, named: str | None = None, rulebook: Path | None = None
) -> Scheme:
    """The scheme in force for a place and year, or the one that is named.

    Args:
        place: six-digit region code, empty where unknown.
        form: department or project.
        fiscal_year: the year that is evaluated.
        named: a scheme id, as the cover sheet has it.
        rulebook: a folder with local schemes and tables.

    Returns:
        Of the schemes in force, the one for the smallest area around the place, then the latest, then the newest version.

    Raises:
        RuleError: the named one does not exist, is for the other form or not in force; or none is in force.
    """
    if named:
        scheme = load_scheme(named, rulebook=rulebook)
        if scheme.form != form:
            raise RuleError("scheme-other-form", found=named, form=form)
        if not scheme.holds_in(fiscal_year):
            raise RuleError(
                "scheme-not-in-force", found=named, since=scheme.since, until=scheme.until or "—", year=fiscal_year
            )
        return scheme
    in_force = [entry for entry in entries(rulebook) if entry.holds(form, place, fiscal_year)]
    if not in_force:
        known = tuple(entry.id for entry in entries(rulebook) if entry.form == form)
        raise RuleError("scheme-none-in-force", region=place or "—", year=fiscal_year, known=known)
    best = max(in_force, key=lambda entry: (len(entry.reach), entry.since, _version(entry.version)))
    return load_scheme(best.id, best.version, rulebook)


def recorded_scheme(scheme_id: str, version: str, digest: str, rulebook: Path | None = None) -> Scheme:
    """The scheme that a scorecard was made with. Raises RuleError: gone, or its rules are no longer the same."""
    scheme = load_scheme(scheme_id, version, rulebook)
    if scheme.digest != digest:
        raise RuleError("scheme-changed", found=f"{scheme_id} {version}", recorded=digest[:12], now=scheme.digest[:12])
    return scheme


def read_scheme(
    source: Path | Traversable, rulebook: Path | None = None
) -> tuple[Scheme | None, tuple[RuleError, ...]]:
    """A scheme file, which need not lie in a rulebook, and everything that is wrong with it."""
    book = _book(rulebook)
    try:
        node = _written_out(load(source), {entry.id: entry.node for entry in book.entries.values()})
    except RuleError as error:
        return None, (error,)
    reader = _reader(book)
    return reader.read(node), tuple(reader.errors)


@cache
def _compiled(scheme_id: str, version: str, rulebook: Path | None) -> Scheme:
    book = _book(rulebook)
    reader = _reader(book)
    scheme = reader.read(book.entries[scheme_id, version].node)
    if scheme is None:
        raise reader.errors[0]
    return scheme


def _reader(book: _Book) -> SchemeReader:
    return SchemeReader(registry(), _words(), book.tables, book.grades)


@cache
def _words() -> Mapping[str, Vocabulary]:
    return vocabularies(registry())


@cache
def _book(rulebook: Path | None) -> _Book:
    shipped = files("jixiao").joinpath("rulebook")
    if rulebook is not None and not rulebook.is_dir():
        raise RuleError("scheme-no-folder", found=rulebook)
    folders: list[Traversable] = [shipped, *([rulebook] if rulebook is not None else [])]
    tables: dict[str, RuleTable] = {}
    for file in _files(folders, "tables"):
        if file.name == "grades.yaml":
            continue
        table = read_table(file)
        if table.id in tables:
            raise RuleError("scheme-table-twice", found=table.id, file=file.name)
        tables[table.id] = table
    written: dict[str, Node] = {}
    found: dict[tuple[str, str], Entry] = {}
    loaded = [load(file) for file in _files(folders, "schemes")]
    # A scheme may extend one that stands in a later file, so those with a base wait for it.
    for node in sorted(loaded, key=lambda one: "extends" in one):
        entry = _entry(_written_out(node, written))
        if (entry.id, entry.version) in found:
            raise RuleError("scheme-twice", node.place, found=f"{entry.id} {entry.version}")
        written[entry.id] = entry.node
        found[entry.id, entry.version] = entry
    return _Book(found, tables, load(shipped.joinpath("tables", "grades.yaml")))


def _files(folders: list[Traversable], part: str) -> Iterator[Traversable]:
    for folder in folders:
        inside = folder.joinpath(part)
        if inside.is_dir():
            yield from sorted((one for one in inside.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)


def _written_out(node: Node, bases: Mapping[str, Node]) -> Node:
    if "extends" not in node.expect("map"):
        return node
    EXTENSION.check(node)
    base = node["extends"]
    if base.text() not in bases:
        raise RuleError("scheme-no-base", base.place, found=base.text(), known=tuple(bases))
    return extended(node, bases[base.text()])


def _entry(node: Node) -> Entry:
    checked(node)
    until, place, provenance = node.get("until"), node.get("place"), node.get("provenance")
    return Entry(
        id=node["scheme"].text(),
        title=node["title"].text(),
        version=node["version"].text(),
        form=node["form"].text(),
        place="" if place is None else place.text(),
        since=node["since"].whole(),
        until=None if until is None else until.whole(),
        is_reconstructed=provenance is not None and provenance.text() == RECONSTRUCTED,
        node=node,
    )


def _version(text: str) -> tuple[tuple[int, str], ...]:
    """Versions in their order: 10 after 9."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in text.split("."))
