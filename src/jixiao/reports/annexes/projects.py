"""项目自评汇总表: every project with its money, score and grade, taken from the forms; counts and coverage below."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.facts.money import Project
from jixiao.figures import Missing, Money
from jixiao.reports.annexes.book import NO_BASE, WAITING, Formula, Sheet, number, rate, total
from jixiao.reports.annexes.project_form import FormCells
from jixiao.reports.writing.pen import Pen, first_or

WIDTHS = (6, 9, 25, 34, 16, 13, 13, 13, 11, 11, 9, 10, 10)
HEADS = (
    "序号",
    "编号",
    "项目代码",
    "项目名称",
    "实施单位",
    "年初预算数",
    "全年预算数",
    "全年执行数",
    "执行率（%）",
    "自评得分",
    "等级",
    "已自评",
    "自评表",
)


def project_summary(sheet: Sheet, pen: Pen, forms: Mapping[str, FormCells]) -> None:
    """Write the summary."""
    sheet.wide_text("金额单位：万元", "note")
    sheet.heads(HEADS, repeat=True)
    first = sheet.row + 1
    for place, item in enumerate(pen.year.project, 1):
        _row(sheet, pen, item, place, forms.get(item.project))
    _totals(sheet, pen, first, sheet.row)


def _row(sheet: Sheet, pen: Pen, item: Project, place: int, form: FormCells | None) -> None:
    key, here = item.project, sheet.row + 1
    card = pen.project_cards.get(key)
    score = card.total if card is not None else Missing.MISSING
    evaluated = NO_BASE if isinstance(item.evaluated, Missing) else "是" if item.evaluated else "否"
    names = ("initial", "full", "spent")
    cells = (form.initial, form.full, form.spent) if form is not None else ("", "", "")
    amounts = [_taken(pen.value("project", key, name), cell) for name, cell in zip(names, cells, strict=True)]
    known = not any(isinstance(pen.value("project", key, name), Missing) for name in ("full", "spent"))
    row: list[tuple[object, str]] = [
        (place, "centre"),
        (key, "centre"),
        (first_or(item.code, NO_BASE), "centre"),
        (first_or(item.name, key), "text"),
        (pen.unit_name(item.unit), "text"),
        *((amount, "number") for amount in amounts),
        (rate(f"H{here}", f"G{here}", pen.value("project", key, "rate")) if known else WAITING, "number"),
        (_taken(score, form.score) if form is not None else NO_BASE, "number"),
        (card.grade if form is not None and card is not None and card.grade else NO_BASE, "centre"),
        (evaluated, "centre"),
    ]
    if form is None:
        row.append((NO_BASE, "centre"))
    else:
        sheet.sheet.write_url(sheet.row, 12, f"internal:'{form.sheet}'!A1", sheet.book.looks["link"], form.sheet)
    sheet.cells(row)


def _taken(value: object, cell: str) -> object:
    """A figure taken from the project's form; where there is none, the figure itself."""
    if isinstance(value, Missing):
        return WAITING
    return Formula(f"={cell}", number(value)) if cell else number(value)


def _totals(sheet: Sheet, pen: Pen, first: int, last: int) -> None:
    if last < first:
        return
    here = sheet.row + 1
    money = [Money.zero(), Money.zero(), Money.zero()]
    complete = True
    for item in pen.year.project:
        for place, name in enumerate(("initial", "full", "spent")):
            value = pen.value("project", item.project, name)
            if isinstance(value, Money):
                money[place] += value
            else:
                complete = False
    sums = [
        total(f"{letter}{first}:{letter}{last}", amount) if complete else WAITING
        for letter, amount in zip("FGH", money, strict=True)
    ]
    share = money[2] / money[1] if complete and money[1] != Money.zero() else Missing.MISSING
    sheet.cells(
        [
            ("合计", "sumtext"),
            *((amount, "sum") for amount in sums),
            (rate(f"H{here}", f"G{here}", share) if complete else WAITING, "sum"),
            *((("", "text"),) * 4),
        ],
        (5, 1, 1, 1, 1, 1, 1, 1, 1),
    )
    evaluated = [item for item in pen.year.project if item.evaluated is True]
    covered = Money.sum(
        value for item in evaluated if isinstance(value := pen.value("project", item.project, "full"), Money)
    )
    count, done = len(pen.year.project), len(evaluated)
    _line(sheet, "项目个数", Formula(f"=COUNTA(B{first}:B{last})", count), "count")
    _line(sheet, "已自评项目个数", Formula(f'=COUNTIF(L{first}:L{last},"是")', done), "count")
    by_count = pen.value("department", "count/coverage")
    _line(sheet, "项目自评个数覆盖率（%）", rate(f"F{sheet.row}", f"F{sheet.row - 1}", by_count), "number")
    if complete:
        sumif = f'=ROUND(SUMIF(L{first}:L{last},"是",G{first}:G{last}),6)'
        _line(sheet, "已自评项目全年预算数", Formula(sumif, number(covered)), "number")
        by_money = covered / money[1] if money[1] != Money.zero() else Missing.MISSING
        _line(sheet, "项目自评金额覆盖率（%）", rate(f"F{sheet.row}", f"G{here}", by_money), "number")


def _line(sheet: Sheet, title: str, value: object, look: str) -> None:
    sheet.cells([(title, "head"), (value, look)], (5, 1))
