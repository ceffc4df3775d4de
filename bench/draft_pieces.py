"""Pieces of consistent texts: budgets, lists, changes, growth, rates, balances, scores, names, products, tables."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from bench.drafts import Pen, Slot, Word
from jixiao.relations import Form

UNITS = ("青柏市水务局", "鹿溪县民政局", "云岫区教育局", "澄江市文化广电旅游局", "石桥区市场监督管理局")
PROJECTS = (
    "水库除险加固",
    "河道清淤",
    "管网改造",
    "校舍维修",
    "数字档案馆",
    "社区食堂",
    "防汛物资",
    "培训基地",
    "便民服务站",
)
OFFICES = ("办公室", "规划科", "财务科", "人事科", "法规科", "监督科", "安全科", "宣传科", "统计科", "信息科", "工程科")
FIELDS = ("农业", "教育", "卫生", "交通", "文化", "环保", "科技")


def budget(pen: Pen) -> None:
    """A total budget with basic and project spending, then what was spent of it with three rates."""
    plans, rates = pen.parts(2), [Fraction(pen.figures.randint(820, 1000), 1000) for _ in range(2)]
    spent = [int(plan * rate) for plan, rate in zip(plans, rates, strict=True)]
    plan_slots = [pen.amount(sum(plans)), *(pen.amount(plan) for plan in plans)]
    spent_slots = [pen.amount(sum(spent)), *(pen.amount(one) for one in spent)]
    pairs = list(zip([sum(spent), *spent], [sum(plans), *plans], strict=True))
    rate_slots = [pen.percent(Fraction(one, plan)) for one, plan in pairs]
    place, done = pen.words.choice(UNITS), pen.words.choice(("完成率", "执行率"))
    t, a, b = plan_slots
    if pen.words.random() < 0.5:
        pen.say(f"2024年，{place}部门预算", t, "，其中：基本支出", a, "，项目支出", b, "。")
    else:
        pen.say(f"2024年{place}部门预算为", t, "，由基本支出", a, "和项目支出", b, "组成。")
    x, y, z = spent_slots
    p, q, r = rate_slots
    pen.say(
        "全年部门支出决算",
        x,
        f"，{done}",
        p,
        "；其中，基本支出决算",
        y,
        f"，{done}",
        q,
        "；项目支出决算",
        z,
        f"，{done}",
        r,
        "。",
    )
    pen.tie("ART-01", Form.SUM, t, [a, b], closed=True)
    pen.tie("ART-02", Form.SUM, x, [y, z], closed=True)
    for rate, one, plan in zip(rate_slots, spent_slots, plan_slots, strict=True):
        pen.tie("PCT-01", Form.RATIO, rate, [one], [plan])


def list_of_parts(pen: Pen) -> None:
    """A total told to be whole, with three to five parts."""
    names = pen.words.sample(PROJECTS, pen.words.randint(3, 5))
    amounts = pen.parts(len(names))
    total, parts = pen.amount(sum(amounts)), [pen.amount(one) for one in amounts]
    opening, joint = pen.words.choice(
        (("全年共投入资金", "，分别为："), ("项目资金共计", "，其中："), ("共安排专项资金", "，按项目分，"))
    )
    said: list[str | Slot] = [opening, total, joint]
    for index, (name, part) in enumerate(zip(names, parts, strict=True)):
        said += [f"{'、' if index else ''}{name}" if "分别" in joint else f"{'，' if index else ''}{name}", part]
    pen.say(*said, "。")
    pen.tie("REL-01", Form.SUM, total, parts, closed="其中" not in joint)


def nested(pen: Pen) -> None:
    """A total with parts, one of them with parts of its own."""
    inner, rest = pen.parts(2), pen.parts(2)
    part = pen.amount(sum(inner))
    small, others = [pen.amount(one) for one in inner], [pen.amount(one) for one in rest]
    total = pen.amount(sum(inner) + sum(rest))
    pen.say(
        *("“三公”经费支出合计", total, "，其中：因公出国（境）费", others[0], "，公务接待费", others[1]),
        *(
            "，公务用车购置及运行维护费",
            part,
            "（其中公务用车购置费",
            small[0],
            "、公务用车运行维护费",
            small[1],
            "）。",
        ),
    )
    pen.tie("ART-11", Form.SUM, total, [*others, part], closed=True)
    pen.tie("REL-01", Form.SUM, part, small, closed=True)


def plan_and_actual(pen: Pen) -> None:
    """What was planned, what was spent, and the rate."""
    plan = pen.money(100, 900)
    spent = plan * pen.figures.randint(700, 1000) // 1000
    a, b, rate = pen.amount(plan), pen.amount(spent), pen.percent(Fraction(spent, plan))
    name = pen.place + pen.words.choice(PROJECTS)
    match pen.words.randrange(4):
        case 0:
            pen.say(f"{name}项目年初预算", a, "，全年执行数", b, "，预算执行率", rate, "。")
        case 1:
            pen.say(f"{name}项目实际支出", b, "，完成年初预算", a, "的", rate, "。")
        case 2:
            pen.say(f"{name}项目安排资金", a, "，截至12月底已支付", b, "，支付率为", rate, "。")
        case _:
            pen.say(f"{name}项目到位资金", a, "，其中已使用资金", b, "，占到位资金的", rate, "。")
    pen.tie("PCT-01", Form.RATIO, rate, [b], [a])


def change(pen: Pen) -> None:
    """A level, its change against last year, and the change in percent."""
    up = pen.words.random() < 0.6
    sign = 1 if up else -1
    base = pen.money(200, 900)
    step = base * pen.figures.randint(15, 450) // 1000
    level, delta = pen.amount(base + sign * step), pen.amount(step, sign)
    rate = pen.percent(Fraction(step, base), sign)
    amount_word = Word("增加" if up else "减少", (delta,))
    rate_word = Word("增长" if up else "下降", (rate,))
    name = pen.words.choice(("一般公共预算收入", "行政事业性收费收入", "政府采购金额", "社会救助支出"))
    if pen.words.random() < 0.5:
        pen.say(f"全年{name}", level, "，比上年", amount_word, delta, "，", rate_word, rate, "。")
        pen.tie("REL-03", Form.RATIO, rate, [delta], [level], minus=())
        _implied(pen, level, delta)
    else:
        last = pen.amount(base)
        pen.say(f"全年{name}", level, "，较上年的", last, amount_word, delta, "，", rate_word, rate, "。")
        pen.tie("REL-02", Form.SUM, delta, [level], minus=[last])
        pen.tie("REL-03", Form.RATIO, rate, [delta], [last])


def _implied(pen: Pen, level: Slot, delta: Slot) -> None:
    """The base is the level less the change."""
    wanted = pen.wanted[-1]
    wanted.terms = ((1, False, delta), (1, True, level), (-1, True, delta))


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


def growth_of_parts(pen: Pen) -> None:
    """A total and its parts, each with its growth."""
    last = [pen.money(60, 500) for _ in range(3)]
    now = [one * (1000 + pen.figures.randint(15, 240)) // 1000 for one in last]
    parts = [pen.amount(one) for one in now]
    rates = [pen.percent(Fraction(one - old, old)) for one, old in zip(now, last, strict=True)]
    total, rate = pen.amount(sum(now)), pen.percent(Fraction(sum(now) - sum(last), sum(last)))
    said: list[str | Slot] = [
        "全市实现税收收入",
        total,
        "，同比增长",
        rate,
        "。其中：增值税",
        parts[0],
        "，增长",
        rates[0],
    ]
    said += ["；企业所得税", parts[1], "，增长", rates[1], "；其他税收", parts[2], "，增长", rates[2], "。"]
    pen.say(*said)
    pairs = [slot for pair in zip(parts, rates, strict=True) for slot in pair]
    pen.tie("REL-01", Form.SUM, total, parts)
    pen.tie("REL-05", Form.GROWN, total, [rate, *pairs])


def balance(pen: Pen) -> None:
    """Opening and income, use and closing."""
    opening, income = pen.money(20, 200), pen.money(300, 900)
    use = income * pen.figures.randint(700, 990) // 1000
    a, b, c = pen.amount(opening), pen.amount(income), pen.amount(use)
    d = pen.amount(opening + income - use)
    if pen.words.random() < 0.5:
        pen.say("政府性基金上年结转", a, "，本年收入", b, "，本年支出", c, "，年末结转", d, "。")
    else:
        pen.say("专户年初余额", a, "，当年收入", b, "，当年支出", c, "，年末余额", d, "。")
    pen.tie("REL-06", Form.SUM, d, [a, b], minus=[c])


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


def share_of(pen: Pen) -> None:
    """A part, the whole before it, and the share."""
    whole = pen.money(300, 900)
    part = whole * pen.figures.randint(80, 700) // 1000
    a, b, rate = pen.amount(whole), pen.amount(part), pen.percent(Fraction(part, whole))
    field = pen.words.choice(FIELDS)
    pen.say("全年财政支出", a, f"，其中{field}支出", b, "，占财政支出的", rate, "。")
    pen.tie("PCT-01", Form.RATIO, rate, [b], [a])


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


def difference(pen: Pen) -> None:
    """A budget, what was added in the year, and the budget after that."""
    first = pen.money(300, 900)
    added = first * pen.figures.randint(30, 300) // 1000
    a, b, c = pen.amount(first), pen.amount(added), pen.amount(first + added)
    pen.say("年初预算", a, "，年中追加", b, "，调整后预算", c, "。")
    pen.tie("REL-02", Form.SUM, c, [a, b])


def repeated(pen: Pen) -> None:
    """One figure told at the beginning and again at the end."""
    steps = pen.money(300, 900)
    one, again = pen.amount(steps), pen.amount(steps)
    name = pen.place + pen.words.choice(("公共文化服务专项资金", "乡村振兴衔接资金", "老旧小区改造资金"))
    pen.say(f"2024年，全市共安排{name}", one, "，全部下达到位。")
    pen.say(f"综上，2024年共安排{name}", again, "，资金使用总体规范。", end=True)
    pen.tie("REL-11", Form.SUM, again, [one])


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


PIECES: tuple[tuple[str, Callable[[Pen], None]], ...] = (
    ("部门预算", budget),
    ("专项资金", list_of_parts),
    ("“三公”经费", nested),
    ("项目执行", plan_and_actual),
    ("收支变化", change),
    ("业务量", growth),
    ("质量指标", points),
    ("税收收入", growth_of_parts),
    ("结转结余", balance),
    ("评价得分", scores),
    ("机构设置", names),
    ("采购情况", product),
    ("救助发放", mean),
    ("支出结构", shares),
    ("重点支出", share_of),
    ("人员情况", staff),
    ("安全生产", whole_base),
    ("预算调整", difference),
    ("资金安排", repeated),
    ("项目明细", table_of_rates),
    ("科目对比", table_of_changes),
)

# Pieces whose words name their own place: any number of them can stand in one text without contradicting each other.
LOCAL = (
    "专项资金",
    "项目执行",
    "业务量",
    "质量指标",
    "采购情况",
    "救助发放",
    "支出结构",
    "安全生产",
    "项目明细",
    "科目对比",
)
