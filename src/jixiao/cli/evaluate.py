"""`jixiao evaluate` and `jixiao check`: from a workbook to scores, findings, the report and its annexes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from jixiao.checks import Severity
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.cli.tables import card_as_data, findings_as_data, findings_table, lost_points_table, scorecard_table
from jixiao.exchange.annotate import annotate
from jixiao.exchange.notes import Note
from jixiao.files.atomic import atomic_dir
from jixiao.reports import annexes, docx, html, pdf
from jixiao.reports.fonts import STANDARD_FOLDERS, FontNote, FontSet, FontsMissingError, find_fonts
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "evaluate", epilog="例：jixiao evaluate 2022.xlsx --out 自评/    例：jixiao evaluate 2022.xlsx --out 自评/ --no-pdf"
)
@click.argument("file", type=_FILE)
@click.option("--out", type=_FOLDER, required=True, help="放报告和附件的文件夹")
@click.option("--scheme", help="评分方案编号；不给则用工作簿里写的，再没有就用所在地当年的方案")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：自己的方案、提纲和核对规则")
@click.option("--no-pdf", is_flag=True, help="不生成 PDF")
@speaking
def evaluate_command(
    desk: Desk, file: Path, out: Path, scheme: str | None, rulebook: Path | None, no_pdf: bool
) -> None:
    """评分、核对，并生成自评报告（docx、pdf、html）和附件（xlsx）。"""
    names = [
        desk.word(f"evaluate-step-{name}")
        for name in ("read", "score", "check", "compose", "docx", "html", "xlsx", "pdf")
    ]
    with desk.progress(names) as step:
        found = evaluate(file, scheme=scheme, rulebook=rulebook, step=step)
        fonts = find_fonts(font_folders())
        notes = write_all(found, out, file.stem, None if no_pdf else fonts, step)
    desk.show(scorecard_table(found.card, desk.lang), lost_points_table(found.card, desk.lang))
    show_findings(desk, found)
    for note in notes:
        desk.say("evaluate-plain", sentence=note.sentence(desk.lang) if isinstance(note, FontNote) else note)
    desk.say("evaluate-made", folder=out)
    desk.data(
        {
            "scorecard": card_as_data(found.card),
            "findings": findings_as_data(found.findings, desk.lang),
            "folder": str(out),
        }
    )
    raise SystemExit(FINDINGS if worst(found) else CLEAN)


def write_all(
    found: Evaluation, out: Path, stem: str, fonts: FontSet | None, step: Callable[[], None]
) -> list[FontNote | str]:
    """Write every output, all or none. Returns what the reader should know about the fonts."""
    projects = tuple(found.projects.values())
    report = compose(found.facts, found.card, outline_for(found.year, found.scheme.id), projects)
    notes: list[FontNote | str] = []
    step()
    with atomic_dir(out) as folder:
        docx.write(report, folder / f"{stem}-自评报告.docx", fonts)
        step()
        html.write(report, folder / f"{stem}-自评报告.html")
        step()
        annexes.write(found.facts, found.card, projects, folder / f"{stem}-附件.xlsx")
        step()
        if fonts is not None:
            try:
                notes.extend(pdf.write(report, folder / f"{stem}-自评报告.pdf", fonts))
            except FontsMissingError as missing:
                notes.append(missing.sentence())
        step()
    return notes


@click.command("check", epilog="例：jixiao check 2022.xlsx    例：jixiao check 2022.xlsx --annotate 批注.xlsx")
@click.argument("file", type=_FILE)
@click.option(
    "--annotate", "marked", type=click.Path(dir_okay=False, path_type=Path), help="另存一份在单元格上带批注的工作簿"
)
@click.option("--scheme", help="评分方案编号")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹")
@speaking
def check_command(desk: Desk, file: Path, marked: Path | None, scheme: str | None, rulebook: Path | None) -> None:
    """核对工作簿，列出每一处不对的地方：在哪里、现为多少、应为多少、怎么办。"""
    with desk.progress([desk.word(f"evaluate-step-{name}") for name in ("read", "score", "check")]) as step:
        found = evaluate(file, scheme=scheme, rulebook=rulebook, step=step)
    show_findings(desk, found)
    if marked is not None:
        annotate(file, notes_of(found, desk.lang), marked)
        desk.say("check-annotated", file=marked)
    desk.data({"findings": findings_as_data(found.findings, desk.lang)})
    raise SystemExit(FINDINGS if worst(found) else CLEAN)


def show_findings(desk: Desk, found: Evaluation) -> None:
    """All findings in words, the worst first, or one line that there are none."""
    if found.findings:
        desk.show(findings_table(found.findings, desk.lang))
        for finding in found.findings:
            if finding.severity is not Severity.NOTE:
                desk.say("evaluate-plain", sentence=finding.sentence(desk.lang))
    desk.say("check-clean" if not worst(found) else "check-findings", number=worst(found))


def notes_of(found: Evaluation, lang: str) -> list[Note]:
    """A note for every cell that a finding concerns, with the whole sentence."""
    return [
        Note(place.origin.sheet, place.origin.cell, finding.sentence(lang), finding.severity.value)
        for finding in found.findings
        for place in finding.spots
        if place.origin.cell
    ]


def worst(found: Evaluation) -> int:
    """How many findings a person must deal with: all but notes."""
    return sum(finding.severity is not Severity.NOTE for finding in found.findings)


def font_folders() -> tuple[Path, ...]:
    """Where fonts are looked for: JIXIAO_FONTS (folders joined by the system's path separator), else the usual places."""
    told = os.environ.get("JIXIAO_FONTS", "")
    return tuple(Path(part) for part in told.split(os.pathsep) if part) or STANDARD_FOLDERS
