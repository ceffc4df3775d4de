"""Why a department has its score: the scorecard of one department of a result, made again and seen to be the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jixiao.bulk.dataset import Dataset
from jixiao.bulk.gathering import SCALE
from jixiao.bulk.lines import CODE
from jixiao.bulk.restoring import part_of, restored
from jixiao.bulk.schema import DEPT, ROW
from jixiao.facts import Facts, Registry
from jixiao.figures import EXACT, Missing, Score
from jixiao.files.errors import FileRefused
from jixiao.rules.scheme import Scheme, leaves_of
from jixiao.scoring import Line, Scorecard, score
from jixiao.scoring.because import ByRow

KINDS = ("computed", "manual", "missing", "excluded")
"""The kinds of a line by the number that the two lowest bits of its code hold."""

POINTS = 2
"""Decimal places of points, and of the scores of indicators."""

Told = tuple[int | None, int | None, int]
"""What a line comes to: points in hundredths, score, code."""


def explained(dataset: Dataset, result: Path, dept: int, scheme: Scheme, registry: Registry) -> Scorecard:
    """The scorecard of one department-year with the words behind every line: reason, step, facts.

    A result holds of each line its points, its score and the row of the decision table that gave it. The words stand in the
    scheme and their figures in the dataset, so they are made again from both, by what scores a single department; and
    each line is compared with what the result holds, so that no reason is shown beside a score that is not its own.

    Args:
        dataset: what the result was computed from.
        result: a finished run.
        dept: the number of the department-year.
        scheme: the scheme of the run.
        registry: the declarations by which the dataset was laid out.

    Raises:
        KeyError: there is no such number.
        FileRefused: a file of the dataset is not as the list says, or a line differs from the result.
    """
    facts = restored(dataset, dept, registry)
    card = score(facts, scheme)
    folder = result / part_of(dataset, dept).name
    _compare(result, ((line.code, line.code, told(line, SCALE)) for line in card.lines), _stored(folder, "leaf", dept))
    if (folder / "line.parquet").is_file():
        _compare(result, _indicators(card, scheme, facts), _stored(folder, "line", dept))
    return card


def told(line: Line, places: int) -> Told:
    """What a line comes to, as a result holds it; its score with so many decimal places."""
    row = line.because.outcome.row if isinstance(line.because, ByRow) else 0
    return whole(line.points, POINTS) or 0, whole(line.score, places), 4 * row + KINDS.index(line.kind)


def whole(score: Score | Missing, places: int) -> int | None:
    """A score as a whole number, None where it is missing."""
    return None if isinstance(score, Missing) else int(EXACT.scaleb(score.points, places))


def _indicators(card: Scorecard, scheme: Scheme, facts: Facts) -> Iterator[tuple[str, str, Told]]:
    """Number of each indicator that a line gathers, its row in the sheet, and what it comes to."""
    trees = (scheme.roots, *(variant.roots for variant in scheme.variants))
    leaves = (leaf for tree in trees for leaf in leaves_of(tree))
    of_projects = {leaf.code for leaf in leaves if leaf.lines is not None and leaf.lines.over == "projects"}
    rows = {record.no: str(place) for place, record in enumerate(facts.year.indicator, 1)}
    for leaf in card.lines:
        for detail in leaf.details:
            for line in detail.details if leaf.code in of_projects else (detail,):
                points, scored, code = told(line, POINTS)
                yield line.code, rows[line.code], (points, None if line.kind == "excluded" else scored, code)


def _stored(folder: Path, name: str, dept: int) -> Mapping[str, list[Told]]:
    """Leaf, or row of an indicator → the lines of the result under it."""
    import pyarrow.parquet as pq  # noqa: PLC0415 – an extra that only bulk needs

    key = "leaf" if name == "leaf" else ROW
    columns = [key, "points", "score", CODE]
    read = pq.read_table(folder / f"{name}.parquet", columns=columns, filters=[(DEPT, "=", dept)])
    found: dict[str, list[Told]] = {}
    for row in read.to_pylist():
        found.setdefault(str(row[key]), []).append((row["points"], row["score"], row[CODE]))
    return found


def _compare(result: Path, made: Iterable[tuple[str, str, Told]], stored: Mapping[str, list[Told]]) -> None:
    for name, key, line in made:
        if not any(_same(line, one) for one in stored.get(key, ())):
            raise FileRefused("bulk-not-the-same", folder=result, line=name, detail=f"{line} {stored.get(key)}")


def _same(made: Told, stored: Told) -> bool:
    """Whether they are one line. What a sentence explains has no row in a scorecard, though it may have one in a result."""
    by_row = made[2] >> 2
    return made[:2] == stored[:2] and made[2] & 3 == stored[2] & 3 and (not by_row or by_row == stored[2] >> 2)
