"""Signals, notes and samples written down: whole or not at all, for programs as Parquet and for people as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.comfort.rules import KINDS, Rules
from jixiao.bulk.comfort.sampling import Sizes, Wish, sampling, sizes
from jixiao.bulk.comfort.signals import STEPS, Progress, compute
from jixiao.bulk.duck import in_sql
from jixiao.bulk.schema import DEPT
from jixiao.bulk.scored import Scored, Within, opened
from jixiao.facts import Registry
from jixiao.files.atomic import atomic_dir
from jixiao.files.csv_file import write_csv
from jixiao.files.errors import FileRefused

__all__ = ["STEPS", "Drawn", "Progress", "draw", "empty", "write_sample", "write_signals"]

ORDERS = {
    "signals": f"year, {DEPT}, kind, address, sentence",
    "reliability": f"year, rank, {DEPT}",
    "sample": "place",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample as it was written: its year and sizes, and its rows with the columns of `sampling`, figures as exact text."""

    year: int
    sizes: Sizes
    rows: tuple[Mapping[str, Any], ...]


def write_signals(
    scored: Scored, rules: Rules, registry: Registry, out: Path, lang: str, within: Within, progress: Progress
) -> Mapping[str, Any]:
    """Write `signals` and `reliability` as Parquet and CSV, and `signals.json`, which is returned.

    Raises:
        FileRefused: the folder holds something, or the engine could not.
    """
    empty(out)
    with atomic_dir(out) as draft, opened(scored, draft.parent, within) as engine:
        compute(engine, rules, registry, lang, progress)
        for name in ("signals", "reliability"):
            copied(engine, name, draft / f"{name}.parquet")
            for_sheets(engine, name, draft / f"{name}.csv")
        told = {**_ground(scored, rules), "signals": dict.fromkeys(KINDS, 0), **_counts(engine)}
        told["signals"].update(engine.execute("select kind, count(*) from signals group by kind").fetchall())
        (draft / "signals.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return told


def write_sample(
    scored: Scored,
    rules: Rules,
    registry: Registry,
    out: Path,
    lang: str,
    within: Within,
    wish: Wish,
    progress: Progress = lambda *_: None,
) -> Drawn:
    """Draw a sample and write it as `sample.csv` and `sample.json`. A `year` of 0 is the latest.

    Raises:
        FileRefused: the folder holds something, no department has that year, or the engine could not.
    """
    empty(out)
    with atomic_dir(out) as draft, opened(scored, draft.parent, within) as engine:
        compute(engine, rules, registry, lang, progress)
        drawn = draw(engine, wish, lang)
        for_sheets(engine, "sample", draft / "sample.csv")
        told = {
            **_ground(scored, rules),
            "seed": wish.seed,
            "year": drawn.year,
            "share": str(wish.share),
            "by_risk": str(wish.by_risk),
            "departments": drawn.sizes.departments,
            "sample": list(drawn.rows),
        }
        (draft / "sample.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return drawn


def draw(engine: duckdb.DuckDBPyConnection, wish: Wish, lang: str) -> Drawn:
    """Draw from the relation `reliability` of an engine; a `year` of 0 is the latest. Raises FileRefused: no department has that year."""
    years = dict(
        engine.execute("select year, count(*) from reliability where year is not null group by year").fetchall()
    )
    year = wish.year or max(years, default=0)
    if year not in years:
        raise FileRefused("comfort-no-year", year=year, years="、".join(map(str, sorted(years))) or "—")
    size = sizes(wish, years[year])
    for name, query in sampling(Wish(wish.seed, wish.share, wish.by_risk, year), size, lang):
        engine.execute(f"create temp table {name} as {query}")
    found = engine.execute("select * from sample order by place")
    names = [column[0] for column in found.description]
    rows = tuple(dict(zip(names, map(_exact, row), strict=True)) for row in found.fetchall())
    return Drawn(year, size, rows)


def _exact(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str) else str(value)


def _ground(scored: Scored, rules: Rules) -> dict[str, Any]:
    """On what the answer rests."""
    kept = {name: scored.told[name] for name in ("scheme", "version", "digest", "dataset")}
    return {**kept, "rules": {"since": rules.basis.since, "provenance": rules.basis.provenance, "digest": rules.digest}}


def _counts(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    row = engine.execute("select count(*), count(*) filter (where who < 0) from dated").fetchone() or (0, 0)
    return {"departments": row[0], "not_compared": row[1]}


def empty(out: Path) -> None:
    """See that a folder is free for a result. Raises FileRefused."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileRefused("bulk-folder-in-use", folder=out)


def copied(engine: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """A relation as Parquet, in its order."""
    engine.execute(
        f"copy (select * from {name} order by {ORDERS[name]}) to '{in_sql(path)}' (format parquet, compression zstd)"
    )


def for_sheets(engine: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    """A relation as CSV that spreadsheets open well, row by row."""
    rows = engine.execute(f"select * from {name} order by {ORDERS[name]}")
    titles = [column[0] for column in rows.description]
    write_csv(
        path, titles, (["" if value is None else str(value) for value in row] for row in iter(rows.fetchone, None))
    )
