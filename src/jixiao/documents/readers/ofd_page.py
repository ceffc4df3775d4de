"""One page of an OFD as a sheet: where each character stands, and the lines that are drawn."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from jixiao.documents.readers.pdf_sheet import Box

POINTS = 72 / 25.4  # OFD counts in millimetres
DEPTH = 12  # of blocks in blocks
NUMBERS = 100_000  # of one attribute
THIN = 3.0
Matrix = tuple[float, float, float, float, float, float]
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d{1,2})?")
_PATH = re.compile(r"[MSLQBAC]|[-+]?\d*\.?\d+(?:[eE][-+]?\d{1,2})?")
_POINTS_OF = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}

Letter = tuple[str, Box]


def local(element: Any) -> str:
    """A tag without its namespace; versions of the standard differ in it."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def numbers(text: str | None) -> list[float]:
    """The numbers of an attribute; whatever is none is passed over."""
    found = [float(match[0]) for match in _NUMBER.finditer((text or "")[: NUMBERS * 8])]
    return [number if math.isfinite(number) and abs(number) < 1e6 else 0.0 for number in found]


def objects(page: Any) -> Iterator[Any]:
    """The text and path objects of a page or template, layer by layer."""
    stack = [(page, 0)]
    while stack:
        element, depth = stack.pop()
        name = local(element)
        if name in {"TextObject", "PathObject"}:
            if element.get("Visible") != "false":
                yield element
        elif depth < DEPTH:
            stack.extend((child, depth + 1) for child in reversed(element))


def letters(item: Any) -> Iterator[Letter]:
    """The characters of a text object with their boxes in points.

    Each `TextCode` begins at X, Y (the base line) within the boundary of its object; DeltaX and DeltaY are the steps from
    one character to the next, "g n d" standing for n times d.
    """
    size = (numbers(item.get("Size")) or [4.0])[0]
    corner = [*numbers(item.get("Boundary")), 0.0, 0.0][:2]
    move = _mover(numbers(item.get("CTM")))
    stretch = (numbers(item.get("HScale")) or [1.0])[0]
    x = y = 0.0
    for code in item:
        if local(code) != "TextCode":
            continue
        text = code.text or ""
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        for letter in text:
            step, sink = next(across, None), next(down, 0.0)
            wide = size * stretch * (1.0 if letter > "\u2e7f" else 0.5)
            corners = [move(x, y - 0.85 * size), move(x + wide, y + 0.15 * size)]
            xs = [(corner[0] + px) * POINTS for px, _ in corners]
            ys = [(corner[1] + py) * POINTS for _, py in corners]
            yield letter, (min(xs), min(ys), max(xs), max(ys))
            x += step if step is not None else (0.0 if sink else wide)
            y += sink


def _steps(text: str | None) -> Iterator[float]:
    """The steps of DeltaX, repeats written out."""
    words = (text or "").split()[:NUMBERS]
    index = 0
    while index < len(words):
        if words[index] == "g" and index + 2 < len(words):
            count, step = numbers(words[index + 1]), numbers(words[index + 2])
            for _ in range(min(int(count[0]) if count else 0, NUMBERS)):
                yield step[0] if step else 0.0
            index += 3
            continue
        yield from numbers(words[index])[:1]
        index += 1


def _mover(values: list[float]) -> Callable[[float, float], tuple[float, float]]:
    if len(values) < 6:
        return lambda x, y: (x, y)
    a, b, c, d, e, f = values[:6]
    return lambda x, y: (a * x + c * y + e, b * x + d * y + f)


def rules(item: Any) -> Iterator[Box]:
    """The horizontal and vertical lines of a path object in points, and a filled bar as one."""
    corner = [*numbers(item.get("Boundary")), 0.0, 0.0][:2]
    move = _mover(numbers(item.get("CTM")))
    filled = item.get("Fill") == "true" and item.get("Stroke") == "false"
    for child in item:
        if local(child) != "AbbreviatedData":
            continue
        for part in _parts(child.text or ""):
            points = [
                ((corner[0] + px) * POINTS, (corner[1] + py) * POINTS) for px, py in (move(x, y) for x, y in part)
            ]
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if min(box[2] - box[0], box[3] - box[1]) <= THIN:
                yield box
            elif not filled:
                for (x0, y0), (x1, y1) in pairwise(points):
                    if abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5:
                        yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _parts(data: str) -> Iterator[list[tuple[float, float]]]:
    """The points of each drawn part of a path; of a curve its end."""
    points: list[tuple[float, float]] = []
    command, held = "", list[float]()
    for match in _PATH.finditer(data[: NUMBERS * 8]):
        word = match[0]
        if word in _POINTS_OF:
            if word in {"M", "S"} and points:
                yield points
                points = []
            if word == "C" and points:
                points.append(points[0])
            command, held = word, []
            continue
        held.append(float(word))
        if command and len(held) == _POINTS_OF[command]:
            if all(math.isfinite(value) and abs(value) < 1e6 for value in held[-2:]):
                points.append((held[-2], held[-1]))
            held = []
    if points:
        yield points
