"""`jixiao readback`: what somebody changed in a report that `jixiao evaluate` made, and what that breaks."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.cli.evaluation import Evaluation, evaluate
from jixiao.reports import docx
from jixiao.reports.readback.changes import ReadBack
from jixiao.reports.readback.reading import readback
from jixiao.reports.readback.telling import as_data, lines, summary
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "readback",
    epilog="例：jixiao readback 自评报告-改.docx    例：jixiao readback 自评报告-改.docx --facts 2022.xlsx",
)
@click.argument("file", type=_FILE)
@click.option("--facts", "workbook", type=_FILE, help="生成这份报告的工作簿：逐段比对正文，找出全部关系和要改的单元格")
@click.option("--scheme", help="生成报告时用的评分方案编号；当时没有给就不用给")
@click.option("--rulebook", type=click.Path(file_okay=False, path_type=Path), help="生成报告时用的本地规则文件夹")
@speaking
def readback_command(desk: Desk, file: Path, workbook: Path | None, scheme: str | None, rulebook: Path | None) -> None:
    """读回在 Word 或 WPS 里改过的自评报告：改了哪些数字和文字，哪些关系因此不再成立，该改工作簿的哪里。"""
    back = readback(file) if workbook is None else _with_workbook(file, workbook, scheme, rulebook)
    _show(desk, back, file)
    desk.data(as_data(back, str(file), desk.lang))
    raise SystemExit(FINDINGS if any(change.matters for change in back.changes) else CLEAN)


def _with_workbook(file: Path, workbook: Path, scheme: str | None, rulebook: Path | None) -> ReadBack:
    """Read back against the report made anew from its workbook."""
    found = evaluate(workbook, scheme=scheme, rulebook=rulebook)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        return readback(file, original=remade(found, Path(folder), rulebook), facts=found.facts)


def remade(found: Evaluation, folder: Path, rulebook: Path | None = None) -> Path:
    """The Word report of an evaluation, without its pictures. Returns where it lies."""
    outline = outline_for(found.year, found.card.scheme.id if found.card else "", rulebook)
    path = folder / "original.docx"
    docx.write(compose(found.facts, found.card, outline, tuple(found.projects.values())), path)
    return path


def _show(desk: Desk, back: ReadBack, file: Path) -> None:
    sums = summary(back)
    clean = not any(change.matters for change in back.changes)
    desk.say("readback-head-clean" if clean else "readback-head", file=file, **sums)
    for change in back.changes:
        if change.matters:
            head, *more = lines(back, change, desk.lang)
            desk.say("evaluate-plain", sentence="\n".join([f"· {head}", *(f"    {line}" for line in more)]))
    for name in ("spelling", "unbound"):
        if sums[name]:
            desk.say(f"readback-{name}", number=sums[name])
    if back.updated:
        desk.say("readback-updated", number=back.updated)
    elif not back.original:
        desk.say("readback-words-unknown")
