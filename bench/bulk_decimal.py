"""The scheme by hand in plain Python: an object for every indicator, a Decimal for every figure, one rounding for each score.

Left out: the scores that people write into the sheet of stated figures, reasons in words, and ranks. What a reason would
say is kept as its code. The answers are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.bulk_decimal_card import Card, Department, carded
from bench.bulk_decimal_lines import NOTHING, Indicator
from bench.bulk_table import BUDGET_COLUMNS, LINE_COLUMNS, MANAGEMENT
from bench.bulk_usage import arguments, measured

PERCENT_PLACES = {"sme_reserved": 4, "sme_required": 4, "assets_total": 6, "assets_in_use": 6}
"""Decimal places of the figures of management that are no counts."""

Rows = Mapping[int, list[dict[str, Any]]]


def departments(part: Path) -> Iterator[Department]:
    """The departments of a part."""
    indicators = _by_department(part, "indicator", (*LINE_COLUMNS, "consent"))
    projects = _by_department(part, "project", ("dept", "row", "key_task"))
    budget = _by_department(part, "budget", BUDGET_COLUMNS)
    management = _by_department(part, "management", ("dept", *MANAGEMENT))
    sangong = _by_department(part, "sangong", ("dept", "actual", "budget"))
    bonus = _by_department(part, "bonus", ("dept", "points"))
    for number, rows in indicators.items():
        (managed,) = management[number]
        yield Department(
            number,
            [_indicator(row) for row in rows],
            {row["row"]: row["key_task"] == 1 for row in projects.get(number, ())},
            [_money(row) for row in budget.get(number, ())],
            {name: _figure(managed[name], PERCENT_PLACES.get(name, 0)) for name in MANAGEMENT},
            [(_figure(row["actual"], 6), _figure(row["budget"], 6)) for row in sangong.get(number, ())],
            sum((Decimal(row["points"]).scaleb(-2) for row in bonus.get(number, ())), NOTHING),
        )


def _by_department(part: Path, table: str, columns: tuple[str, ...]) -> Rows:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in pq.read_table(part / f"{table}.parquet", columns=list(columns)).to_pylist():
        found.setdefault(row["dept"], []).append(row)
    return found


def _figure(value: int | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-places)


def _indicator(row: dict[str, Any]) -> Indicator:
    for name, places in (("target", 4), ("target_high", 4), ("used", 4), ("weight", 2), ("judged", 2)):
        row[name] = _figure(row[name], places)
    row["consent"] = row["consent"] is not None
    return Indicator(**row)


def _money(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("full", "spent", "initial", "adjust"):
        row[name] = _figure(row[name], 6)
    return row


def run(data: Path, out: Path) -> None:
    """Score everything, part by part; writes `line.parquet`, `completion.parquet` and `total.parquet`."""
    names = {
        "line": ("dept", "row", "owner_row", "leaf", "points", "score", "outcome"),
        "completion": ("dept", "row", "completion"),
        "total": ("dept", "total", "grade"),
    }
    points = pa.decimal128(9, 2)
    types = {"points": points, "score": points, "completion": points, "total": points, "grade": pa.string()}
    writers: dict[str, pq.ParquetWriter] = {}
    for name, told in names.items():
        schema = pa.schema([(column, types.get(column, pa.int32())) for column in told])
        writers[name] = pq.ParquetWriter(out / f"{name}.parquet", schema, compression="zstd")
    for part in sorted(data.glob("part-*")):
        columns: dict[str, list[list[Any]]] = {name: [[] for _ in wanted] for name, wanted in names.items()}
        for department in departments(part):
            for name, rows in _rows(department.number, carded(department)).items():
                for column, values in zip(columns[name], zip(*rows, strict=True), strict=True):
                    column.extend(values)
        for name, writer in writers.items():
            arrays = [pa.array(values, field.type) for values, field in zip(columns[name], writer.schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=writer.schema))
    for writer in writers.values():
        writer.close()


def _rows(number: int, card: Card) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "line": [
            (number, line.indicator.row, line.indicator.owner_row, line.leaf, line.points, line.score, line.code)
            for line in card.lines
        ],
        "completion": [(number, row, score) for row, score in card.completions.items()],
        "total": [(number, card.total, card.grade)],
    }


if __name__ == "__main__":
    source, result = arguments()
    with measured() as usage:
        run(source, result)
    usage.say()
