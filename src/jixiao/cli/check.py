"""`jixiao check`: what is wrong in a workbook, on the screen or as comments at its cells."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.checks import Severity
from jixiao.cli.desk import CLEAN, FINDINGS, FORCE, Desk, speaking
from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.cli.tables import findings_as_data, findings_table
from jixiao.exchange.annotate import annotate
from jixiao.exchange.notes import Note

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("check", epilog="例：jixiao check 2022.xlsx    例：jixiao check 2022.xlsx --annotate 批注.xlsx")
@click.argument("file", type=_FILE)
@click.option(
    "--annotate", "marked", type=click.Path(dir_okay=False, path_type=Path), help="另存一份在单元格上带批注的工作簿"
)
@click.option("--scheme", help="评分方案编号")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹")
@FORCE
@speaking
def check_command(
    desk: Desk, file: Path, marked: Path | None, scheme: str | None, rulebook: Path | None, force: bool
) -> None:
    """核对工作簿，列出每一处不对的地方：在哪里、现为多少、应为多少、怎么办。"""
    if marked is not None:
        desk.may_write(marked, [file], force=force)
    with desk.progress([desk.word(f"evaluate-step-{name}") for name in ("read", "score", "check")]) as step:
        found = evaluate(file, scheme=scheme, rulebook=rulebook, step=step)
    show_findings(desk, found)
    if marked is not None:
        notes = notes_of(found, desk.lang)
        annotate(file, notes, marked)
        desk.say("check-annotated", file=marked, number=len(notes))
    desk.data({"findings": findings_as_data(found.findings, desk.lang)})
    raise SystemExit(FINDINGS if worst(found) else CLEAN)


def show_findings(desk: Desk, found: Evaluation) -> None:
    """All findings in words, the worst first, or one line that there are none."""
    if found.findings:
        desk.show(findings_table(found.findings, desk.lang))
        for finding in found.findings:
            note = finding.severity is Severity.NOTE
            told = f"【{finding.code}】{finding.found(desk.lang)}" if note else finding.sentence(desk.lang)
            desk.say("evaluate-plain", sentence=told)
    desk.say("check-clean" if not worst(found) else "check-findings", number=worst(found))


def notes_of(found: Evaluation, lang: str) -> list[Note]:
    """A note for every cell that a finding concerns, with that cell's own sentence; the rest goes to the first sheet."""
    notes = []
    for finding in found.findings:
        severity = finding.severity.value
        placed = [spot for spot in finding.spots if spot.origin.cell]
        notes += [
            Note(spot.origin.sheet, spot.origin.cell, finding.sentence_at(spot, lang), severity) for spot in placed
        ]
        if not placed:
            notes.append(Note("", "", finding.sentence(lang), severity))
    return notes


def worst(found: Evaluation) -> int:
    """How many findings a person must deal with: all but notes."""
    return sum(finding.severity is not Severity.NOTE for finding in found.findings)
