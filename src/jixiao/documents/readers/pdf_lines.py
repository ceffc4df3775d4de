"""Runs become lines, and lines stand in the order in which a person reads them, one column after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

from jixiao.documents.readers.pdf_sheet import Run, Sheet, said

LEAST_ROWS = 5  # fewer lines side by side are a form, a signature or a table without rules
WORDY = 9  # characters of the middle run of a column of running text


@dataclass(frozen=True, slots=True)
class Line:
    """Runs side by side on one page.

    Attributes:
        sheet: the number of the page, from 0.
        column: the number of the column of text in which it stands, counted over the page from the top.
        runs: from left to right; more than one where there are wide gaps.
        text: its characters, a space for each wide gap.
    """

    sheet: int
    runs: tuple[Run, ...]
    text: str
    column: int = 0

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.runs[-1].right

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(run.top for run in self.runs)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(run.bottom for run in self.runs)

    @property
    def em(self) -> float:
        """About the size of its type."""
        return max(run.em for run in self.runs)


def lines(sheet: Sheet, number: int, found: list[Run]) -> list[Line]:
    """The runs of a page as lines in reading order.

    Args:
        sheet: the page.
        number: its number, from 0.
        found: the runs that stand in no table.
    """
    rows = rows_of(found)
    gutter = _gutter(sheet, rows)
    ordered: list[Line] = []
    column = 0
    for divided, group in groupby(rows, key=lambda row: _is_divided(row, gutter)):
        band = list(group)
        if not divided or not _in_columns(band):
            ordered.extend(line_of(sheet, number, row) for row in band)
            continue
        for is_right in (False, True):
            column += 1
            sides = ([run for run in row if (run.left > gutter) is is_right] for row in band)
            ordered.extend(line_of(sheet, number, side, column) for side in sides if side)
    return ordered


def rows_of(found: list[Run]) -> list[list[Run]]:
    """Runs on the same height, each row from left to right, rows from the top."""
    rows: list[list[Run]] = []
    height = em = 0.0
    for run in sorted(found, key=lambda run: run.middle):
        if rows and run.middle - height <= 0.45 * min(em, run.em):
            rows[-1].append(run)
        else:
            rows.append([run])
            height, em = run.middle, run.em
    for row in rows:
        row.sort(key=lambda run: run.left)
    return rows


def _gutter(sheet: Sheet, rows: list[list[Run]]) -> float:
    """Where most rows leave a gap about the middle of the page."""
    gaps = [(before.right, after.left) for row in rows for before, after in pairwise(row)]
    places = [sheet.width * share / 100 for share in range(38, 63)]
    return max(places, key=lambda x: sum(1 for left, right in gaps if left < x < right))


def _is_divided(row: list[Run], gutter: float) -> bool:
    """Whether a row leaves the gutter free and has not more than one run on each side of it."""
    if len(row) > 2 or any(run.left < gutter < run.right for run in row):
        return False
    return len(row) < 2 or row[0].right < gutter < row[1].left


def _in_columns(band: list[list[Run]]) -> bool:
    """Whether rows that leave the gutter free are two columns of running text: enough side by side, and wordy."""
    lengths = sorted(run.end - run.start for row in band if len(row) == 2 for run in row)
    return len(lengths) >= 2 * LEAST_ROWS and lengths[len(lengths) // 2] >= WORDY


def line_of(sheet: Sheet, number: int, row: list[Run], column: int = 0) -> Line:
    """The line of the runs of a row."""
    text = " ".join(said(sheet.text, run) for run in row)
    return Line(number, tuple(row), text, column)
