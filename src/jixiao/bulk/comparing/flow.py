"""The flow of grades: on the left those before, on the right those after, and bands of departments between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from jixiao.bulk.comparing.groups import Regrading
from jixiao.reports.html.build import add

TALL = 280
GAP = 8
LEAST = 18
"""A grade is at least so high that its name fits beside it."""
WIDE = 1000
"""The width of the bands in their own units; it is stretched to what there is."""

KINDS = ("same", "up", "down", "open")

Span = tuple[int, int]


def flow(figure: etree._Element, found: Sequence[Regrading], names: Mapping[str, str], words: str) -> None:
    """Draw it.

    Args:
        figure: to draw into.
        found: the pairs of grades that occur.
        names: grade → what it is called, from the best to the last.
        words: the picture in words.
    """
    order = {grade: place for place, grade in enumerate(names)}
    frame = add(figure, "div", class_="flow", role="img", aria_label=words)
    left = spans(_counted(found, "before"), order)
    right = spans(_counted(found, "after"), order)
    _side(frame, "before", left, _counted(found, "before"), names)
    drawing = add(
        frame,
        "svg",
        class_="bands",
        height=str(TALL),
        viewBox=f"0 0 {WIDE} {TALL}",
        preserveAspectRatio="none",
        aria_hidden="true",
    )
    starts, ends = _cut(found, "before", left, order), _cut(found, "after", right, order)
    # Those that stay are drawn first: those that move lie upon them.
    for one in sorted(found, key=lambda one: one.before != one.after):
        (a, b), (c, d) = starts[one], ends[one]
        half = WIDE // 2
        path = f"M0 {a}C{half} {a} {half} {c} {WIDE} {c}V{d}C{half} {d} {half} {b} 0 {b}Z"
        band = add(drawing, "path", class_=kind(one, names), d=path)
        add(band, "title", f"{names[one.before]} → {names[one.after]}: {one.departments}")
    _side(frame, "after", right, _counted(found, "after"), names)


def kind(one: Regrading, grades: Iterable[str]) -> str:
    """Whether a band stays, rises or falls, or leads to or from what is open; `grades` from the best to the last."""
    if one.before == one.after:
        return "same"
    if not (one.before and one.after):
        return "open"
    return next("up" if grade == one.after else "down" for grade in grades if grade in {one.before, one.after})


def _counted(found: Iterable[Regrading], side: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in found:
        counts[getattr(one, side)] += one.departments
    return counts


def spans(counts: Mapping[str, int], order: Mapping[str, int]) -> dict[str, Span]:
    """Top and bottom of each grade, in pixels: in proportion, but none so low that its name does not fit."""
    grades = sorted(counts, key=order.__getitem__)
    room = TALL - GAP * (len(grades) - 1) - LEAST * len(grades)
    whole = sum(counts.values())
    found: dict[str, Span] = {}
    top = 0
    for grade in grades:
        bottom = top + LEAST + room * counts[grade] // whole
        found[grade] = (top, bottom)
        top = bottom + GAP
    return found


def _cut(
    found: Sequence[Regrading], side: str, sides: Mapping[str, Span], order: Mapping[str, int]
) -> dict[Regrading, Span]:
    """The share of a grade's height that each of its bands takes, in the order of the grades on the other side."""
    other = "after" if side == "before" else "before"
    cut: dict[Regrading, Span] = {}
    for grade, (top, bottom) in sides.items():
        bands = sorted(
            (one for one in found if getattr(one, side) == grade), key=lambda one: order[getattr(one, other)]
        )
        whole, done = sum(one.departments for one in bands), 0
        for one in bands:
            start = top + (bottom - top) * done // whole
            done += one.departments
            cut[one] = (start, max(start + 1, top + (bottom - top) * done // whole))
    return cut


def _side(
    frame: etree._Element, side: str, sides: Mapping[str, Span], counts: Mapping[str, int], names: Mapping[str, str]
) -> None:
    drawing = add(frame, "svg", class_=f"side {side}", height=str(TALL), aria_hidden="true")
    is_left = side == "before"
    for grade, (top, bottom) in sides.items():
        add(
            drawing, "rect", class_="grade" if grade else "grade open", y=str(top), height=str(bottom - top), width="8",
            x="100%" if is_left else "0", **({"transform": "translate(-8 0)"} if is_left else {}),
        )  # fmt: skip
        words = f"{names[grade]} {counts[grade]}"
        place = {"x": "100%", "dx": "-14", "text_anchor": "end"} if is_left else {"x": "14", "text_anchor": "start"}
        add(drawing, "text", words, y=str((top + bottom) // 2), dy="5", **place)
