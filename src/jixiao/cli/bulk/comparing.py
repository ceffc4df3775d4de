"""`jixiao bulk compare`: the same department-years under two schemes, and who moves by how much."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.table import Table

from jixiao.bulk.comparing.changing import changed_scheme, named_scheme
from jixiao.bulk.comparing.comparison import Comparison
from jixiao.bulk.comparing.lines import ALIKE
from jixiao.bulk.comparing.sheets import WORDS, Sheet, movers_sheet, paired, sheets
from jixiao.bulk.comparing.tables import as_data
from jixiao.bulk.comparing.whole import CHANGED, compare
from jixiao.bulk.comparing.wording import remarks, summary
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order
from jixiao.cli.desk import Desk, speaking
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme

SHOWN_MOVERS = 10
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "compare",
    epilog="例：jixiao bulk compare 数据/ --scheme gd-2022-reconstructed --scheme 本市.yaml --out 试算/    "
    "例：jixiao bulk compare 数据/ --scheme gd-2022-reconstructed --set grades.优=92 --out 试算/",
)
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scheme", "schemes", multiple=True, required=True, help="方案编号或 .yaml 文件；写两次，先原后新")
@click.option("--set", "changes", multiple=True, help="试改一处，如 parameters.及格线=0.7，可写多次；改的是后一个方案")
@click.option("--out", "-o", type=_FOLDER, required=True, help="放结果的文件夹，新的或同一次比较的")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：自己的评分方案")
@click.option("--alike", type=int, default=ALIKE, show_default=True, help="百分之多少的部门得分率相同，算拉不开差距")
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存")
@click.option("--threads", type=click.IntRange(min=0), default=0, help="用几个处理器，默认全部")
@speaking
def compare_command(
    desk: Desk,
    data: Path,
    schemes: tuple[str, ...],
    changes: tuple[str, ...],
    out: Path,
    rulebook: Path | None,
    alike: int,
    memory: str,
    threads: int,
) -> None:
    """往年的数据按两个方案各算一遍：谁升谁降、差多少、哪些等级变了、哪些指标拉不开差距。"""
    if not 51 <= alike <= 100:  # at half and less, two shares could both be the usual one
        desk.refuse(desk.word("compare-alike", found=alike))
    before, after, changed = chosen(desk, schemes, changes, rulebook)
    dataset = read_dataset(data)
    parts = len(dataset.parts)
    with desk.counting(desk.word("compare-step"), 2 * parts) as at:
        found = compare(
            dataset,
            before,
            after,
            registry(),
            out,
            Order(memory=memory, threads=threads),
            alike=alike,
            changed=changed,
            lang=desk.lang,
            progress=lambda done, _all: at(done),
        )
    desk.say("evaluate-plain", sentence=summary(found, desk.lang))
    for sentence in remarks(found, desk.lang):
        desk.say("evaluate-plain", sentence=sentence)
    desk.show(*tables(found, desk.lang))
    desk.say("compare-made", folder=out)
    if changed:
        desk.say("compare-changed", file=out / CHANGED)
    desk.data({**as_data(found), "folder": str(out)})


def chosen(
    desk: Desk, names: tuple[str, ...], changes: tuple[str, ...], rulebook: Path | None
) -> tuple[Scheme, Scheme, str]:
    """The scheme before, the one after, and the file of the latter where it is made of the former."""
    if not (len(names) == 2 or (len(names) == 1 and changes)):
        desk.refuse(desk.word("compare-which", number=len(names)))
    before = named_scheme(names[0], rulebook)
    if changes:
        after, changed = changed_scheme(names[-1], changes, rulebook)
        return before, after, changed
    return before, named_scheme(names[-1], rulebook), ""


def tables(found: Comparison, lang: str) -> Iterator[Table]:
    """What is read first: the grades, the departments that move most, the years, the leaves."""
    known = {sheet.name: sheet for sheet in sheets(found, lang)}
    movers = movers_sheet(found, lang, short=True)
    yield shown(known["grades"], lang)
    if movers.rows:
        yield shown(Sheet(movers.name, movers.columns, movers.rows[:SHOWN_MOVERS]), lang)
    yield shown(paired(known["years"]), lang)
    yield shown(paired(known["leaves"]), lang)


def shown(sheet: Sheet, lang: str) -> Table:
    """A table for the terminal."""
    table = Table(title=sheet.title(lang), title_justify="left")
    for column, heading in zip(sheet.columns, sheet.headings(lang), strict=True):
        table.add_column(heading, justify="left" if column in WORDS else "right", overflow="fold")
    for row in sheet.rows:
        table.add_row(*row)
    return table
