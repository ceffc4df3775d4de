"""The results as files: every department's move as csv and Parquet, the counts as csv and one json, which is written last."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.comparing.comparison import Comparison
from jixiao.bulk.comparing.moves import MOST_TOLD
from jixiao.bulk.comparing.printing import points
from jixiao.bulk.comparing.sheets import sheets
from jixiao.bulk.duck import in_sql
from jixiao.bulk.gathering import SCALE
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.rules.scheme import Scheme

DATA = "compare.json"

SCORES = (
    "before",
    "after",
    "difference",
    "moved",
    "scale_before",
    "scale_after",
    *(f"change_{n}" for n in range(1, MOST_TOLD + 1)),
)
OPEN = ("open_before", "open_after")
COLUMNS = (
    "dept", "file", "year", "region", "department", "before", "after", "difference", "is_certain",
    "scale_before", "scale_after", "moved", "grade_before", "grade_after", "rank_before", "rank_after", "open_before", "open_after",
    *(f"{name}_{place}" for place in range(1, MOST_TOLD + 1) for name in ("leaf", "change")),
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_moves(engine: duckdb.DuckDBPyConnection, out: Path, lang: str) -> None:
    """Write `moves.parquet` and `moves.csv`, a row for each department-year in the order of the dataset.

    In Parquet scores are exact decimals in points; the csv has words for headings and opens in Excel and WPS.
    """
    with atomic_path(out / "moves.parquet") as draft:
        chosen = ", ".join(_decimal(name) for name in COLUMNS)
        engine.execute(
            f"copy (select {chosen} from move order by dept) to '{in_sql(draft)}' (format parquet, compression zstd)"
        ).fetchall()
    with atomic_path(out / "moves.csv") as draft:
        rows = draft.with_suffix(".rows")
        chosen = ", ".join(_written(name, lang) for name in COLUMNS)
        engine.execute(
            f"copy (select {chosen} from move order by dept) to '{in_sql(rows)}' (format csv, header false)"
        ).fetchall()
        headings = [text(f"compare-column-{name}", lang) for name in COLUMNS]
        with draft.open("wb") as target, rows.open("rb") as source:
            target.write(codecs.BOM_UTF8)
            target.write((",".join(headings) + "\n").encode())
            while chunk := source.read(1 << 20):
                target.write(chunk)
        rows.unlink()


def _decimal(name: str) -> str:
    if name in SCORES:
        return f"{_in_points(name, SCALE)} as {name}"
    return f"{_in_points(name, 2)} as {name}" if name in OPEN else name


def _in_points(name: str, places: int) -> str:
    """A whole number of small units as an exact decimal; a product of decimals is exact, a quotient is not."""
    return f"cast(cast({name} as decimal(18,0)) * cast('{'0.' + '0' * (places - 1)}1' as decimal({places + 1},{places})) as decimal(18,{places}))"


def _written(name: str, lang: str) -> str:
    """A cell as people read it: points with two places or as many as it takes, no text that is taken for a formula."""
    if name in SCORES:
        return f"regexp_replace(cast({_in_points(name, SCALE)} as varchar), '0{{1,4}}$', '')"
    if name in OPEN:
        return _in_points(name, 2)
    if name == "is_certain":
        return f"case when is_certain then '{text('compare-yes', lang)}' else '' end"
    if name in {"file", "department", "region"}:
        starts = " or ".join(f"starts_with({name}, chr({ord(sign)}))" for sign in _FORMULA)
        return f"case when {starts} then concat(chr(39), {name}) else {name} end"
    return name


def write_counts(comparison: Comparison, out: Path, lang: str) -> None:
    """Write a csv for each counted table."""
    for sheet in sheets(comparison, lang):
        with (
            atomic_path(out / f"{sheet.name}.csv") as draft,
            draft.open("w", encoding="utf-8-sig", newline="") as target,
        ):
            writer = csv.writer(target, lineterminator="\n")
            writer.writerows((sheet.headings(lang), *sheet.rows))


def write_data(comparison: Comparison, out: Path) -> None:
    """Write `compare.json`. While it is not there, the comparison is not whole."""
    with atomic_path(out / DATA) as draft:
        draft.write_text(json.dumps(as_data(comparison), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def as_data(comparison: Comparison) -> Mapping[str, Any]:
    """Everything that was counted as plain data: scores as text in points, shares as fractions, counts as numbers."""
    return {
        "before": _scheme(comparison.before),
        "after": _scheme(comparison.after),
        "compared_in": "points" if comparison.is_same_full else "shares of 100",
        "alike": comparison.alike,
        "count": asdict(comparison.count) | {"apart": comparison.count.apart},
        "grades": [asdict(one) for one in comparison.regradings],
        "distribution": [asdict(one) for one in comparison.distribution],
        "years": [_plain(one) for one in comparison.years],
        "regions": [_plain(one) for one in comparison.regions],
        "leaves": [
            {
                "code": line.place.code,
                "name": line.place.name,
                "full_before": None if line.place.before is None else f"{line.place.before.points:f}",
                "full_after": None if line.place.after is None else f"{line.place.after.points:f}",
                "before": _plain(line.before, {"tells_apart": line.before.tells_apart(comparison.alike)}),
                "after": _plain(line.after, {"tells_apart": line.after.tells_apart(comparison.alike)}),
                "up": line.up,
                "down": line.down,
            }
            for line in comparison.leaves
        ],
        "rules": [_plain(line) for line in comparison.rules],
        "movers": [_plain(one) for one in comparison.movers],
    }


def _scheme(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "title": scheme.title,
        "version": scheme.version,
        "digest": scheme.digest,
        "total": f"{scheme.total:f}",
        "grades": {grade: f"{bound:f}" for grade, bound in scheme.grades.items()},
    }


_IN_MILLIONTHS = {
    "before",
    "after",
    "difference",
    "moved",
    "scale_before",
    "scale_after",
    "sum_before",
    "sum_after",
    "most_up",
    "most_down",
}


def _plain(value: Any, more: Mapping[str, Any] | None = None) -> Any:
    """A value with scores as text in points; what is not there is null."""
    found: dict[str, Any] = {}
    for field in fields(value):
        one = getattr(value, field.name)
        if is_dataclass(one):
            one = _plain(one)
        elif isinstance(one, Fraction):
            one = str(one)
        elif field.name == "leaves":
            one = [{"leaf": label, "change": points(change)} for label, change in one]
        elif field.name in _IN_MILLIONTHS and isinstance(one, int):
            one = points(one)
        found[field.name] = one
    return found | dict(more or {})
