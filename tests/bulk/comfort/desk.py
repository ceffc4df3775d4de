"""What the tests of comfort put on the desk: a few departments over years, written as rows, scored, and asked for signals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from jixiao.bulk.comfort.rules import rules
from jixiao.bulk.comfort.signals import compute
from jixiao.bulk.dataset import read_dataset, write_list, write_part
from jixiao.bulk.run import Order, score_dataset
from jixiao.bulk.schema import tables
from jixiao.bulk.scored import Scored, Within, opened, read_scored
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

SCHEME = "gd-2022-reconstructed"
UNIT = 10**4
SIGNS = ("＞", "≥", "＝", "＜", "≤", "定性")

Rows = Sequence[Mapping[str, Any]]
Sheets = Mapping[str, Rows]


def year_of(department: str, year: int, region: str = "440100", **sheets: Rows) -> Sheets:
    """A department-year of nothing but its cover and the sheets that are named."""
    cover = {"year": year, "department": department, "region": region}
    return {"cover": [cover], "management": [{}], **sheets}


def measured(no: str, name: str, target: int | str, used: int | str, sign: str = "≥", **more: Any) -> Mapping[str, Any]:
    """An indicator of the department with its figures as a sheet shows them."""
    figures = {"target": carried(target), "actual": carried(used), "used": carried(used)}
    found = {
        "no": no,
        "owner": "部门",
        "owner_row": 0,
        "lv1": 1,
        "name": name,
        "unit": "项",
        "weight": 1000,
        "due_set": 0,
    }
    return {**found, "operator": SIGNS.index(sign), **figures, **more}


def judged(no: str, name: str, given: str, state: int = 0) -> Mapping[str, Any]:
    """A qualitative indicator of 10 points."""
    found = {"no": no, "owner": "部门", "owner_row": 0, "lv1": 1, "name": name, "weight": 1000, "due_set": 0}
    return {**found, "operator": SIGNS.index("定性"), "state": state, "judged": carried(given) // 100}


def carried(figure: int | str) -> int:
    """A figure with four places as a whole number: 99.73 is 997300."""
    whole, _, rest = str(figure).partition(".")
    return int(whole + rest.ljust(4, "0"))


def scored(folder: Path, years: Sequence[Sheets]) -> Scored:
    """Write department-years, numbered from 1, as a dataset and score them."""
    layout = tables(registry())
    columns: dict[str, dict[str, list[Any]]] = {name: {c.name: [] for c in t.columns} for name, t in layout.items()}
    for dept, sheets in enumerate(years, 1):
        for name, rows in sheets.items():
            for place, row in enumerate(rows, 1):
                for column, values in columns[name].items():
                    values.append({"dept": dept, "row": place, **row}.get(column))
    write_list(folder / "data", [write_part(folder / "data", "part-00001", layout, columns, len(years))])
    score_dataset(read_dataset(folder / "data"), load_scheme(SCHEME), registry(), folder / "result", Order(lines=False))
    return read_scored(folder / "data", folder / "result")


@contextmanager
def computed(folder: Path, years: Sequence[Sheets], lang: str = "zh") -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with the signals of some department-years."""
    with opened(scored(folder, years), folder, Within(memory="500MB", threads=1)) as engine:
        compute(engine, rules(), registry(), lang)
        yield engine


def signals(folder: Path, years: Sequence[Sheets], kind: str, lang: str = "zh") -> list[tuple[int, str, str]]:
    """The signals of one kind: number of the department-year, address, sentence."""
    with computed(folder, years, lang) as engine:
        return engine.execute(
            "select dept, address, sentence from signals where kind = ? order by all", [kind]
        ).fetchall()
