"""Pieces of consistent texts that are tables: of rates, of changes."""

from __future__ import annotations

from fractions import Fraction

from bench.draft_words import FIELDS, PROJECTS
from bench.drafts import Pen, Slot
from jixiao.relations import Form


def table_of_rates(pen: Pen) -> None:
    """A table of plans, actuals and rates, with a total row."""
    number = pen.words.randint(3, 4)
    names = pen.words.sample(PROJECTS, number)
    plans = pen.parts(number)
    spent = [plan * pen.figures.randint(700, 1000) // 1000 for plan in plans]
    rows = [(*pair, Fraction(pair[1], pair[0])) for pair in [*zip(plans, spent, strict=True), (sum(plans), sum(spent))]]
    slots = [(_cell(pen, plan), _cell(pen, one), pen.percent(rate)) for plan, one, rate in rows]
    unit = pen.style.unit
    pen.say(f"项目\t年初预算（{unit}）\t支出决算（{unit}）\t执行率")
    for name, (a, b, rate) in zip([*names, "合计"], slots, strict=True):
        pen.say(f"{name}\t", a, "\t", b, "\t", rate)
        pen.tie("PCT-01", Form.RATIO, rate, [b], [a])
    for column in range(2):
        *parts, total = [row[column] for row in slots]
        pen.tie("REL-01", Form.SUM, total, parts)


def table_of_changes(pen: Pen) -> None:
    """A table of last year, this year, the change and the growth."""
    number = pen.words.randint(3, 4)
    names = pen.words.sample(FIELDS, number)
    last = pen.parts(number)
    now = [one * (1000 + pen.figures.randint(20, 400)) // 1000 for one in last]
    slots = []
    unit = pen.style.unit
    pen.say(f"科目\t上年决算数（{unit}）\t本年决算数（{unit}）\t增加额（{unit}）\t增长率")
    pairs = [*zip(last, now, strict=True), (sum(last), sum(now))]
    for name, (old, new) in zip([*(f"{name}支出" for name in names), "合计"], pairs, strict=True):
        a, b, c, rate = _cell(pen, old), _cell(pen, new), _cell(pen, new - old), pen.percent(Fraction(new - old, old))
        slots.append((a, b, c))
        pen.say(f"{name}\t", a, "\t", b, "\t", c, "\t", rate)
        pen.tie("REL-02", Form.SUM, c, [b], minus=[a])
        pen.tie("REL-03", Form.RATIO, rate, [c], [a])
    for column in range(3):
        *parts, total = [row[column] for row in slots]
        pen.tie("REL-01", Form.SUM, total, parts)


def _cell(pen: Pen, steps: int) -> Slot:
    """An amount in a column whose head tells the unit."""
    return Slot(steps, pen.style.places, "", exact=False)
