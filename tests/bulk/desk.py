"""What the tests of bulk put on the desk: the broken and unbroken copies of the example as one dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from tests.checks.desk import cases, edited, example

from jixiao.bulk.dataset import Writer
from jixiao.bulk.storing import Columns, columns_of
from jixiao.facts import DepartmentYear, Facts
from jixiao.figures import MISSING, Missing, Score
from jixiao.rules.registry import registry
from jixiao.scoring import Line

SCALE = 10**6
KINDS = ("computed", "manual", "missing", "excluded")


@cache
def departments() -> Mapping[str, Facts]:
    """The example, some of its broken copies, and what those do not touch: no weights, nothing that applies, judged lines."""
    found = {repr(case): edited(example(), case.edits) for case in cases()[::5] if case.edits and not case.cells}
    found["example"] = example()
    found.update(special(example()))
    return {name: Facts(year, registry()) for name, year in found.items()}


def special(year: DepartmentYear) -> Iterator[tuple[str, DepartmentYear]]:
    """Years for the corners of the operators."""
    bare = tuple(replace(one, weight=MISSING) for one in year.indicator)
    yield "no-weights", replace(year, indicator=bare)
    yield "some-weights", replace(year, indicator=bare[:3] + year.indicator[3:])
    yield "no-indicators", replace(year, indicator=())
    yield "nothing-applies", replace(year, indicator=tuple(replace(one, operator="不适用") for one in year.indicator))
    yield (
        "all-agreed",
        replace(
            year, indicator=tuple(replace(one, operator="不适用", consent="某财〔2023〕1号") for one in year.indicator)
        ),
    )
    yield "no-key-project", replace(year, project=tuple(replace(one, key_task=False) for one in year.project))
    yield "all-key-projects", replace(year, project=tuple(replace(one, key_task=True) for one in year.project))
    yield "no-budget", replace(year, budget=())
    yield (
        "no-weights-no-key",
        replace(year, indicator=bare, project=tuple(replace(one, key_task=False) for one in year.project)),
    )


def write(folder: Path, indicators: int) -> Mapping[int, tuple[str, Facts]]:
    """All departments as a dataset in parts of about so many indicators; number → name and facts."""
    with Writer(folder, registry(), indicators) as writer:
        return {writer.take(columns): (name, departments()[name]) for name, columns in laid_out().items()}


@cache
def laid_out() -> Mapping[str, Mapping[str, Columns]]:
    """The departments as columns: laid out once, however many datasets are made of them."""
    return {name: columns_of(facts, 1, name) for name, facts in departments().items()}


def relation(out: Path, name: str, columns: str) -> list[tuple[Any, ...]]:
    """Rows of a result, over all its parts."""
    files = ", ".join(f"'{file}'" for file in sorted(out.glob(f"part-*/{name}.parquet")))
    with duckdb.connect() as engine:
        return engine.execute(f"select {columns} from read_parquet([{files}])").fetchall()


def worth(score: Score | Missing, scale: int = SCALE) -> int | None:
    """A score as a result holds it."""
    return None if isinstance(score, Missing) else int(score.points * scale)


def told(line: Line) -> tuple[int | None, int | None, str]:
    """Points in hundredths, score, kind: what a line comes to."""
    return worth(line.points, 100), worth(line.score), line.kind
