"""`jixiao review`: which figure of anybody's report is wrong, in the terminal or drawn on the document."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from jixiao.checks.document.settings import NAME, Settings, narrowed, read_settings
from jixiao.cli.desk import CLEAN, FINDINGS, PIPED_WIDTH, UNUSABLE, Desk, speaking
from jixiao.cli.gathering import MARK, gather
from jixiao.cli.review_job import MARKED, Order, Task, job
from jixiao.cli.review_show import show_file
from jixiao.cli.workers import SECONDS, many
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text

FILE_FORMATS = (*MARKED, "xlsx")
FEW = 12  # notes of one file that are shown unless all are asked for


@click.command(
    "review",
    epilog="例：jixiao review 自评报告.docx    例：jixiao review 各单位报告/ --format xlsx --out 审阅.xlsx",
)
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", *FILE_FORMATS]),
    default="text",
    show_default=True,
    help="text 屏幕、json、sarif；html 网页，docx 带批注的原文，pdf 带高亮的原文，xlsx 问题清单",
)
@click.option("--out", "-o", type=click.Path(path_type=Path), help="写到这个文件或文件夹")
@click.option(
    "--show", "shows", multiple=True, type=click.Choice(["verified", "notes"]), help="另外列出：相符的关系、全部备注"
)
@click.option("--select", multiple=True, help="只用这些规则（代码或其开头）")
@click.option("--ignore", multiple=True, help="不用这些规则（代码或其开头）")
@click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=f"设置文件，默认 {NAME}")
@click.option("--jobs", "-j", type=click.IntRange(min=1), help="同时审阅几份，默认用全部处理器")
@click.option(
    "--master", metavar="URL", help="在 Spark 集群上审阅，如 spark://主机:7077；各台机器要能按同样的路径读到文件"
)
@click.option("--force", is_flag=True, help="目标文件已存在时覆盖它（原件永不覆盖）")
@speaking
def review_command(
    desk: Desk,
    files: tuple[str, ...],
    form: str,
    out: Path | None,
    shows: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: Path | None,
    jobs: int | None,
    master: str | None,
    force: bool,
) -> None:
    """审阅别人写的报告：哪些数字对不上、哪一个最可能写错、哪些说法与数字矛盾、缺了什么。"""
    desk.as_json = desk.as_json or form in ("json", "sarif")
    found = gather(files)
    if not found:
        desk.refuse(desk.word("review-nothing-found", where="、".join(files)))
    if form in FILE_FORMATS and out is None:
        desk.refuse(desk.word("review-format-needs-file", format=form))
    settings = narrowed(_settings(config), select, ignore)
    marked = form if form in MARKED else ""
    today = date.today()  # noqa: DTZ011  (the day at this desk)
    order = Order(settings, today, desk.lang, verified="verified" in shows, form=marked)
    if form == "xlsx" and out is not None and out.is_dir():
        out = out / "审阅.xlsx"
    if out is not None and str(out) not in files:  # what an earlier run wrote into a folder that is reviewed
        found = tuple(file for file in found if file.resolve() != out.resolve())
    twins = Counter(file.stem for file in found)
    tasks = [
        Task(
            file, _target(file, form, out, many=len(found) > 1, alone=twins[file.stem] == 1) if marked and out else None
        )
        for file in found
    ]
    targets = [task.target for task in tasks if task.target] or ([out] if out else [])
    _may_write(desk, targets, found, force=force)
    results = _review(desk, tasks, order, jobs, master)
    if form == "text" and out is not None and not desk.as_json:
        with atomic_path(out) as path, path.open("w", encoding="utf-8") as file:
            onto = Desk(desk.lang, out=Console(file=file, width=PIPED_WIDTH, highlight=False, soft_wrap=True))
            _show(onto, results, notes="notes" in shows, form=form, out=None)
        desk.say("review-written", file=out)
        raise SystemExit(_code(results))
    if form == "xlsx" and out is not None:
        from jixiao.reports.marked.xlsx import write  # noqa: PLC0415  (only who asks for it pays for it)

        write(results, out, desk.lang)
    _show(desk, results, notes="notes" in shows, form=form, out=out)
    raise SystemExit(_code(results))


def _target(file: Path, form: str, out: Path, *, many: bool, alone: bool) -> Path:
    """Where the marked copy of a file goes: the file named, or a file of its name in the folder named."""
    if many or out.is_dir() or not out.suffix:
        return out / f"{file.stem if alone else file.name}{MARK}.{form}"
    return out


def _may_write(desk: Desk, targets: Sequence[Path], inputs: Sequence[Path], *, force: bool) -> None:
    """End with 2 rather than write onto an input, ever, or onto a file that is there, unless --force says so."""
    originals = {file.resolve() for file in inputs}
    for target in targets:
        if target.resolve() in originals:
            desk.refuse(desk.word("write-onto-input", file=target))
        if target.exists() and not force:
            desk.refuse(desk.word("write-exists", file=target))
        if targets.count(target) > 1:
            desk.refuse(desk.word("review-same-target", file=target))
        target.parent.mkdir(parents=True, exist_ok=True)


def _settings(config: Path | None) -> Settings:
    """The settings named, those of the folder the command runs in, or none."""
    path = config or Path(NAME)
    return read_settings(path) if config or path.is_file() else Settings()


def _review(
    desk: Desk, tasks: Sequence[Task], order: Order, jobs: int | None, master: str | None
) -> list[Mapping[str, Any]]:
    """Every file's result, in the order of the files; one file stays in this process."""
    if len(tasks) == 1 and master is None:
        return [job(tasks[0], order)]
    results: list[Mapping[str, Any]] = [{}] * len(tasks)
    # A worker has bounds of its own and needs no further child for each file.
    work = partial(job, order=replace(order, guarded=False))
    refusal = partial(_refused, lang=desk.lang)
    with desk.counting(desk.word("review-step"), len(tasks)) as at:
        for done, (index, result) in enumerate(_spread(tasks, work, refusal, jobs or 0, master), 1):
            results[index] = result
            at(done)
    return results


def _spread(
    tasks: Sequence[Task],
    work: Callable[[Task], Mapping[str, Any]],
    refusal: Callable[[Task, str], Mapping[str, Any]],
    jobs: int,
    master: str | None,
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The results as they come, from the processes of this machine or from a cluster, which knows no folder to start from."""
    if master is None:
        yield from many(tasks, work, refusal, jobs)
        return
    from jixiao.cli.spread import many_on_spark  # noqa: PLC0415  (only who asks for it pays for it)

    placed = [Task(task.file.absolute(), task.target and task.target.absolute()) for task in tasks]
    for index, result in many_on_spark(placed, work, refusal, master, jobs):
        task = tasks[index]
        written = {"written": str(task.target)} if "written" in result else {}
        yield index, {**result, "file": str(task.file), **written}


def _refused(task: Task, message_id: str, lang: str) -> Mapping[str, Any]:
    """The result of a file whose worker died or took too long."""
    file = task.file
    return {"file": str(file), "refused": text(message_id, lang, file=file.name, limit=f"{SECONDS:g}")}


def _show(desk: Desk, results: Sequence[Mapping[str, Any]], *, notes: bool, form: str, out: Path | None) -> None:
    if desk.as_json:
        told: Any = {"files": results, "summary": _sums(results)}
        if form == "sarif":
            from jixiao.reports.marked.sarif import as_sarif  # noqa: PLC0415  (only who asks for it pays for it)

            told = as_sarif(results)
        if out is None:
            desk.data(told)
        else:
            with atomic_path(out) as path:
                path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return
    for told in results:
        if "refused" in told:
            desk.err.print(desk.word("review-refused", file=told["file"], problem=told["refused"]), style="red")
        elif form == "text" and (len(results) == 1 or told["findings"]):
            show_file(desk, told, notes=notes, most_notes=FEW if len(results) == 1 else 0)
        if "unmarked" in told:
            desk.err.print(told["unmarked"], style="yellow")
        if "written" in told:
            desk.say("review-written", file=told["written"])
    if form == "xlsx":
        desk.say("review-written", file=out)
    if len(results) > 1:
        desk.say("review-total", **_sums(results))


def _sums(results: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    read = [told for told in results if "refused" not in told]
    errors = [told["summary"]["block"] + told["summary"]["error"] for told in read]
    return {
        "files": len(results),
        "clean": sum(not told["findings"] for told in read),
        "bad": sum(number > 0 for number in errors),
        "refused": len(results) - len(read),
        "errors": sum(errors),
        "warnings": sum(told["summary"]["warning"] for told in read),
        "notes": sum(told["summary"]["note"] for told in read),
    }


def _code(results: Sequence[Mapping[str, Any]]) -> int:
    """2 where a file could not be read, 1 where a person must look at something, 0 otherwise."""
    sums = _sums(results)
    if sums["refused"] or any("unmarked" in told for told in results):
        return UNUSABLE
    return FINDINGS if sums["errors"] or sums["warnings"] else CLEAN
