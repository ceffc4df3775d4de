"""`jixiao bulk check`: what thousands of department-years would be returned for, by rule, by place and by department."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from jixiao.bulk.checks.run import Against, Checked, check_dataset
from jixiao.bulk.checks.summary import TABLES, Sheet, read_sheet
from jixiao.bulk.checks.writing import heading, titled, write_sentences, write_summaries
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order
from jixiao.bulk.scored import read_scored
from jixiao.cli import INTERRUPTED
from jixiao.cli.bulk.scoring import MEMORY
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

SHOWN = {"by_rule": 30, "by_place": 30, "by_department": 10}
"""As many rows of each summary are shown; all of them are in the csv files and in JSON."""

_HIDDEN = ("dept", "file")
_WORDS = ("severity", "rule", "title", "region", "department", "year")
_FOLDER = click.Path(file_okay=False, path_type=Path)
_THERE = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    "check",
    epilog="例：jixiao bulk check 数据/ --out 核对/    例：jixiao bulk check 数据/ --result 结果/ --out 核对/ --sentences 20",
)
@click.argument("data", type=_THERE)
@click.option("--out", "-o", type=_FOLDER, required=True, help="放核对结果的文件夹，新的或空的；中断后用同一个接着做")
@click.option("--result", type=_THERE, help="同一份数据的计分结果；给了它，得分也一并核对")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：自己的评分方案")
@click.option(
    "--sentences",
    type=click.IntRange(min=1),
    metavar="N",
    help="把问题最多的 N 个部门年度的问题写成句子，存为 sentences.csv",
)
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存，放不下的暂存磁盘")
@click.option("--threads", type=click.IntRange(min=1), help="用几个处理器核，默认全部")
@speaking
def check_command(
    desk: Desk,
    data: Path,
    out: Path,
    result: Path | None,
    rulebook: Path | None,
    sentences: int | None,
    memory: str,
    threads: int | None,
) -> None:
    """核对数据里的每个部门、每个年度，问题与逐个核对的一样；按规则、地区、部门汇总。中断后再运行会接着做。"""
    if not MEMORY.fullmatch(memory.strip()):
        desk.refuse(desk.word("score-memory", found=memory))
    dataset, against = read_dataset(data.absolute()), None
    if result is not None:
        scored = read_scored(data.absolute(), result.absolute())
        against = Against(scored, load_scheme(scored.told["scheme"], rulebook=rulebook))
    try:
        with desk.counting(desk.word("bulkcheck-step"), len(dataset.parts)) as at:
            order = Order(memory=memory, threads=threads or 0)
            found = check_dataset(dataset, registry(), out.absolute(), order, lambda done, _: at(done), against)
    except KeyboardInterrupt:
        kept = len(list(out.glob("part-*")))
        desk.err.print(desk.word("bulkcheck-broken-off", kept=kept, parts=len(dataset.parts)))
        raise SystemExit(INTERRUPTED) from None
    files = write_summaries(out, desk.lang)
    show(desk, found, out)
    desk.say("bulkcheck-done", folder=out, files="、".join(file.name for file in files))
    if sentences is not None:
        scheme = None if against is None else against.scheme
        path, number = write_sentences(dataset, registry(), scheme, out, sentences, desk.lang)
        desk.say("bulkcheck-sentences", file=path, number=number)
    desk.data(as_data(found, out))
    raise SystemExit(FINDINGS if found.findings["block"] + found.findings["error"] else CLEAN)


def show(desk: Desk, found: Checked, out: Path) -> None:
    """How many findings there are, then what breaks most, where, and who has most to mend."""
    counts = {word: str(number) for word, number in found.findings.items()}
    desk.say("bulkcheck-counts", departments=found.departments, total=sum(found.findings.values()), **counts)
    for name, most in SHOWN.items():
        sheet = titled(read_sheet(out, name, most), desk.lang)
        if sheet.rows:
            desk.show(_table(desk, name, sheet))


def _table(desk: Desk, name: str, sheet: Sheet) -> Table:
    columns = [column for column in sheet.columns if column not in _HIDDEN]
    table = Table(title=desk.word(f"bulkcheck-{name.replace('_', '-')}"), title_justify="left")
    for column in columns:
        table.add_column(heading(column, desk.lang), justify="left" if column in _WORDS else "right", overflow="fold")
    for row in sheet.records():
        table.add_row(*(escape("" if row[column] is None else str(row[column])) for column in columns))
    return table


def as_data(found: Checked, out: Path) -> dict[str, Any]:
    """A run and its summaries as plain data."""
    sheets = {name: [dict(row) for row in read_sheet(out, name).records()] for name in TABLES}
    return {
        "folder": str(out),
        "departments": found.departments,
        "judged": found.judged,
        "findings": dict(found.findings),
        **sheets,
    }
