"""The ruled lines of a scanned page, told from the strokes of its characters, and how far it lies askew."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from jixiao.documents.readers.pdf_sheet import Box

Quad = Sequence[Sequence[float]]  # upper left, upper right, lower right, lower left

LEVEL = 60  # pixels of the shortest horizontal rule; a character of 16 points is 38 wide
UPRIGHT = 44  # a row of a table is about 50 high
THICK = 9
MOST = 3000  # rules of a page; a picture with more is a photograph


def levelled(quads: Sequence[Quad]) -> float:
    """The slope of the lines of a page, from those long enough to tell; 0 for one that lies straight."""
    slopes = sorted(
        (right[1] - left[1]) / (right[0] - left[0]) for left, right, *_ in quads if right[0] - left[0] > 200
    )
    slope = slopes[len(slopes) // 2] if slopes else 0.0
    return slope if abs(slope) < 0.1 else 0.0


def rules_in(picture: Any, slope: float, scale: float) -> Iterator[Box]:
    """The ruled lines of a picture in points, after it is laid straight.

    Args:
        picture: rows × columns × colours.
        slope: of its lines.
        scale: points a pixel.
    """
    cv2, numpy = import_module("cv2"), import_module("numpy")
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if abs(slope) > 0.001:
        # the same turn as that of the characters: x + slope·y, y - slope·x
        turn = numpy.array([[1.0, slope, 0.0], [-slope, 1.0, 0.0]])
        grey = cv2.warpAffine(grey, turn, (grey.shape[1], grey.shape[0]), borderValue=255)
    dark = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    for size in ((LEVEL, 1), (1, UPRIGHT)):
        gap = (5, 1) if size[0] > 1 else (1, 9)
        whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, numpy.ones(gap[::-1], numpy.uint8))
        found = cv2.morphologyEx(whole, cv2.MORPH_OPEN, numpy.ones(size[::-1], numpy.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(found)
        boxes = stats[1:].tolist()  # the first is the paper
        if len(boxes) > MOST:
            return
        for left, top, width, height, _ in boxes:
            if (height if size[0] > 1 else width) <= THICK:
                yield left * scale, top * scale, (left + width) * scale, (top + height) * scale


def outside(rules: Sequence[Box], lines: Sequence[Box]) -> list[Box]:
    """The rules that are no strokes of characters: those that do not lie within a line of text.

    A rule between two columns may run through a line that the recogniser took for one; it is higher than the line.
    """
    kept: list[Box] = []
    ordered = sorted(lines, key=lambda line: line[1])
    tops = [line[1] for line in ordered]
    highest = max((bottom - top for _, top, _, bottom in lines), default=0.0)
    for left, top, right, bottom in rules:
        middle = (top + bottom) / 2
        near = ordered[bisect_left(tops, middle - highest) : bisect_right(tops, middle)]
        for x0, y0, x1, y1 in near:
            height = y1 - y0  # strokes run together with the rule beside the text
            if x0 - height <= left and right <= x1 + height and y0 <= middle <= y1 and bottom - top <= 1.2 * height:
                break
        else:
            kept.append((left, top, right, bottom))
    return kept
