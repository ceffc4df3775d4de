"""Charts whose titles state what they show: execution by unit, lost points by line, projects that spend slowly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jixiao.facts import Address
from jixiao.figures import Ratio, Score, half_up, write_chinese
from jixiao.reports.charts import MOST
from jixiao.reports.model import Bar, Block, Chart, Paragraph
from jixiao.reports.writing.formats import shown
from jixiao.reports.writing.lists import counting
from jixiao.reports.writing.pen import Pen, first_or, quoted
from jixiao.reports.writing.scores import lost_lines
from jixiao.reports.writing.spot import Spot

_WHOLE = Fraction(1)
_STEP = Fraction(1, 20)
_HALF = 50


def charts(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """The charts that there are figures for. Option `slow`: the percentage below which a project counts as slow."""
    limit = Ratio.from_percent(spot.option("slow", "100"))
    made = [chart for chart in (by_unit(pen, limit), lost(pen), slow_projects(pen, limit)) if chart is not None]
    return tuple(made) or (Paragraph(pen.say("没有可供制图的数据。")),)


def by_unit(pen: Pen, limit: Ratio) -> Chart | None:
    """Execution rates of the units, with the lowest named."""
    units = pen.spending_units
    places = [(pen.unit_name(key), pen.facts.at("unit", key, "rate")) for key in units]
    bars = _rate_bars(pen, places, limit)
    if not bars:
        return None
    shown_bars = bars if len(bars) <= MOST else sorted(bars, key=lambda bar: bar.hundredths)[:MOST]
    rates = {label: rate for label, where in places if isinstance(rate := pen.facts.value(where), Ratio)}
    lowest = min(rates, key=lambda label: rates[label].value)
    floor = rates[lowest].value // _STEP * _STEP
    count = counting(len(bars))
    title = f"{count}个单位执行率均在百分之{write_chinese(int(floor * 100))}以上，{lowest}最低"
    if len(bars) == 1:
        title = f"{lowest}的预算执行率"
    elif floor <= 0:
        title = f"{count}个单位中{lowest}执行率最低"
    title += _drawn(len(bars), "最低")
    return Chart(title, "%", tuple(shown_bars), full=max(10000, *(bar.hundredths for bar in shown_bars)))


def _drawn(count: int, which: str) -> str:
    """What a chart shows where it cannot show all."""
    return f"（图中为{which}的{write_chinese(MOST)}个）" if count > MOST else ""


def _rate_bars(pen: Pen, places: list[tuple[str, Address]], limit: Ratio) -> list[Bar]:
    bars = []
    for label, where in places:
        rate = pen.facts.value(where)
        if isinstance(rate, Ratio):
            bars.append(Bar(label, _hundredths(rate.value * 100), shown(rate), where, warn=rate < limit))
    return bars


def _hundredths(value: Fraction | Decimal) -> int:
    return int(half_up(value, 2) * 100)


def lost(pen: Pen) -> Chart | None:
    """Lost points by line, the largest first; the title says how few lines make up half of the loss."""
    found = [(line, line.lost) for line in lost_lines(pen) if isinstance(line.lost, Score)]
    if not found:
        return None
    found.sort(key=lambda pair: (-pair[1].points, pair[0].code))
    whole = Score.sum(points for _, points in found)
    few, running = 0, Score.zero()
    while running * 2 < whole:
        running += found[few][1]
        few += 1
    bars = tuple(
        Bar(f"{line.code}{line.name}", _hundredths(points.points), shown(points), pen.facts.at("lost", line.code))
        for line, points in found[:MOST]
    )
    title = f"失分最多的是{quoted(found[0][0].name)}"
    if few < len(found):
        title += f"，{'这一项' if few == 1 else f'前{counting(few)}项'}占全部失分一半以上"
    title += _drawn(len(found), "失分最多")
    return Chart(title, "分", bars, full=-(-bars[0].hundredths // _HALF) * _HALF)


def slow_projects(pen: Pen, limit: Ratio) -> Chart | None:
    """Projects that spent less than the limit, the slowest first."""
    slow = []
    for item in pen.year.project:
        rate = pen.value("project", item.project, "rate")
        if isinstance(rate, Ratio) and rate < limit:
            slow.append((rate.value, first_or(item.name, item.project), pen.facts.at("project", item.project, "rate")))
    if not slow:
        return None
    bars = _rate_bars(pen, [(name, where) for _, name, where in sorted(slow)[:MOST]], limit)
    title = f"{counting(len(slow))}个项目执行率低于百分之{write_chinese(half_up(limit.value * 100, 0))}"
    title += _drawn(len(slow), "最低")
    return Chart(title, "%", tuple(bars), full=10000)
