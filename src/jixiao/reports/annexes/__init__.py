"""Annexes: the official forms of a self-evaluation as one workbook with live formulas, in the order they are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jixiao.facts import Facts
from jixiao.files.atomic import atomic_path
from jixiao.reports.annexes.book import Book
from jixiao.reports.annexes.department_form import WIDTHS as FORM_WIDTHS
from jixiao.reports.annexes.department_form import department_form
from jixiao.reports.annexes.papers import EVIDENCE_WIDTHS, OTHER_WIDTHS, evidence, other
from jixiao.reports.annexes.project_form import project_form
from jixiao.reports.annexes.projects import WIDTHS as SUMMARY_WIDTHS
from jixiao.reports.annexes.projects import project_summary
from jixiao.reports.annexes.score_table import LOST_WIDTHS, lost_details, score_table
from jixiao.reports.annexes.score_table import WIDTHS as SCORE_WIDTHS
from jixiao.reports.writing import reporting_pen
from jixiao.scoring import Scorecard

__all__ = ["annex_bytes", "write"]

SCORE_SHEET = "2 指标评分表"


def write(facts: Facts, card: Scorecard | None, project_cards: Sequence[Scorecard], path: Path) -> None:
    """Write the annexes to a file, whole or not at all. Raises FileRefused: it cannot be written there."""
    content = annex_bytes(facts, card, project_cards)
    with atomic_path(path) as draft:
        draft.write_bytes(content)


def annex_bytes(facts: Facts, card: Scorecard | None, project_cards: Sequence[Scorecard] = ()) -> bytes:
    """The annex workbook: the same facts give the same bytes.

    Sheets: 部门整体支出绩效自评表, 指标评分表, 扣分明细, 项目自评汇总, a 项目支出绩效自评表 for each project that filled one, 佐证目录, 其他. Sums, rates
    and references between sheets are formulas whose cached values are the exact figures of the report.
    """
    pen = reporting_pen(facts, card, project_cards)
    year = facts.year.year
    whose = f"{pen.department}{year}年度"
    book = Book(year, f"{whose}部门整体支出绩效自评附件")
    form = book.sheet("1 整体自评表", f"部门整体支出绩效自评表（{year}年度）", FORM_WIDTHS, wide=True)
    table = book.sheet(SCORE_SHEET, f"{whose}部门整体支出绩效自评指标评分表", SCORE_WIDTHS, wide=True)
    lost = book.sheet("2-1 扣分明细", f"{whose}扣分明细表", LOST_WIDTHS, wide=True)
    summary = book.sheet("3 项目自评汇总", f"{whose}项目支出绩效自评汇总表", SUMMARY_WIDTHS, wide=True)
    cells = score_table(table, SCORE_SHEET, pen)
    department_form(form, pen, cells)
    lost_details(lost, pen, cells)
    forms = {
        item.project: project_form(book, pen, item, f"3-{place}", pen.project_cards.get(item.project))
        for place, item in enumerate(facts.year.project, 1)
        if item.evaluated is not False  # an office that filled none, as for a project that was stopped, prints none
    }
    project_summary(summary, pen, forms)
    evidence(book.sheet("4 佐证目录", f"{whose}佐证材料目录", EVIDENCE_WIDTHS, wide=True), pen)
    other(book.sheet("5 其他", f"{whose}其他材料", OTHER_WIDTHS, wide=True), pen)
    return book.bytes
