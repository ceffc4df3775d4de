"""A finished run read: how the departments stand, what they come to together, and the list of them for a spreadsheet."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.duck import in_sql
from jixiao.bulk.gathering import SCALE
from jixiao.bulk.run import DEPARTMENTS, RESULT
from jixiao.figures import EXACT, Score, half_up
from jixiao.files.atomic import atomic_path
from jixiao.files.csv_file import write_csv
from jixiao.files.errors import FileRefused
from jixiao.files.messages import text

SUMMARY, DATA = "summary.csv", "data.json"
_COLUMNS = (
    "place", "year", "region", "department", "total", "grade", "reached", "open", "adjusted", "points", "place_in_region",
    "dept", "file",
)  # fmt: skip
_SHOWN = _COLUMNS[:11] + _COLUMNS[12:]
_ORDER = "order by year desc, place nulls last, reached desc, dept"


@dataclass(frozen=True, slots=True)
class Standing:
    """A department-year among the others: places from 1 within its year, None while a line is open.

    Scores are exact; `reached` is what is certain, `open` the points of lines without a score.
    """

    place: int | None
    year: int
    region: str
    department: str
    total: Score | None
    grade: str
    reached: Score
    open: Score
    adjusted: Score | None
    points: Score
    place_in_region: int | None
    dept: int
    file: str


@dataclass(frozen=True, slots=True)
class Place:
    """The departments of one region in one year: how many, how many have a total, their mean (0.01) and the first of them."""

    year: int
    region: str
    departments: int
    complete: int
    mean: Decimal | None
    first: str
    highest: Score | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What all department-years of a run come to. median: of the totals, to 0.01. grades: best first."""

    departments: int
    complete: int
    grades: Mapping[str, int]
    best: Standing | None
    worst: Standing | None
    median: Decimal | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished run. `told` is what it says of itself: scheme, version, digests, counts."""

    folder: Path
    told: Mapping[str, Any]

    def standings(self, where: str = "true", values: Sequence[object] = (), top: int = 0) -> list[Standing]:
        """The department-years that a condition on the columns of `department.parquet` takes in, the latest year first, in each year the best.

        Args:
            where: SQL with a `?` for each value.
            values: what stands for them.
            top: how many at most; 0 for all.
        """
        limit = f"limit {top}" if top else ""
        with self._opened() as engine:
            rows = engine.execute(
                f"select {', '.join(_COLUMNS)} from department where {where} {_ORDER} {limit}", values
            )
            return [_standing(row) for row in rows.fetchall()]

    def summary(self) -> Summary:
        """Everybody together."""
        with self._opened() as engine:
            departments, complete = engine.execute("select count(*), count(total) from department").fetchone() or (0, 0)
            graded = (
                "select grade, count(*) from department where total is not null group by grade order by max(total) desc"
            )
            middle = f"select total from department where total is not null order by total limit 2 - {complete} % 2 offset greatest({complete} - 1, 0) // 2"
            totals = [row[0] for row in engine.execute(middle).fetchall()]
            regions = (
                "select year, coalesce(region, ''), count(*), count(total), sum(total), arg_max(department, (total, -dept)) filter (where total is not null), max(total) "
                "from department group by all order by all"
            )
            return Summary(
                departments,
                complete,
                dict(engine.execute(graded).fetchall()),
                self._one(engine, "desc"),
                self._one(engine, "asc"),
                _mean(sum(totals), len(totals)),
                tuple(
                    Place(year, region, number, whole, _mean(total, whole), first or "", points(highest))
                    for year, region, number, whole, total, first, highest in engine.execute(regions).fetchall()
                ),
            )

    def write_summary(self, lang: str = "zh") -> Path:
        """Write `summary.csv`: each department-year with total, grade and place. Returns its path."""
        path = self.folder / SUMMARY
        titles = [text(f"standing-{name.replace('_', '-')}", lang) for name in _SHOWN]
        with self._opened() as engine:
            rows = engine.execute(f"select {', '.join(_COLUMNS)} from department {_ORDER}")
            write_csv(path, titles, (cells(_standing(row)) for row in iter(rows.fetchone, None)))
        return path

    def remember(self, data: Path) -> None:
        """Note where the data lie, seen from here, so that reasons can be told later."""
        with atomic_path(self.folder / DATA) as draft:
            where = Path(os.path.relpath(data.resolve(), self.folder.resolve())).as_posix()
            draft.write_text(json.dumps({"data": where}, ensure_ascii=False) + "\n", encoding="utf-8")

    @property
    def data(self) -> Path:
        """Where the data lay when the run ended. Raises FileRefused: that was not noted."""
        try:
            return self.folder / str(json.loads((self.folder / DATA).read_text(encoding="utf-8"))["data"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FileRefused("show-where-are-data", folder=self.folder) from error

    @staticmethod
    def _one(engine: duckdb.DuckDBPyConnection, order: str) -> Standing | None:
        query = (
            f"select {', '.join(_COLUMNS)} from department where total is not null order by total {order}, dept limit 1"
        )
        row = engine.execute(query).fetchone()
        return None if row is None else _standing(row)

    @contextmanager
    def _opened(self) -> Iterator[duckdb.DuckDBPyConnection]:
        file = self.folder / DEPARTMENTS
        try:
            with duckdb.connect() as engine:
                engine.execute(f"create view department as select * from read_parquet('{in_sql(file)}')")
                yield engine
        except duckdb.Error as error:
            raise FileRefused("scored-no-result", folder=self.folder, file=file.name, detail=str(error)) from error


def read_result(folder: Path) -> Finished:
    """Read what a finished run says of itself. Raises FileRefused: there is none, or it did not end."""
    try:
        told = json.loads((folder / RESULT).read_text(encoding="utf-8"))
        scheme, digest = told["scheme"], told["digest"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused("scored-no-result", folder=folder, file=RESULT) from error
    return Finished(folder, {**told, "scheme": scheme, "digest": digest})


def points(carried: int | None, places: int = SCALE) -> Score | None:
    """A score that a result holds as a whole number."""
    return None if carried is None else Score(EXACT.scaleb(Decimal(carried), -places))


def exactly(score: Score | None) -> str:
    """A score with all its digits, two decimals at least, so that nobody sees 90.00 beside the grade of 89.996.

    Example:
        >>> exactly(Score.of("89.996")), exactly(Score.of("90"))
        ('89.996', '90.00')
    """
    if score is None:
        return ""
    before, _, after = score.text(SCALE).partition(".")
    return f"{before}.{after.rstrip('0').ljust(2, '0')}"


def cells(one: Standing) -> tuple[str, ...]:
    """A standing as a row of `summary.csv`."""
    values = (getattr(one, name) for name in _SHOWN)
    return tuple(
        exactly(value) if isinstance(value, Score) else "" if value is None else str(value) for value in values
    )


def _standing(row: Sequence[Any]) -> Standing:
    told = dict(zip(_COLUMNS, row, strict=True))
    for name in ("total", "reached", "adjusted"):
        told[name] = points(told[name])
    for name in ("open", "points"):
        told[name] = points(told[name], 2)
    told.update(region=told["region"] or "", department=told["department"] or "")
    return Standing(**told)


def _mean(total: int | None, number: int) -> Decimal | None:
    return half_up(Fraction(int(total or 0), number * 10**SCALE), 2) if number else None
