"""`jixiao bulk score`: every department-year of a dataset under one scheme."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.results import Finished, Standing, Summary, exactly, read_result
from jixiao.bulk.run import Order, Result, score_dataset
from jixiao.cli import INTERRUPTED
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

MEMORY = re.compile(r"\d+(\.\d+)?\s*[KMGT]i?B", re.IGNORECASE)
HERE = "local[*]"
"""Spark on all cores of this machine."""

SHOWN = 30
"""As many places are shown; all of them are in `summary.csv` and in JSON."""

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("score", epilog="例：jixiao bulk score 数据/ --scheme gd-2022-reconstructed --out 结果/")
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scheme", "scheme_id", required=True, help="评分方案编号，见 jixiao schemes")
@click.option("--out", "-o", type=_FOLDER, required=True, help="放结果的文件夹，新的或空的；中断后用同一个接着算")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：自己的评分方案")
@click.option("--no-lines", is_flag=True, help="不写每条绩效指标的得分，只写各项指标和总分，更快更小")
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存，放不下的暂存磁盘")
@click.option("--threads", type=click.IntRange(min=1), help="用几个处理器核，默认全部")
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    show_default=True,
    help="duckdb 用本机，spark 用已有的 Spark 集群（需 jixiao[spark] 和 Java 17）",
)
@click.option("--master", help="Spark 集群地址，如 spark://host:7077；不写则在本机运行 Spark")
@speaking
def score_command(
    desk: Desk,
    data: Path,
    scheme_id: str,
    out: Path,
    rulebook: Path | None,
    no_lines: bool,
    memory: str,
    threads: int | None,
    engine: str,
    master: str | None,
) -> None:
    """按同一套方案给数据里的每个部门、每个年度计分，排名次，分数与逐个评的一样。中断后再运行会接着算。"""
    if not MEMORY.fullmatch(memory.strip()):
        desk.refuse(desk.word("score-memory", found=memory))
    if master is not None and engine != "spark":
        desk.refuse(desk.word("score-master"))
    dataset, scheme = read_dataset(data), load_scheme(scheme_id, rulebook=rulebook)
    begun = time.monotonic()
    try:
        with desk.counting(desk.word("score-step"), len(dataset.parts)) as at:
            order = Order(lines=not no_lines, memory=memory, threads=threads or 0)
            score = score_dataset if engine == "duckdb" else _on_spark(master or HERE)
            score(dataset, scheme, registry(), out, order, progress=lambda done, _: at(done))
    except KeyboardInterrupt:
        desk.err.print(desk.word("score-broken-off", kept=len(list(out.glob("part-*"))), parts=len(dataset.parts)))
        raise SystemExit(INTERRUPTED) from None
    finished = read_result(out)
    finished.remember(data)
    listed = finished.write_summary()
    seconds = time.monotonic() - begun
    summary = finished.summary()
    show_summary(desk, summary)
    desk.say("score-done", folder=out, file=listed, seconds=f"{seconds:.1f}")
    desk.data({**as_data(finished, summary), "folder": str(out), "seconds": f"{seconds:.1f}"})
    raise SystemExit(CLEAN if summary.complete == summary.departments else FINDINGS)


def _on_spark(master: str) -> Callable[..., Result]:
    """The same run on a cluster."""
    from jixiao.bulk.spark import score_dataset_on_spark  # noqa: PLC0415  (an extra that only a cluster needs)

    return partial(score_dataset_on_spark, master=master)


def show_summary(desk: Desk, summary: Summary) -> None:
    """Counts, grades, the ends and the middle, and the departments by place."""
    open_ones = summary.departments - summary.complete
    desk.say("score-counts", departments=summary.departments, complete=summary.complete, open=open_ones)
    if summary.grades:
        grades = ("、" if desk.lang == "zh" else ", ").join(
            f"{name} {number}" for name, number in summary.grades.items()
        )
        desk.say("score-grades", grades=grades)
    if summary.best is not None and summary.worst is not None:
        desk.say("score-ends", best=_named(summary.best), worst=_named(summary.worst), median=summary.median)
    table = Table(title=desk.word("score-places"), title_justify="left")
    for name in ("year", "region"):
        table.add_column(desk.word(f"standing-{name}"))
    for name in ("departments", "complete", "mean"):
        table.add_column(desk.word(f"score-{name}"), justify="right")
    table.add_column(desk.word("score-first"), overflow="fold")
    for place in summary.places[:SHOWN]:
        first = f"{place.first} {exactly(place.highest)}".strip()
        counts = (str(place.departments), str(place.complete), _text(place.mean) or "")
        table.add_row(str(place.year), escape(place.region), *counts, escape(first))
    desk.show(table)
    if len(summary.places) > SHOWN:
        desk.say("score-more-places", number=len(summary.places) - SHOWN)


def as_data(finished: Finished, summary: Summary) -> dict[str, Any]:
    """A run and its summary as plain data; figures are text, missing ones null."""
    told = finished.told
    return {
        "scheme": {name: told[key] for name, key in (("id", "scheme"), ("version", "version"), ("digest", "digest"))},
        "dataset": told["dataset"],
        "departments": summary.departments,
        "complete": summary.complete,
        "grades": dict(summary.grades),
        "best": None if summary.best is None else standing_as_data(summary.best),
        "worst": None if summary.worst is None else standing_as_data(summary.worst),
        "median": _text(summary.median),
        "places": [
            {
                "year": place.year,
                "region": place.region,
                "departments": place.departments,
                "complete": place.complete,
                "mean": _text(place.mean),
                "first": place.first,
                "highest": exactly(place.highest) or None,
            }
            for place in summary.places
        ],
    }


def standing_as_data(one: Standing) -> dict[str, Any]:
    """A standing as plain data."""
    return {
        "place": one.place,
        "place_in_region": one.place_in_region,
        "year": one.year,
        "region": one.region,
        "department": one.department,
        "points": exactly(one.points),
        "total": exactly(one.total) or None,
        "grade": one.grade,
        "reached": exactly(one.reached),
        "open": exactly(one.open),
        "adjusted": exactly(one.adjusted) or None,
        "dept": one.dept,
        "file": one.file,
    }


def _named(one: Standing) -> str:
    return f"{one.department or one.file} {exactly(one.total)}"


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
