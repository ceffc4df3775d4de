"""A package written down, whole or not at all: tables in three forms, rules, descriptor, and the digest of every file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

import jixiao
from jixiao.bulk.card import Card
from jixiao.bulk.comfort.writing import empty
from jixiao.bulk.dataset import file_digest
from jixiao.bulk.dialect import DIALECTS
from jixiao.bulk.duck import in_sql
from jixiao.bulk.packaging.columns import must_hide
from jixiao.bulk.packaging.declared import Publishing
from jixiao.bulk.packaging.descriptor import Imprint, described
from jixiao.bulk.packaging.resources import STATES, Resource, resources
from jixiao.bulk.packaging.rulefiles import lines, rule_files
from jixiao.bulk.schema import VERSION, tables
from jixiao.bulk.scored import Scored, Within, opened
from jixiao.facts import Kind, Registry
from jixiao.files.atomic import atomic_dir
from jixiao.files.messages import text
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import recorded_scheme

DESCRIPTOR, SUMS = "datapackage.json", "SHA256SUMS"
FORMS = ("csv", "parquet", "json")
_OPTIONS = {
    "csv": "format csv, header",
    "parquet": "format parquet, compression zstd",
    "json": "format json, array true",
}


@dataclass(frozen=True, slots=True)
class Packed:
    """A finished package: its folder, rows of each table, and how many texts were hidden in each `table.column`."""

    folder: Path
    rows: dict[str, int]
    hidden: dict[str, int]


def write_package(
    scored: Scored,
    publishing: Publishing,
    registry: Registry,
    out: Path,
    imprint: Imprint,
    within: Within,
    rulebook: Path | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Packed:
    """Write a package.

    Args:
        scored: the dataset and its result.
        publishing: what may be in it.
        registry: the declarations by which the dataset was laid out.
        out: a folder of its own.
        imprint: what the publisher says.
        within: bounds of the machine.
        rulebook: the folder of local rules with which it was scored, if any.
        progress: called with tables done and tables in all.

    Raises:
        FileRefused: the folder holds something, or the engine could not.
        RuleError: the scheme is gone, or its rules are no longer those that gave the scores.
    """
    empty(out)
    scheme = recorded_scheme(scored.told["scheme"], scored.told["version"], scored.told["digest"], rulebook)
    has_lines = "line" in scored.told["results"]
    gathers = [one.code for one in Card(scheme, registry, DIALECTS["duckdb"]).gathers] if has_lines else None
    parts = tuple(resources(publishing, registry, gathers))
    rows: dict[str, int] = {}
    hidden: dict[str, int] = {}
    with atomic_dir(out) as draft, opened(scored, draft.parent, within) as engine:
        for form in FORMS:
            (draft / form).mkdir()
        _lists(engine, scheme, publishing, registry)
        for done, one in enumerate(parts):
            progress(done, len(parts))
            rows[one.name] = _table(engine, one, draft)
            hidden.update(_hidden(engine, publishing, one))
        ruled = []
        for name, content in rule_files(scheme, rulebook).items():
            path = draft / "rules" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            ruled.append(f"rules/{name}")
        ground = _ground(scored, scheme, publishing, hidden)
        sources = [{"title": text("open-source-data")}, {"title": scheme.basis.text() or scheme.title}]
        told = described(draft, imprint, parts, ruled, sources, ground)
        (draft / DESCRIPTOR).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        sums = {path.relative_to(draft).as_posix(): file_digest(path) for path in draft.rglob("*") if path.is_file()}
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        (draft / SUMS).write_text(listed, encoding="utf-8")
    progress(len(parts), len(parts))
    return Packed(out, rows, hidden)


def _table(engine: duckdb.DuckDBPyConnection, one: Resource, draft: Path) -> int:
    order = ", ".join(f'"{name}"' for name in one.key)
    for form in FORMS:
        columns = ", ".join(
            f'{column.exact if form == "parquet" else column.written} as "{column.name}"' for column in one.columns
        )
        path = in_sql(draft / form / f"{one.name}.{form}")
        engine.execute(f"copy (select {columns} from {one.source} order by {order}) to '{path}' ({_OPTIONS[form]})")
    ((rows,),) = engine.execute(f"select count(*) from {one.source}").fetchall()
    return int(rows)


def _hidden(engine: duckdb.DuckDBPyConnection, publishing: Publishing, one: Resource) -> Iterator[tuple[str, int]]:
    looked = [column for column in one.columns if column.looked_at]
    if not looked:
        return
    counts = ", ".join(f"count(*) filter (where {must_hide(publishing, column.looked_at)})" for column in looked)
    (found,) = engine.execute(f"select {counts} from {one.source}").fetchall()
    yield from ((f"{one.name}.{column.name}", number) for column, number in zip(looked, found, strict=True) if number)


def _lists(engine: duckdb.DuckDBPyConnection, scheme: Scheme, publishing: Publishing, registry: Registry) -> None:
    """The relations `open_lines` and `open_codes`."""
    engine.execute(
        "create temp table open_lines (leaf varchar, name varchar, part varchar, points bigint, rule varchar, basis varchar, provenance varchar)"
    )
    engine.executemany("insert into open_lines values (?, ?, ?, ?, ?, nullif(?, ''), ?)", list(lines(scheme)))
    engine.execute("create temp table open_codes (list varchar, position integer, word varchar, meaning varchar)")
    engine.executemany("insert into open_codes values (?, ?, ?, ?)", list(_codes(scheme, publishing, registry)))


def _codes(scheme: Scheme, publishing: Publishing, registry: Registry) -> Iterator[tuple[str, int, str, str | None]]:
    for place, (grade, bound) in enumerate(scheme.grades.items(), 1):
        yield "departments.grade", place, grade, f"≥ {bound}"
    for place, state in enumerate(STATES, 1):
        yield "scores.state", place, state, text(f"open-state-{state}")
    layout = tables(registry)
    for subject, names in publishing.fields.items():
        for name in names:
            if registry.by_id[subject].field(name).kind is Kind.CHOICE:
                home = "departments" if subject == "cover" else subject
                for place, word in enumerate(layout[subject].column(name).codes, 1):
                    yield f"{home}.{name}", place, word, None


def _ground(scored: Scored, scheme: Scheme, publishing: Publishing, hidden: dict[str, int]) -> dict[str, Any]:
    """On what the package rests: program, layout, scheme, data, and what was left out and why."""
    reasons: dict[str, list[str]] = {}
    for name, because in publishing.withheld.items():
        reasons.setdefault(because, []).append(name)
    return {
        "program": jixiao.__version__,
        "layout": VERSION,
        "dataset": scored.told["dataset"],
        "scheme": {
            "id": scheme.id,
            "version": scheme.version,
            "title": scheme.title,
            "digest": scheme.digest,
            "provenance": scheme.basis.provenance,
            "basis": scheme.basis.text(),
        },
        "publishing": {
            "since": publishing.basis.since,
            "provenance": publishing.basis.provenance,
            "digest": publishing.digest,
            "withheld": [{"because": because, "fields": names} for because, names in reasons.items()],
            "hidden": hidden,
        },
    }
