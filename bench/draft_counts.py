"""Pieces of consistent texts about counts, scores, names, prices and shares."""

from __future__ import annotations

from fractions import Fraction

from bench.draft_words import OFFICES, UNITS
from bench.drafts import Pen, Slot, Word
from jixiao.relations import Form


def growth(pen: Pen) -> None:
    """A count last year and this year, and the growth in percent."""
    up = pen.words.random() < 0.7
    before = pen.figures.randint(800, 9000)
    after = before + (1 if up else -1) * before * pen.figures.randint(20, 600) // 1000
    a, b = pen.count(before, "件"), pen.count(after, "件")
    rate = pen.percent(Fraction(abs(after - before), before), 1 if up else -1)
    word = Word("增长" if up else "下降", (rate,))
    name = pen.place + pen.words.choice(("政务服务办件量", "群众来信", "企业登记"))
    pen.say(f"{name}由2023年的", a, f"{'增加' if up else '减少'}到2024年的", b, "，", word, rate, "。")
    pen.tie("REL-04", Form.RATIO, rate, [b], [a], minus=[a])


def points(pen: Pen) -> None:
    """Two rates and the percentage points between them."""
    places = pen.style.rate_places
    low = pen.figures.randint(6000, 8900) // 10 ** (2 - places)
    step = pen.figures.randint(120, 900) // 10 ** (2 - places)
    up = pen.words.random() < 0.7
    ends = (low, low + step) if up else (low + step, low)
    a, b = (pen.decimal(one, places, "%") for one in ends)
    between = pen.decimal(step, places, "个百分点")
    between.sign = 1 if up else -1
    word = Word("提高" if up else "下降", (between,))
    name = pen.place + pen.words.choice(("按时办结率", "参保率", "污水处理率"))
    pen.say(f"{name}从上年的", a, f"{'上升' if up else '回落'}到", b, "，", word, between, "。")
    pen.tie("PCT-09", Form.SUM, between, [b], minus=[a])


def scores(pen: Pen) -> None:
    """Points and scores of four parts and the total."""
    names = ("决策", "过程", "产出", "效益")
    full = pen.words.choice(([15, 25, 35, 25], [20, 20, 30, 30], [10, 30, 40, 20]))
    got = [points * 100 - pen.figures.randint(0, 280) for points in full]
    points_of = [pen.count(one, "分") for one in full]
    scored = [pen.decimal(one, 2, "分") for one in got]
    for slot in scored:
        slot.exact = True
    total = pen.decimal(sum(got), 2, "分")
    total.exact = True
    said: list[str | Slot] = []
    for name, most, one in zip(names, points_of, scored, strict=True):
        said += [f"{'；' if said else ''}{name}类指标满分", most, "，得", one]
    if pen.words.random() < 0.5:
        pen.say("经评价，总得分", total, "。其中：", *said, "。")
    else:
        pen.say(*said, "，合计得分", total, "。")
    pen.tie("SCR-01", Form.SUM, total, scored, closed=True)
    for most, one in zip(points_of, scored, strict=True):
        pen.tie("SCR-02", Form.AT_MOST, one, [most])


def names(pen: Pen) -> None:
    """A stated number of divisions and their names."""
    number = pen.figures.randint(4, 9)
    listed = pen.words.sample(OFFICES, len(OFFICES))[:number]
    count = pen.count(number, "个")
    words = [Word(name, name=True) for name in listed]
    said: list[str | Slot | Word] = [f"{pen.words.choice(UNITS)}内设", count, "科室，分别为："]
    for index, word in enumerate(words):
        said += ["、", word] if index else [word]
    pen.say(*said, "。")
    pen.tie("XSC-01", Form.SUM, count, [], names=words)


def product(pen: Pen) -> None:
    """A unit price, a count, and what they come to."""
    number, price = pen.figures.randint(12, 600), pen.figures.randint(80, 4000)
    a, b, total = pen.count(number, "套"), pen.count(price, "元"), pen.count(number * price, "元")
    name = pen.words.choice(("课桌椅", "防汛雨具", "分类垃圾桶"))
    pen.say(f"为{pen.place}采购{name}", a, "，单价", b, "，合计", total, "。")
    pen.tie("REL-07", Form.PRODUCT, total, [a, b])


def mean(pen: Pen) -> None:
    """An amount, a number of households, and what each got."""
    number = pen.figures.randint(120, 3000)
    total = pen.money(100, 900)
    yuan = Fraction(total * {"元": 1, "万元": 10**4, "亿元": 10**8}[pen.style.unit], 10**pen.style.places)
    each = yuan / number
    a, b = pen.amount(total), pen.count(number, "户")
    c = pen.decimal(int(each * 100 + Fraction(1, 2)), 2, "元")
    pen.say(f"向{pen.place}困难家庭发放救助金", a, "，惠及", b, "，户均", c, "。")
    pen.tie("REL-08", Form.RATIO, c, [a], [b])


def shares(pen: Pen) -> None:
    """Shares that make up a hundred percent."""
    first, second = pen.figures.randint(2000, 4500), pen.figures.randint(1500, 3500)
    steps = [first, second, 10000 - first - second]
    slots = [pen.decimal(one, 2, "%") for one in steps]
    a, b, c = slots
    pen.say("按支出性质划分，人员经费占", a, "，公用经费占", b, "，项目经费占", c, "。")
    pen.tie("REL-10", Form.SUM, None, slots)


def staff(pen: Pen) -> None:
    """People in their groups."""
    groups = [pen.figures.randint(8, 90) for _ in range(3)]
    total, slots = pen.count(sum(groups), "人"), [pen.count(one, "人") for one in groups]
    a, b, c = slots
    pen.say("年末实有在职人员", total, "，其中：公务员", a, "、参照公务员法管理人员", b, "、事业人员", c, "。")
    pen.tie("REL-01", Form.SUM, total, slots)


def whole_base(pen: Pen) -> None:
    """A small count and its growth in percent: some whole number grew into it."""
    before = pen.figures.randint(31, 88)
    after = before - pen.figures.randint(5, 20)
    a, rate = pen.count(after, "起"), pen.percent(Fraction(before - after, before), -1)
    word = Word("下降", (rate,))
    pen.say(f"{pen.place}全年发生安全生产事故", a, "，同比", word, rate, "。")
    pen.tie("REL-09", Form.WHOLE, rate, [a])
