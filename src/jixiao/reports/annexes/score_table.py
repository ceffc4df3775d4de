"""指标评分表 and 扣分明细: every line with points, score, loss, reason, step, ground and evidence; sums as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jixiao.figures import Missing, Score
from jixiao.reports.annexes.book import WAITING, Formula, Sheet, number, words
from jixiao.reports.writing.losses import earned, evidence_of, why
from jixiao.reports.writing.pen import Pen
from jixiao.reports.writing.scores import has_lost, lost_lines
from jixiao.scoring import Line, Scorecard
from jixiao.scoring.scorecard import lines_under

WIDTHS = (12, 14, 10, 28, 8, 8, 8, 42, 34, 26, 12)
HEADS = (
    "一级指标",
    "二级指标",
    "编号",
    "三级指标",
    "分值",
    "得分",
    "失分",
    "得分说明或扣分原因",
    "计算过程",
    "依据",
    "佐证编号",
)
LOST_WIDTHS = (10, 30, 9, 9, 9, 60, 14)
LOST_HEADS = ("编号", "评分项", "分值", "得分", "扣分", "扣分原因", "佐证编号")


@dataclass(frozen=True, slots=True)
class ScoreCells:
    """The total and the grade for other sheets, and line code → reference prefix and row of the line."""

    total: object = WAITING
    grade: str = WAITING
    sheet: str = ""
    rows: tuple[tuple[str, int], ...] = ()


def score_table(sheet: Sheet, name: str, pen: Pen) -> ScoreCells:
    """Write the table; gives back where its figures stand."""
    card = pen.card
    if card is None:
        sheet.wide_text(WAITING)
        return ScoreCells()
    scheme = card.scheme
    sheet.wide_text(
        f"评分方案：{scheme.title}（{scheme.id}，第 {scheme.version} 版，摘要 {scheme.digest[:12]}）", "note"
    )
    sheet.heads(HEADS, repeat=True)
    rows: list[tuple[str, int]] = []
    subtotals: list[int] = []
    for node in card.nodes:
        lines = tuple(lines_under((node,)))
        first = sheet.row + 1
        for line in lines:
            rows.append((line.code, sheet.row + 1))
            _line(sheet, pen, line)
        subtotals.append(sheet.row + 1)
        sums = [
            _sum(f"{letter}{first}:{letter}{sheet.row}", [getattr(line, what) for line in lines])
            for letter, what in _SUMS
        ]
        sheet.cells([(f"{node.name}小计", "sumtext"), *((one, "sum") for one in sums), ("", "text")], (4, 1, 1, 1, 4))
    total = _total(sheet, card, subtotals, name)
    return ScoreCells(total, card.grade or WAITING, name, tuple(rows))


_SUMS = (("E", "points"), ("F", "score"), ("G", "lost"))


def _line(sheet: Sheet, pen: Pen, line: Line) -> None:
    here = sheet.row + 1
    reason = why(pen, line) if has_lost(line) else earned(pen, line)
    lost = WAITING if isinstance(line.lost, Missing) else Formula(f"=ROUND(E{here}-F{here},2)", number(line.lost))
    ground = line.reference + ("（重建，待与原文核对）" if line.provenance == "reconstructed" else "")
    sheet.cells(
        [
            (line.path[0] if line.path else line.name, "text"),
            (line.path[1] if len(line.path) > 1 else "", "text"),
            (line.code, "centre"),
            (line.name, "text"),
            (number(line.points), "number"),
            (number(line.score), "number"),
            (lost, "number"),
            (words(reason), "text"),
            (line.step, "text"),
            (ground, "text"),
            (evidence_of(pen, line.code), "centre"),
        ]
    )


def _sum(cells: str, values: Sequence[Score | Missing]) -> object:
    known = [value for value in values if isinstance(value, Score)]
    if len(known) < len(values):
        return WAITING
    return Formula(f"=ROUND(SUM({cells}),2)", number(Score.sum(known)))


def _total(sheet: Sheet, card: Scorecard, subtotals: Sequence[int], name: str) -> object:
    """加减分项, then the total: the subtotals and what of the items counts, not below zero nor above full marks."""
    adjusted = number(card.adjusted)
    sheet.cells(
        [("加减分项", "sumtext"), ("", "sum"), (adjusted, "sum"), ("", "sum"), (_items(card), "text")], (4, 1, 1, 1, 4)
    )
    points = "+".join(f"E{row}" for row in subtotals)
    whole: Formula | str = WAITING
    if isinstance(card.total, Score):
        terms = "+".join(f"F{row}" for row in (*subtotals, sheet.row))
        whole = Formula(f"=ROUND(MAX(0,MIN(E{sheet.row + 1},{terms})),2)", number(card.total))
    lost = "+".join(f"G{row}" for row in subtotals)
    lost_cell = WAITING if isinstance(card.lost, Missing) else Formula(f"=ROUND({lost},2)", number(card.lost))
    top = Formula(f"=ROUND({points},2)", number(card.points))
    here = sheet.row + 1
    grade = f"自评等级：{card.grade or WAITING}"
    sheet.cells(
        [("总分", "sumtext"), (top, "sum"), (whole, "sum"), (lost_cell, "sum"), (grade, "text")], (4, 1, 1, 1, 4)
    )
    return Formula(f"='{name}'!F{here}", whole.value) if isinstance(whole, Formula) else WAITING


def _items(card: Scorecard) -> str:
    told = [
        f"{item.name} {number(item.points)}" + (f"（{item.document}）" if item.document else "")
        for item in card.adjustments
    ]
    return "；".join(told) or "无"


def lost_details(sheet: Sheet, pen: Pen, cells: ScoreCells) -> None:
    """Write 扣分明细; points, score and loss refer to the score table."""
    lines = lost_lines(pen)
    if pen.card is None or not lines:
        sheet.wide_text("没有扣分的评分项。" if pen.card is not None and pen.card.complete else WAITING)
        return
    rows = dict(cells.rows)
    sheet.heads(LOST_HEADS, repeat=True)
    first = sheet.row + 1
    for line in lines:
        taken = [
            Formula(f"='{cells.sheet}'!{letter}{rows[line.code]}", number(getattr(line, what)))
            for letter, what in _SUMS
        ]
        told = [(line.code, "centre"), (line.name, "text"), *((one, "number") for one in taken)]
        sheet.cells([*told, (words(why(pen, line)), "text"), (evidence_of(pen, line.code), "centre")])
    lost = _sum(f"E{first}:E{sheet.row}", [line.lost for line in lines])
    sheet.cells([("合计", "sumtext"), (lost, "sum"), ("", "text")], (4, 1, 2))
