"""项目支出绩效自评表, one sheet a project: head, money, goal, indicators, total, contact — as the ministry draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.facts.money import Project
from jixiao.figures import MISSING, Missing, Money, Score
from jixiao.reports.annexes.book import WAITING, Book, Formula, Sheet, number, rate, total, words
from jixiao.reports.writing.forms import deviation
from jixiao.reports.writing.funding import FundRow, fund_rows
from jixiao.reports.writing.indicators import actual, owned, target
from jixiao.reports.writing.pen import NO_POINTS, Pen, first_or
from jixiao.reports.writing.scores import execution_line
from jixiao.scoring import Line, Scorecard

WIDTHS = (12, 14, 26, 15, 15, 10, 11, 30)
HEADS = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


@dataclass(frozen=True, slots=True)
class FormCells:
    """Where other sheets find a form's figures: references with the sheet's name."""

    sheet: str
    initial: str
    full: str
    spent: str
    score: str


def project_form(book: Book, pen: Pen, project: Project, name: str, card: Scorecard | None) -> FormCells:
    """Write one form on a sheet of that name."""
    sheet = book.sheet(name, f"项目支出绩效自评表（{pen.year.year}年度）", WIDTHS, wide=True)
    key = project.project
    code = f"（{project.code}）" if isinstance(project.code, str) else ""
    sheet.cells([("项目名称", "head"), (first_or(project.name, key) + code, "text")], (1, 7))
    whose = words((pen.at("cover", "department"),))
    unit = pen.unit_name(project.unit)
    sheet.cells([("主管部门", "head"), (whose, "text"), ("实施单位", "head"), (unit, "text")], (1, 2, 1, 4))
    line = execution_line(card)
    money = _money(sheet, pen, key, line)
    sheet.cells([("预期目标", "head"), ("实际完成情况", "head")], (4, 4))
    sheet.cells([(words(pen.written("project", key, part)), "text") for part in ("objective", "result")], (4, 4))
    score = _indicators(sheet, pen, key, card, money[3:])
    told = [(words((pen.at("cover", part),)), "text") for part in ("contact", "phone", "filled_on")]
    foot = [
        cell
        for title, text in zip(("联系人", "联系电话", "填报日期"), told, strict=True)
        for cell in ((title, "head"), text)
    ]
    sheet.cells(foot, (1, 1, 1, 2, 1, 2))
    initial, full, spent, score = (f"'{name}'!{place}" for place in (*money[:3], score))
    return FormCells(name, initial, full, spent, score)


def _money(sheet: Sheet, pen: Pen, key: str, line: Line | None) -> list[str]:
    """The four money rows; the cells of the total's initial, full, spent, points and score."""
    titles = (
        "项目资金（万元）",
        "年初预算数",
        "全年预算数（A）",
        "全年执行数（B）",
        "分值",
        "执行率（B/A，%）",
        "得分",
    )
    sheet.heads(titles, (2, 1, 1, 1, 1, 1, 1))
    rows = fund_rows(pen.lines.get(key, ()))
    below = sheet.row + 2, sheet.row + 1 + len(rows)
    whole = FundRow("total", "年度资金总额", *(_amount(pen, key, name) for name in ("initial", "full", "spent")))
    points, score = (number(line.points), number(line.score)) if line is not None else (NO_POINTS, NO_POINTS)
    places = _row(sheet, whole, pen.value("project", key, "rate"), (points, score), parts=(rows, below))
    for row in rows:
        _row(sheet, row, row.rate, (NO_POINTS, NO_POINTS))
    return [places[1], places[2], places[3], places[4], places[6]]


def _amount(pen: Pen, key: str, name: str) -> Money | Missing:
    value = pen.value("project", key, name)
    return value if isinstance(value, Money) else MISSING


def _row(
    sheet: Sheet,
    row: FundRow,
    exact: object,
    marks: tuple[object, object],
    parts: tuple[Sequence[FundRow], tuple[int, int]] | None = None,
) -> list[str]:
    """One money row; the total's amounts are sums of the rows below, as long as those are all known."""
    amounts: list[object] = []
    first, last = parts[1] if parts is not None else (0, 0)
    for letter, name in zip("CDE", ("initial", "full", "spent"), strict=True):
        value = getattr(row, name)
        told = NO_POINTS if value is None else number(value)
        adds_up = parts is not None and not isinstance(value, Missing) and _known(parts[0], name)
        amounts.append(total(f"{letter}{first}:{letter}{last}", value) if adds_up else told)
    here = sheet.row + 1
    share = WAITING if not row.known else rate(f"E{here}", f"D{here}", exact)
    look = "number" if parts is None else "sum"
    cells = [
        (row.title, "text"),
        *((amount, look) for amount in amounts),
        (marks[0], look),
        (share, look),
        (marks[1], look),
    ]
    return sheet.cells(cells, (2, 1, 1, 1, 1, 1, 1))


def _known(rows: Sequence[FundRow], name: str) -> bool:
    return not any(isinstance(getattr(row, name), Missing) for row in rows)


def _indicators(sheet: Sheet, pen: Pen, key: str, card: Scorecard | None, money: Sequence[str]) -> str:
    """The indicator rows and the total row; the cell of the total score."""
    sheet.heads(HEADS)
    scored = {detail.code: detail for line in card.lines for detail in line.details} if card is not None else {}
    first = sheet.row + 1
    for item in owned(pen, [key]):
        line = scored.get(item.no)
        names = [first_or(part) for part in (item.lv1, item.lv2, item.name)]
        points = line.points if line is not None else item.weight
        sheet.cells(
            [
                *((name, "text") for name in names),
                (words(target(pen, item)), "centre"),
                (words(actual(pen, item)), "centre"),
                (number(points), "number"),
                (number(line.score if line is not None else MISSING), "number"),
                (words(deviation(pen, item.no)), "text"),
            ]
        )
    last = sheet.row
    lines = [line for line in (execution_line(card), *scored.values()) if line is not None]
    sums = [
        _total(cell, letter, (first, last), exact, [getattr(line, name) for line in lines])
        for cell, letter, exact, name in (
            (money[0], "F", MISSING if card is None else card.points, "points"),
            (money[1], "G", MISSING if card is None else card.total, "score"),
        )
    ]
    places = sheet.cells([("总分", "sumtext"), (sums[0], "sum"), (sums[1], "sum"), ("", "text")], (5, 1, 1, 1))
    return places[2]


def _total(
    cell: str, letter: str, rows: tuple[int, int], exact: Score | Missing, parts: Sequence[Score | Missing]
) -> object:
    """The sum as a formula where the rows add up to the card's own figure; where points were rescaled, that figure."""
    if isinstance(exact, Missing):
        return WAITING
    told = [part for part in parts if not isinstance(part, Missing)]
    if rows[1] < rows[0] or Score.sum(told) != exact:
        return number(exact)
    return Formula(f"=ROUND(N({cell})+SUM({letter}{rows[0]}:{letter}{rows[1]}),2)", number(exact))
