"""The ruled lines of a PDF page: thin filled bars, strokes, and the edges of stroked boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from jixiao.documents.readers.pdf_sheet import Box

OBJECTS = 30_000  # looked at on one page; a drawing with more is no table
SEGMENTS = 60_000
DEPTH = 4  # of forms in forms
THIN = 3.0
SHORT = 4.0

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def rules_of(page: Any) -> tuple[list[Box], float]:
    """The ruled lines of a page, and the area that its images cover.

    Args:
        page: of pypdfium2.

    Returns:
        Lines in the page's own space (left, bottom, right, top), thinner than `THIN` in one direction; square points.
    """
    found: list[Box] = []
    pictures = 0.0
    left = SEGMENTS
    for item, matrix in _objects(page):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = _bounds(item, matrix)
            pictures += (x1 - x0) * (y1 - y0)
            continue
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not raw.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
            continue
        box = _bounds(item, matrix)
        if min(box[2] - box[0], box[3] - box[1]) <= THIN:
            found.append(box)
        elif left > 0 and (count := raw.FPDFPath_CountSegments(item)) > 0:
            left -= count
            found.extend(_edges(item, min(count, SEGMENTS), matrix, filled=not stroke.value))
    return [box for box in found if max(box[2] - box[0], box[3] - box[1]) >= SHORT], pictures


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Paths and images of a page and of the forms on it, with the matrix of their form."""
    budget = OBJECTS
    stack: list[tuple[Any, int, int, Matrix, bool]] = [(page, raw.FPDFPage_CountObjects(page), 0, IDENTITY, True)]
    while stack:
        holder, count, depth, matrix, is_page = stack.pop()
        get = raw.FPDFPage_GetObject if is_page else raw.FPDFFormObj_GetObject
        for index in range(min(count, budget)):
            item = get(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE}:
                yield item, matrix
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEPTH:
                own = _times(_matrix(item), matrix)
                stack.append((item, raw.FPDFFormObj_CountObjects(item), depth + 1, own, False))
        budget -= max(count, 0)
        if budget <= 0:
            return


def _edges(path: Any, count: int, matrix: Matrix, *, filled: bool) -> Iterator[Box]:
    """The straight horizontal and vertical strokes of a path; of a filled one the parts that are as thin as a rule."""
    matrix = _times(_matrix(path), matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []

    def told() -> Iterator[Box]:
        if filled and points:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= THIN:
                yield min(xs), min(ys), max(xs), max(ys)
            return
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(x0 - x1) <= 0.5 or abs(y0 - y1) <= 0.5:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from told()
            points.clear()
        if kind != raw.FPDF_SEGMENT_BEZIERTO and raw.FPDFPathSegment_GetPoint(segment, x, y):
            points.append(_moved(x.value, y.value, matrix))
        if points and raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield from told()


def _bounds(item: Any, matrix: Matrix) -> Box:
    """The box of an object on its page, y counted from below."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return 0.0, 0.0, 0.0, 0.0
    if matrix is IDENTITY:
        return left.value, bottom.value, right.value, top.value
    x0, y0 = _moved(left.value, bottom.value, matrix)
    x1, y1 = _moved(right.value, top.value, matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _matrix(item: Any) -> Matrix:
    own = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, own):
        return IDENTITY
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
