"""`jixiao bulk signals` and `jixiao bulk sample`: signals of comfort over years and peers, and whom to re-check."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from jixiao.bulk.comfort.rules import rules
from jixiao.bulk.comfort.sampling import Wish
from jixiao.bulk.comfort.writing import STEPS, Drawn, write_sample, write_signals
from jixiao.bulk.scored import Within, read_scored
from jixiao.cli.bulk.scoring import MEMORY
from jixiao.cli.desk import Desk, speaking
from jixiao.rules.registry import registry

_GIVEN = click.Path(exists=True, file_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("signals", epilog="例：jixiao bulk signals 数据/ 结果/ --out 迹象/")
@click.argument("data", type=_GIVEN)
@click.argument("result", type=_GIVEN)
@click.option("--out", "-o", type=_FOLDER, required=True, help="放结果的文件夹，新的或空的")
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存，放不下的暂存磁盘")
@click.option("--threads", type=click.IntRange(min=1), help="用几个处理器核，默认全部")
@speaking
def signals_command(desk: Desk, data: Path, result: Path, out: Path, memory: str, threads: int | None) -> None:
    """从各年、各部门的数据里找复核时值得先看的迹象，每条写明数字和地址。迹象不是结论，也不进入得分。"""
    with desk.counting(desk.word("comfort-step"), STEPS) as at:
        told = write_signals(
            read_scored(data, result),
            rules(),
            registry(),
            out,
            desk.lang,
            within(desk, memory, threads),
            lambda done, _: at(done),
        )
    table = Table(title=desk.word("comfort-title-kinds"), title_justify="left")
    table.add_column(desk.word("comfort-column-kind"))
    table.add_column(desk.word("comfort-column-number"), justify="right")
    for kind, number in told["signals"].items():
        table.add_row(desk.word(f"comfort-kind-{kind}"), str(number))
    desk.show(table)
    desk.say("comfort-written", **{**told, "signals": sum(told["signals"].values())}, folder=out)
    desk.data({**told, "folder": str(out)})


@click.command("sample", epilog="例：jixiao bulk sample 数据/ 结果/ --share 5% --seed 7 --out 抽样/")
@click.argument("data", type=_GIVEN)
@click.argument("result", type=_GIVEN)
@click.option(
    "--seed", type=click.IntRange(min=0), required=True, help="种子，任意整数；记下它，谁都能重新抽出同一份名单"
)
@click.option("--share", help="抽百分之多少，如 5%，默认 5%")
@click.option("--by-risk", help="其中多少按迹象选取，其余随机抽取，默认 90%")
@click.option("--year", type=int, default=0, help="抽哪个年度，默认最近一年")
@click.option("--out", "-o", type=_FOLDER, required=True, help="放结果的文件夹，新的或空的")
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存，放不下的暂存磁盘")
@click.option("--threads", type=click.IntRange(min=1), help="用几个处理器核，默认全部")
@speaking
def sample_command(
    desk: Desk,
    data: Path,
    result: Path,
    seed: int,
    share: str | None,
    by_risk: str | None,
    year: int,
    out: Path,
    memory: str,
    threads: int | None,
) -> None:
    """挑选复核对象：一部分按迹象选取，一部分随机抽取，每个部门写明理由；同一个种子在任何电脑上抽到的都一样。"""
    known = rules()
    wish = Wish(seed, part_of(desk, share, known.share), part_of(desk, by_risk, known.by_risk, none=True), year)
    with desk.counting(desk.word("comfort-step"), STEPS) as at:
        drawn = write_sample(
            read_scored(data, result),
            known,
            registry(),
            out,
            desk.lang,
            within(desk, memory, threads),
            wish,
            lambda done, _: at(done),
        )
    desk.show(_table(desk, drawn, seed))
    desk.say("comfort-sample-written", folder=out)
    desk.data(
        {
            "departments": drawn.sizes.departments,
            "year": drawn.year,
            "seed": seed,
            "sample": list(drawn.rows),
            "folder": str(out),
        }
    )


def within(desk: Desk, memory: str, threads: int | None) -> Within:
    """The bounds that were asked for; ends with a sentence where memory is written in no unit."""
    if not MEMORY.fullmatch(memory.strip()):
        desk.refuse(desk.word("score-memory", found=memory))
    return Within(memory, threads or 0)


def part_of(desk: Desk, written: str | None, usual: Fraction, *, none: bool = False) -> Fraction:
    """A share as people write it, 5% or 0.05, with `none` also 0; ends with a sentence for anything else."""
    if written is None:
        return usual
    bare = written.strip().replace("％", "%")
    try:
        found = Fraction(Decimal(bare.removesuffix("%"))) / (100 if bare.endswith("%") else 1)
    except (InvalidOperation, ValueError, OverflowError):  # no number, NaN, infinity
        found = Fraction(-1)
    if not 0 <= found <= 1 or (found == 0 and not none):
        desk.refuse(desk.word("comfort-bad-share", found=written))
    return found


def _table(desk: Desk, drawn: Drawn, seed: int) -> Table:
    title = desk.word(
        "comfort-title-sample",
        year=drawn.year,
        departments=drawn.sizes.departments,
        chosen=len(drawn.rows),
        seed=seed,
    )
    table = Table(title=title, title_justify="left", show_lines=True)
    for name in ("place", "department", "region", "how", "total", "reason"):
        table.add_column(desk.word(f"comfort-column-{name}"), overflow="fold")
    for row in drawn.rows:
        how = desk.word(f"comfort-how-{row['how']}")
        cells = (row["place"], row["department"], row["region"], how, row["total"], row["reason"])
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in cells))
    return table
