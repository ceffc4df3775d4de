"""Ruled lines that touch each other form grids; a cell is what no line divides."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.documents.readers.pdf_sheet import Box

TOUCH = 3.0  # points between lines that a person sees as one, or as touching
SHORT = 7.0
MOST = 200_000  # pairs of lines compared on one page

Stroke = tuple[float, float, float]  # where it stands; from, to


@dataclass(frozen=True, slots=True)
class Area:
    """A cell: rows and columns of the grid that it covers, counted from 0."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: the places of its lines, its cells row by row, and for each field of the grid its cell's number."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """The outer edges."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point, None outside."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.owners[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def grids(rules: Sequence[Box]) -> list[Grid]:
    """The grids of a page from above; frames around a single field are none."""
    level = _merged([((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in rules if x1 - x0 >= y1 - y0])
    upright = _merged([((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in rules if x1 - x0 < y1 - y0])
    if not level or not upright or len(level) * len(upright) > MOST:
        return []
    found = [grid for part in _parts(level, upright) if (grid := _grid(*part)) is not None]
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes on the same line as one, doubled ones and dashes too; short ones left out."""
    strokes.sort()
    rows: list[list[Stroke]] = []
    for stroke in strokes:
        if rows and stroke[0] - rows[-1][0][0] <= TOUCH:
            rows[-1].append(stroke)
        else:
            rows.append([stroke])
    merged: list[Stroke] = []
    for row in rows:
        place = row[len(row) // 2][0]
        ends = sorted((start, end) for _, start, end in row)
        start, stop = ends[0]
        for begin, end in ends[1:]:
            if begin <= stop + TOUCH:
                stop = max(stop, end)
            else:
                merged.append((place, start, stop))
                start, stop = begin, end
        merged.append((place, start, stop))
    return [stroke for stroke in merged if stroke[2] - stroke[1] >= SHORT]


def _parts(level: list[Stroke], upright: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Lines that hang together: horizontal ones and vertical ones of each drawing."""
    root = list(range(len(level) + len(upright)))

    def find(index: int) -> int:
        while root[index] != index:
            root[index] = root[root[index]]
            index = root[index]
        return index

    for number, (x, top, bottom) in enumerate(upright, len(level)):
        for index in range(_first(level, top - TOUCH), _first(level, bottom + TOUCH)):
            if level[index][1] - TOUCH <= x <= level[index][2] + TOUCH:
                root[find(index)] = find(number)
    parts: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index, stroke in enumerate(level):
        parts[find(index)][0].append(stroke)
    for index, stroke in enumerate(upright, len(level)):
        parts[find(index)][1].append(stroke)
    return [part for part in parts.values() if len(part[0]) > 1 and part[1]]


def _first(strokes: list[Stroke], place: float) -> int:
    return bisect_right(strokes, (place, -1e9, -1e9))


def _grid(level: list[Stroke], upright: list[Stroke]) -> Grid | None:
    """The grid of lines that hang together; sides that nobody drew are where the lines across them end."""
    left, right = min(stroke[1] for stroke in level), max(stroke[2] for stroke in level)
    top, bottom = min(stroke[1] for stroke in upright), max(stroke[2] for stroke in upright)
    xs = _places([*(stroke[0] for stroke in upright), left, right])
    ys = _places([*(stroke[0] for stroke in level), top, bottom])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    walls = _covered(upright, xs, ys)
    floors = _covered(level, ys, xs)
    areas, owners = _areas(walls, floors, len(ys) - 1, len(xs) - 1)
    return Grid(tuple(xs), tuple(ys), tuple(areas), owners) if len(areas) > 1 else None


def _places(places: list[float]) -> list[float]:
    """The same places, those that a person sees as one once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > TOUCH:
            found.append(place)
    return found


def _covered(strokes: list[Stroke], places: list[float], across: list[float]) -> set[tuple[int, int]]:
    """(number of the line, number of the field along it) wherever a stroke runs along a field."""
    found: set[tuple[int, int]] = set()
    for place, start, end in strokes:
        number = max(bisect_right(places, place) - 1, 0)
        if number + 1 < len(places) and places[number + 1] - place < abs(place - places[number]):
            number += 1
        for field in range(max(bisect_right(across, start) - 1, 0), len(across) - 1):
            if across[field] > end:
                break
            middle = (across[field] + across[field + 1]) / 2
            if start <= middle <= end:
                found.add((number, field))
    return found


def _areas(
    walls: set[tuple[int, int]], floors: set[tuple[int, int]], height: int, width: int
) -> tuple[list[Area], tuple[tuple[int, ...], ...]]:
    """Fields that no line divides as cells: first to the right, then down as long as the whole row of fields is open."""
    owners = [[-1] * width for _ in range(height)]
    areas: list[Area] = []
    for row in range(height):
        for column in range(width):
            if owners[row][column] >= 0:
                continue
            right = column + 1
            while right < width and (right, row) not in walls and owners[row][right] < 0:
                right += 1
            below = row + 1
            while below < height and _open(walls, floors, below, column, right):
                below += 1
            for covered in range(row, below):
                owners[covered][column:right] = [len(areas)] * (right - column)
            areas.append(Area(row, column, below - row, right - column))
    return areas, tuple(map(tuple, owners))


def _open(walls: set[tuple[int, int]], floors: set[tuple[int, int]], row: int, left: int, right: int) -> bool:
    """Whether the fields of a row belong to the cell above them: no line over them, none between them."""
    return not any((row, column) in floors for column in range(left, right)) and not any(
        (column, row) in walls for column in range(left + 1, right)
    )
