"""One workbook laid out in the columns of a dataset, or one sentence why it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jixiao import exchange
from jixiao.bulk.storing import Columns, NotStored, columns_of
from jixiao.facts import Facts, Registry
from jixiao.facts.building import CellProblem
from jixiao.figures import Missing
from jixiao.files.errors import FileRefused
from jixiao.files.messages import text

READ = frozenset({"build-required", "build-no-such"})
"""What is wrong with a cell that was read all the same: nothing stands in it, or it names something that is not there."""

SHOWN = 3
"""So many cells are named for a workbook; `jixiao check` names all."""


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook: the file, and the name under which it stands in the dataset, which is the same on every machine."""

    file: Path
    name: str


@dataclass(frozen=True, slots=True)
class Who:
    """Whose year it is. Two workbooks of one department and year cannot both be right."""

    department: str
    year: int
    region: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was in a workbook: whose year and its columns, or the sentence why there are none."""

    who: Who | None
    columns: Mapping[str, Columns]
    refusal: str = ""


def found_in(source: Source, registry: Registry, lang: str = "zh") -> Found:
    """Read one workbook and lay it out in columns; what cannot be stored is told in a sentence."""
    try:
        built = exchange.read(source.file, registry)
    except FileRefused as refused:
        return Found(None, {}, refused.sentence(lang))
    if built.year is None:
        problems = "\n".join(item.sentence(lang) for item in built.problems)
        return Found(None, {}, text("evaluate-no-year", lang, file=source.file.name, problems=problems))
    try:
        columns = columns_of(Facts(built.year, registry), 0, source.name)
    except NotStored as problem:
        return Found(None, {}, _why(problem, built.problems, lang))
    cover = built.year.cover
    named = "" if isinstance(cover.department, Missing) else "".join(cover.department.split())
    region = "" if isinstance(cover.region, Missing) else cover.region.strip()
    return Found(Who(named, cover.year, region), columns)


def _why(problem: NotStored, cells: Sequence[CellProblem], lang: str) -> str:
    """Why a department-year was not stored: where cells were not read, the sentences of the first of them."""
    unread = [cell.sentence(lang) for cell in cells if cell.severity == "error" and cell.message_id not in READ]
    if problem.message_id != "bulk-unread" or not unread:
        return text(problem.message_id, lang, **problem.values)
    shown = "\n".join(unread[:SHOWN])
    return text("import-unread", lang, number=problem.values["number"], problems=shown)
