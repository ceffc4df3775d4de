"""The pictures of a comparison: drawn as SVG that scales in width only, so that words stay legible on a phone and on paper.

Lengths across are percentages, lengths down are pixels. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from jixiao.bulk.comparing.groups import Bin
from jixiao.reports.html.build import add

TALL = 220
"""Height of the columns of a distribution."""
AXIS = 20
"""Below them, for what stands under a column."""
MOST_LABELS = 10
"""So many labels stand side by side on a phone."""
MOST_WAYS = 30
"""So many lines are drawn; of more, a table says more."""
FEWEST = 12
"""There is room for so many columns at least, so that two do not fill the whole width."""
STEPS = (1, 2, 5, 10, 20, 50, 100)


def percent(part: int, whole: int) -> str:
    """A length as a percentage with two places: `percent(1, 3)` is 33.33%."""
    share = part * 10_000 // whole
    return f"{share // 100}.{share % 100:02d}%"


def step_of(span: int) -> int:
    """The smallest usual step that leaves at most ten labels over a span."""
    return next((step for step in STEPS if span <= MOST_LABELS * step), span // MOST_LABELS + 1)


def legend(figure: etree._Element, entries: Sequence[tuple[str, str]]) -> None:
    """What the marks mean: (class, words)."""
    line = add(figure, "p", class_="legend")
    for kind, words in entries:
        item = add(line, "span")
        add(item, "i", class_=kind, aria_hidden="true")
        add(item, "span", words)


def columns(figure: etree._Element, bins: Sequence[Bin], words: str) -> None:
    """Two columns for each whole point: departments before, departments after."""
    most = max(max(one.before, one.after) for one in bins)
    step = step_of(most)
    top = -(-most // step) * step
    frame = add(figure, "div", class_="columns", role="img", aria_label=words)
    marks = add(frame, "svg", class_="marks", height=str(TALL + AXIS), aria_hidden="true")
    drawing = add(frame, "svg", height=str(TALL + AXIS), aria_hidden="true")
    every = max(step, step_of(top) if top > step else step)
    for value in range(0, top + 1, _wider(every, top)):
        y = str(TALL - (TALL - 10) * value // top)
        add(marks, "text", str(value), x="100%", y=y, dy="4", text_anchor="end")
        add(drawing, "line", class_="rule", x1="0", x2="100%", y1=y, y2=y)
    slots = max(len(bins), FEWEST) * 10
    start = (slots - len(bins) * 10) // 2
    apart = step_of(len(bins))
    for place, one in enumerate(bins):
        for kind, number, inset in (("before", one.before, 1), ("after", one.after, 5)):
            if number:
                height = max(1, (TALL - 10) * number // top)
                bar = add(
                    drawing, "rect", class_=kind, x=percent(start + place * 10 + inset, slots), y=str(TALL - height),
                    width=percent(4, slots), height=str(height),
                )  # fmt: skip
                add(bar, "title", f"{one.low}: {number}")
        if one.low % apart == 0:
            add(
                drawing,
                "text",
                str(one.low),
                x=percent(start + place * 10 + 5, slots),
                y=str(TALL + AXIS - 4),
                text_anchor="middle",
            )


def _wider(step: int, top: int) -> int:
    """A step that leaves at most five lines."""
    while top // step > 5:
        step *= 2
    return step


@dataclass(frozen=True, slots=True)
class Way:
    """A mark before and one after on a common scale, in millionths; what it is called, and its figures in words."""

    label: str
    before: int
    after: int
    told: str


def ways(figure: etree._Element, found: Sequence[Way], words: str) -> None:
    """A line for each: a ring where it was, a dot where it is."""
    million = 10**6
    low = min(min(one.before, one.after) for one in found) // million
    high = -(-max(max(one.before, one.after) for one in found) // million)
    step = step_of(max(high - low, 1) * 2)
    low, high = low // step * step, max(-(-high // step) * step, low // step * step + step)
    span = (high - low) * million
    frame = add(figure, "div", class_="ways", role="img", aria_label=words)
    for one in found:
        row = add(frame, "div", class_=f"way {'down' if one.after < one.before else 'up'}", aria_hidden="true")
        add(row, "span", one.label, class_="label")
        add(row, "span", one.told, class_="value")
        drawing = add(row, "svg", height="20")
        for value in range(low, high + 1, step):
            x = percent((value - low) * million, span)
            add(drawing, "line", class_="rule", x1=x, x2=x, y1="0", y2="20")
        x1, x2 = (percent(value - low * million, span) for value in (one.before, one.after))
        add(drawing, "line", class_="path", x1=x1, x2=x2, y1="10", y2="10")
        add(drawing, "circle", class_="ring", cx=x1, cy="10", r="5")
        add(drawing, "circle", class_="dot", cx=x2, cy="10", r="5")
    row = add(frame, "div", class_="way", aria_hidden="true")
    axis = add(row, "svg", height="16")
    for value in range(low, high + 1, step):
        add(axis, "text", str(value), x=percent((value - low) * million, span), y="12", text_anchor="middle")
