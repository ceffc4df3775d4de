"""Pieces of consistent texts about sums of money: budgets, lists, rates, changes, balances."""

from __future__ import annotations

from fractions import Fraction

from bench.draft_words import FIELDS, PROJECTS, UNITS
from bench.drafts import Pen, Slot, Word
from jixiao.relations import Form


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


def share_of(pen: Pen) -> None:
    """A part, the whole before it, and the share."""
    whole = pen.money(300, 900)
    part = whole * pen.figures.randint(80, 700) // 1000
    a, b, rate = pen.amount(whole), pen.amount(part), pen.percent(Fraction(part, whole))
    field = pen.words.choice(FIELDS)
    pen.say("全年财政支出", a, f"，其中{field}支出", b, "，占财政支出的", rate, "。")
    pen.tie("PCT-01", Form.RATIO, rate, [b], [a])


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
