"""`jixiao bulk import`: folders of department workbooks become one dataset."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from jixiao.bulk.importing import REFUSED, Import, Imported
from jixiao.bulk.workbooks import Found, Source, found_in
from jixiao.cli import INTERRUPTED
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.cli.gathering import gather
from jixiao.cli.workers import SECONDS, many
from jixiao.rules.registry import registry

WORKBOOKS = frozenset([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])


@click.command("import", epilog="例：jixiao bulk import 2022/ 2023/ --out 数据/    同一命令中断后再运行，会接着导入")
@click.argument("folders", nargs=-1, required=True)
@click.option(
    "--out", "-o", type=click.Path(file_okay=False, path_type=Path), required=True, help="放数据的文件夹，新的或空的"
)
@click.option("--strict", is_flag=True, help="有一份不能导入，就什么也不导入")
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="同时读几份，默认用全部处理器")
@speaking
def import_command(desk: Desk, folders: tuple[str, ...], out: Path, strict: bool, jobs: int | None) -> None:
    """把文件夹里（含下级文件夹）各部门的工作簿读成一份批量数据。不能导入的列出来，说明原因，其余照常导入。"""
    sources = sources_in(folders)
    if not sources:
        desk.refuse(desk.word("import-nothing-found", where="、".join(folders)))
    run = Import(out, sources, registry(), desk.lang, strict)
    begun = run.done
    if begun:
        desk.say("import-goes-on", done=begun, number=len(sources))
    try:
        with run, desk.counting(desk.word("import-step"), len(sources)) as at:
            read = many(sources[begun:], partial(read_source, lang=desk.lang), partial(_refusal, desk), jobs or 0)
            run.take(((begun + place, found) for place, found in read), at)
    except KeyboardInterrupt:
        kept = run.imported.departments
        desk.err.print(desk.word("import-broken-off" if kept else "import-broken-off-early", kept=kept), markup=False)
        raise SystemExit(INTERRUPTED) from None
    _show(desk, run.imported, out)
    raise SystemExit(FINDINGS if run.imported.refused else CLEAN)


def sources_in(folders: Sequence[str]) -> tuple[Source, ...]:
    """Every workbook once, in the order of names, each named by its path below the folder that holds all of them."""
    files = {file.resolve(): file.parent.resolve() / file.name for file in gather(folders, WORKBOOKS)}
    if not files:
        return ()
    tops = [Path(name).resolve() for name in folders if Path(name).is_dir()]
    above = Path(os.path.commonpath([*tops, *(file.parent for file in files.values())]))
    found = (Source(file, file.relative_to(above).as_posix()) for file in files.values())
    return tuple(sorted(found, key=lambda one: one.name))


def read_source(source: Source, lang: str) -> Found:
    """What is in one workbook: the job of a worker."""
    return found_in(source, registry(), lang)


def _refusal(desk: Desk, source: Source, message_id: str) -> Found:
    return Found(None, {}, desk.word(message_id, file=source.file.name, limit=f"{SECONDS:g}"))


def _show(desk: Desk, imported: Imported, out: Path) -> None:
    if imported.refused:
        table = Table(title=desk.word("import-refused", number=len(imported.refused)), title_justify="left")
        for name in ("file", "why"):
            table.add_column(desk.word(f"import-{name}"), overflow="fold")
        for file, sentence in imported.refused:
            table.add_row(escape(file), escape(sentence))
        desk.show(table)
        desk.say("import-refused-listed", file=out / REFUSED)
    desk.say("import-done", departments=imported.departments, indicators=imported.indicators, folder=out)
    desk.data(
        {
            "folder": str(out),
            "departments": imported.departments,
            "indicators": imported.indicators,
            "refused": [{"file": file, "problem": sentence} for file, sentence in imported.refused],
        }
    )
