"""`jixiao evaluate`: from a workbook to scores, findings, the report and its annexes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from jixiao.cli.check import show_findings, worst
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.cli.tables import card_as_data, findings_as_data, lost_points_table, scorecard_table
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
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：自己的评分方案和报告提纲")
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
        if found.unscored is not None:
            raise found.unscored
        fonts = find_fonts(font_folders())
        notes = write_all(found, out, file.stem, rulebook, None if no_pdf else fonts, desk.lang, step)
    if found.card is not None:
        desk.show(scorecard_table(found.card, desk.lang), lost_points_table(found.card, desk.lang))
    show_findings(desk, found)
    for note in notes:
        desk.say("evaluate-plain", sentence=note.sentence(desk.lang) if isinstance(note, FontNote) else note)
    desk.say("evaluate-made", folder=out)
    desk.data(
        {
            "scorecard": None if found.card is None else card_as_data(found.card),
            "findings": findings_as_data(found.findings, desk.lang),
            "folder": str(out),
        }
    )
    raise SystemExit(FINDINGS if worst(found) else CLEAN)


def write_all(
    found: Evaluation,
    out: Path,
    stem: str,
    rulebook: Path | None,
    fonts: FontSet | None,
    lang: str,
    step: Callable[[], None],
) -> list[FontNote | str]:
    """Write every output, all or none. Returns what the reader should know about the fonts."""
    projects = tuple(found.projects.values())
    report = compose(
        found.facts, found.card, outline_for(found.year, found.card.scheme.id if found.card else "", rulebook), projects
    )
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
                made = pdf.write(report, folder / f"{stem}-自评报告.pdf", fonts)
                notes.extend(note for note in made if note.fallback)
            except FontsMissingError as missing:
                notes.append(missing.sentence(lang))
        step()
    return notes


def font_folders() -> tuple[Path, ...]:
    """Where fonts are looked for: JIXIAO_FONTS, else the usual places and those that bin/setup has filled."""
    told = os.environ.get("JIXIAO_FONTS", "")
    named = tuple(Path(part) for part in told.split(os.pathsep) if part)
    return named or (Path(sys.prefix).parent / ".cache" / "fonts", *STANDARD_FOLDERS)
