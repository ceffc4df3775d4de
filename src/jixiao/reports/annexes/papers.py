"""佐证目录 and 其他: evidence in order, then who filled in what, the record of the procedure, last year's problems."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.figures import Missing
from jixiao.reports.annexes.book import NO_BASE, WAITING, Sheet, number, words
from jixiao.reports.writing.pen import Pen, first_or
from jixiao.reports.writing.records import cell

EVIDENCE_WIDTHS = (8, 10, 26, 40, 40, 10, 13, 9)
EVIDENCE_HEADS = ("序号", "佐证编号", "对应评分行", "材料名称", "文件名", "页码", "材料日期", "盖章")
OTHER_WIDTHS = (16, 18, 22, 22, 40, 40)


def evidence(sheet: Sheet, pen: Pen) -> None:
    """Write the list of evidence."""
    sheet.heads(EVIDENCE_HEADS, repeat=True)
    if not pen.year.evidence:
        sheet.wide_text(WAITING)
    for place, item in enumerate(pen.year.evidence, 1):
        told = [words(cell(pen, "evidence", item.no, name)) for name in ("lines", "name", "file", "page")]
        sheet.cells(
            [
                (place, "centre"),
                (item.no, "centre"),
                *((text, "text") for text in told),
                (NO_BASE if isinstance(item.date, Missing) else item.date.iso(), "centre"),
                (words(cell(pen, "evidence", item.no, "sealed")), "centre"),
            ]
        )


def other(sheet: Sheet, pen: Pen) -> None:
    """Write the other papers, one block under the other."""
    year = pen.year
    _block(
        sheet,
        "一、填报分工",
        ("表名", "单位", "责任处室", "责任人", "截止日期", ""),
        [
            (
                item.sheet,
                pen.unit_name(item.unit) or NO_BASE,
                first_or(item.division, NO_BASE),
                first_or(item.person, NO_BASE),
                WAITING if isinstance(item.due, Missing) else item.due.iso(),
                "",
            )
            for item in year.assignment
        ],
    )
    _block(
        sheet,
        "二、自评过程记录（征求意见、审议、退回和答复）",
        ("事项", "日期", "单位或人员", "", "内容", "处理结果"),
        [
            (
                first_or(item.kind),
                WAITING if isinstance(item.date, Missing) else item.date.iso(),
                first_or(item.by, NO_BASE),
                "",
                words(cell(pen, "process", item.no, "text")),
                words(cell(pen, "process", item.no, "answer")),
            )
            for item in year.process
        ],
    )
    _block(
        sheet,
        "三、上年问题整改情况",
        ("序号", "整改状态", "", "", "上年问题", "整改情况"),
        [
            (
                item.no,
                first_or(item.state, WAITING),
                "",
                "",
                words(pen.written("followup", item.no, "text")),
                words(pen.written("followup", item.no, "result")),
            )
            for item in year.followup
        ],
    )
    _block(
        sheet,
        "四、预算指标调整文件（万元）",
        ("文号", "日期", "预算行", "金额", "事由", ""),
        [
            (
                first_or(item.document, WAITING),
                WAITING if isinstance(item.date, Missing) else item.date.iso(),
                first_or(item.line, NO_BASE),
                number(item.amount),
                first_or(item.reason, NO_BASE),
                "",
            )
            for item in year.quota
        ],
    )


def _block(sheet: Sheet, title: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet.wide_text(title, "section")
    sheet.heads(heads)
    for row in rows:
        sheet.cells([(cell_, "text" if isinstance(cell_, str) else "number") for cell_ in row])
    if not rows:
        sheet.wide_text(NO_BASE, "centre")
    sheet.row += 1
