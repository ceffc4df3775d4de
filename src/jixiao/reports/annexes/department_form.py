"""部门整体支出绩效自评表: cover block, money by type, fund and unit, objectives, key tasks, indicators, score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.figures import Missing, Money, Score
from jixiao.reports.annexes.book import MONEY_PLACES, WAITING, Formula, Sheet, number, rate, words
from jixiao.reports.annexes.score_table import ScoreCells
from jixiao.reports.writing.forms import deviation
from jixiao.reports.writing.indicators import actual, owned, target
from jixiao.reports.writing.pen import Pen, first_or
from jixiao.reports.writing.records import cell
from jixiao.reports.writing.scores import DEPARTMENT

WIDTHS = (16, 16, 26, 16, 16, 10, 10, 30)
MONEY_HEADS = ("项目", "年初预算数", "全年预算数", "支出决算数", "执行率（%）")
MONEY_SPANS = (3, 1, 1, 2, 1)
NAMES = ("initial", "full", "spent")
TASK_HEADS = ("任务名称", "主要实施内容", "拟投入资金", "期望达到的目标", "完成情况")
INDICATOR_HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因及改进措施")


@dataclass(frozen=True, slots=True)
class Amounts:
    """One money row: its title and the address its initial, full, spent and rate stand under."""

    title: str
    at: tuple[str, ...]
    prefix: str = ""

    def value(self, pen: Pen, name: str) -> object:
        """One figure of the row."""
        return pen.value(*self.at, f"{self.prefix}{name}")


def department_form(sheet: Sheet, pen: Pen, scores: ScoreCells) -> None:
    """Write the form; the scores refer to the score table."""
    _cover(sheet, pen)
    _money(sheet, pen)
    _objectives(sheet, pen)
    _tasks(sheet, pen)
    _indicators(sheet, pen)
    sheet.wide_text("五、自评结论", "section")
    told: list[tuple[object, str]] = [
        ("自评总分", "head"),
        (scores.total, "sum"),
        ("自评等级", "head"),
        (scores.grade, "centre"),
    ]
    sheet.cells(told, (2, 2, 2, 2))


def _cover(sheet: Sheet, pen: Pen) -> None:
    titles = (
        ("填报单位", "department"),
        ("单位负责人", "head"),
        ("财务负责人", "finance_head"),
        ("填报人", "contact"),
        ("联系电话", "phone"),
        ("填报日期", "filled_on"),
    )
    told = [(title, words((pen.at("cover", name),))) for title, name in titles]
    for left, right in zip(told[::2], told[1::2], strict=True):
        sheet.cells([(left[0], "head"), (left[1], "text"), (right[0], "head"), (right[1], "text")], (1, 2, 1, 4))
    sheet.cells([("口径说明", "head"), (words(pen.written("cover", "basis")), "text")], (1, 7))
    sheet.cells([("单位盖章", "head"), ("", "text")], (1, 7))


def _money(sheet: Sheet, pen: Pen) -> None:
    sheet.wide_text("一、年度部门整体支出规模（万元）", "section")
    sheet.heads(MONEY_HEADS, MONEY_SPANS)
    basic = Amounts("基本支出", ("department",), "basic/")
    types = [basic, Amounts("项目支出", ("department",), "project/")]
    other = pen.value("department", "other/full")
    if isinstance(other, Money) and other != Money.zero():
        types.append(Amounts("上缴上级、经营和对附属单位补助支出", ("department",), "other/"))
    whole = Amounts("合计", ("department",), "total/")
    parts = [
        Amounts(name, ("department",), prefix)
        for name, prefix in (("人员经费", "personnel/"), ("公用经费", "operating/"))
    ]
    start = sheet.row + 1
    _sum_row(
        sheet, pen, whole, types, [start + 1, *(start + 2 + len(parts) + place for place in range(len(types) - 1))]
    )
    _sum_row(sheet, pen, basic, parts, [start + 2, start + 3])
    for part in parts:
        _row(sheet, pen, part, indent="　其中：")
    for item in types[1:]:
        _row(sheet, pen, item)
    funds = dict.fromkeys(line.fund for line in pen.year.budget if isinstance(line.fund, str))
    _group(sheet, pen, "按资金来源分", [Amounts(fund, ("fund", fund)) for fund in funds])
    units = pen.spending_units
    _group(sheet, pen, "按单位分", [Amounts(pen.unit_name(key), ("unit", key)) for key in units])


def _group(sheet: Sheet, pen: Pen, title: str, items: Sequence[Amounts]) -> None:
    """A second split of the same total: its own sum first, then its parts."""
    first = sheet.row + 2
    _sum_row(sheet, pen, Amounts(title, ("department",), "total/"), items, range(first, first + len(items)))
    for item in items:
        _row(sheet, pen, item, indent="　")


def _row(sheet: Sheet, pen: Pen, item: Amounts, indent: str = "") -> None:
    _cells(sheet, pen, indent + item.title, item, [number(item.value(pen, name)) for name in NAMES], "number")


def _sum_row(sheet: Sheet, pen: Pen, item: Amounts, parts: Sequence[Amounts], rows: Sequence[int]) -> None:
    """A row that sums other rows, where they add up to its own figure; where they do not, that figure as it is."""
    amounts: list[object] = []
    for letter, name in zip("DEF", NAMES, strict=True):
        exact = item.value(pen, name)
        addends = [part.value(pen, name) for part in parts]
        known = [addend for addend in addends if isinstance(addend, Money)]
        adds_up = len(known) == len(parts) > 0 and Money.sum(known) == exact
        terms = ",".join(f"{letter}{row}" for row in rows)
        amounts.append(Formula(f"=ROUND(SUM({terms}),{MONEY_PLACES})", number(exact)) if adds_up else number(exact))
    _cells(sheet, pen, item.title, item, amounts, "sum")


def _cells(sheet: Sheet, pen: Pen, title: str, item: Amounts, amounts: Sequence[object], look: str) -> None:
    here = sheet.row + 1
    unknown = any(isinstance(item.value(pen, name), Missing) for name in ("full", "spent"))
    share = WAITING if unknown else rate(f"F{here}", f"E{here}", item.value(pen, "rate"))
    sheet.cells([(title, "text"), *((amount, look) for amount in amounts), (share, look)], MONEY_SPANS)


def _objectives(sheet: Sheet, pen: Pen) -> None:
    sheet.wide_text("二、年度整体绩效目标", "section")
    sheet.heads(("预期目标", "实际完成情况"), (4, 4))
    for item in pen.year.objective:
        sheet.cells([(words(pen.written("objective", item.no, name)), "text") for name in ("text", "result")], (4, 4))
    if not pen.year.objective:
        sheet.cells([(WAITING, "text"), (WAITING, "text")], (4, 4))


def _tasks(sheet: Sheet, pen: Pen) -> None:
    sheet.wide_text("三、年度重点工作任务（拟投入资金单位：万元）", "section")
    sheet.heads(TASK_HEADS, (1, 2, 1, 3, 1))
    for item in pen.year.task:
        money = "—" if isinstance(item.money, Missing) else number(item.money)
        told = [words(cell(pen, "task", item.no, name)) for name in ("content", "expected")]
        result = words(pen.written("task", item.no, "result"))
        row: list[tuple[object, str]] = [
            (first_or(item.name, item.no), "text"),
            (told[0], "text"),
            (money, "number"),
            (told[1], "text"),
            (result, "text"),
        ]
        sheet.cells(row, (1, 2, 1, 3, 1))


def _indicators(sheet: Sheet, pen: Pen) -> None:
    sheet.wide_text("四、绩效指标", "section")
    sheet.heads(INDICATOR_HEADS)
    first = sheet.row + 1
    items = owned(pen, [DEPARTMENT])
    points: list[Score | Missing] = []
    scores: list[Score | Missing] = []
    for item in items:
        where = pen.facts.at("indicator-score", item.no, "score")
        score = pen.facts.value(where) if where in pen.facts else Missing.MISSING
        points.append(item.weight)
        scores.append(score if isinstance(score, Score) else Missing.MISSING)
        names = [first_or(part) for part in (item.lv1, item.lv2, item.name)]
        sheet.cells(
            [
                *((name, "text") for name in names),
                (words(target(pen, item)), "centre"),
                (words(actual(pen, item)), "centre"),
                (number(item.weight), "number"),
                ("—" if isinstance(score, Missing) else number(score), "number"),
                (words(deviation(pen, item.no)), "text"),
            ]
        )
    if not items:
        return
    sums = [_sum(letter, first, sheet.row, values) for letter, values in (("F", points), ("G", scores))]
    sheet.cells([("指标合计", "sumtext"), (sums[0], "sum"), (sums[1], "sum"), ("", "text")], (5, 1, 1, 1))


def _sum(letter: str, first: int, last: int, values: Sequence[Score | Missing]) -> object:
    known = [value for value in values if isinstance(value, Score)]
    if len(known) < len(values):
        return WAITING
    return Formula(f"=ROUND(SUM({letter}{first}:{letter}{last}),2)", number(Score.sum(known)))
