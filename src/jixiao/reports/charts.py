"""Horizontal bar charts: what is drawn (whole hundredths, axis marks, words) and the picture of it for a document."""

from __future__ import annotations

from typing import cast

from jixiao.reports.fonts import FontSet
from jixiao.reports.model import Align, Bar, Chart, Column, Live, Spans, Table, Text
from jixiao.reports.theme import POINT, WARN_MARK, clean, width_in_halves
from jixiao.reports.typst import COLOURS, compiler, faces, source

RESOLUTION = 300  # dots an inch, for print
MOST = 12
"""So many bars can be told apart; a chart of more shows the most telling ones and says so in its title."""
_MOST_SAID = 40  # characters of one label in the words of a chart
LONG_LABEL = 24  # half characters; beyond it labels take a fixed share of the width and wrap


def ticks(chart: Chart) -> tuple[tuple[int, str], ...]:
    """Marks on the axis: hundredths and label; as many equal steps (5, 4 or 2) as fall on whole hundredths.

    Example:
        >>> ticks(Chart("执行率", "%", (), 10000))
        ((0, '0'), (2000, '20'), (4000, '40'), (6000, '60'), (8000, '80'), (10000, '100'))
    """
    full = max(chart.full, 1)
    steps = next((count for count in (5, 4, 2) if full % (count * 100) == 0), 1)
    marks = (full * number // steps for number in range(steps + 1))
    return tuple((mark, hundredths_text(mark)) for mark in marks)


def hundredths_text(hundredths: int) -> str:
    """A number of hundredths without idle zeros.

    Example:
        >>> hundredths_text(10050), hundredths_text(10000)
        ('100.5', '100')
    """
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def note(chart: Chart) -> str:
    """What the mark means, when a bar carries it."""
    return f"{WARN_MARK} 为需要关注的项目" if any(bar.warn for bar in chart.bars) else ""


def words(chart: Chart) -> str:
    """The chart in words, for those who do not see it; never long, since a PDF refuses a long string."""
    told = (f"{short(bar.label)}{bar.text}{'（需要关注）' if bar.warn else ''}" for bar in chart.bars[:MOST])
    rest = f"等{len(chart.bars)}项" if len(chart.bars) > MOST else ""
    return f"横向条形图。{short(chart.title, _MOST_SAID * 5)}。单位：{chart.unit}。{'；'.join(told)}{rest}。"


def short(label: str, most: int = _MOST_SAID) -> str:
    """A label that fits into a sentence.

    Example:
        >>> short("河道清淤", 3)
        '河道…'
    """
    return label if len(label) <= most else f"{label[: most - 1]}…"


def data_table(chart: Chart) -> Table:
    """The table that stands under a chart: each bar with its figure, live where it has an address."""
    columns = (Column("名称", Align.LEFT, 3), Column(f"数值（{chart.unit}）" if chart.unit else "数值", Align.RIGHT, 2))
    return Table("", columns, tuple(((Text(bar.label),), value(bar)) for bar in chart.bars))


def value(bar: Bar) -> Spans:
    """The figure of a bar as spans, with the mark before it when it needs attention."""
    figure = Live(bar.address, bar.text) if bar.address else Text(bar.text)
    return (Text(f"{WARN_MARK} "), figure) if bar.warn else (figure,)


def drawing(chart: Chart) -> dict[str, object]:
    """The chart as the page program expects it."""
    bars = [
        {"label": clean(bar.label), "text": clean(bar.text), "hundredths": bar.hundredths, "warn": bar.warn}
        for bar in chart.bars
    ]
    return {
        "bars": bars,
        "full": max(chart.full, 1),
        "ticks": [{"at": at, "label": label} for at, label in ticks(chart)],
        "unit": clean(f"单位：{chart.unit}") if chart.unit else "",
        "long": any(width_in_halves(bar.label) > LONG_LABEL for bar in chart.bars),
        "mark": WARN_MARK,
        "note": note(chart),
    }


def png(chart: Chart, fonts: FontSet, width: int) -> bytes:
    """The chart as a PNG for print, `width` twips across."""
    given = {"width": width // POINT, "data": drawing(chart), "faces": faces(fonts), "colours": COLOURS}
    made = compiler(source("common.typ", "chart.typ", "figure.typ"), fonts, chart=given)
    picture = made.compile(format="png", ppi=RESOLUTION)
    return cast("bytes", picture)  # several pages would be a list, but the page grows with the chart
