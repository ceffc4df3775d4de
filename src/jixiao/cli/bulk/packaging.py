"""`jixiao bulk package`: the scored, redacted result as an open-data package."""

from __future__ import annotations

from pathlib import Path

import click

from jixiao.bulk.packaging.declared import Licence, publishing
from jixiao.bulk.packaging.descriptor import Imprint
from jixiao.bulk.packaging.writing import write_package
from jixiao.bulk.scored import read_scored
from jixiao.cli.bulk.comfort import within
from jixiao.cli.desk import Desk, speaking
from jixiao.rules.registry import registry

_GIVEN = click.Path(exists=True, file_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "package", epilog="例：jixiao bulk package 数据/ 结果/ --out 公开/ --licence CC-BY-4.0 --publisher 某市财政局"
)
@click.argument("data", type=_GIVEN)
@click.argument("result", type=_GIVEN)
@click.option("--out", "-o", type=_FOLDER, required=True, help="放数据包的文件夹，新的或空的")
@click.option("--licence", help="许可协议编号，如 CC-BY-4.0")
@click.option("--title", default="", help="数据包的标题")
@click.option("--publisher", default="", help="发布单位")
@click.option("--rulebook", type=_FOLDER, help="计分时用的本地规则文件夹")
@click.option("--memory", default="4GB", show_default=True, help="最多用多少内存，放不下的暂存磁盘")
@click.option("--threads", type=click.IntRange(min=1), help="用几个处理器核，默认全部")
@speaking
def package_command(
    desk: Desk,
    data: Path,
    result: Path,
    out: Path,
    licence: str | None,
    title: str,
    publisher: str,
    rulebook: Path | None,
    memory: str,
    threads: int | None,
) -> None:
    """把计分结果装成公开数据包：csv、Parquet、json，附说明文件、代码表、评分规则和摘要；不该公开的一个字也不在其中。"""
    declared = publishing(registry())
    known = "、".join(declared.licences)
    chosen: Licence | None = None
    if licence is not None:
        if licence not in declared.licences:
            desk.refuse(desk.word("open-no-licence", found=licence, known=known))
        chosen = declared.licences[licence]
    scored = read_scored(data, result)
    tables = len(declared.fields) + 3 + ("line" in scored.told["results"])
    with desk.counting(desk.word("package-step"), tables) as at:
        packed = write_package(
            scored,
            declared,
            registry(),
            out,
            Imprint(title, publisher, chosen),
            within(desk, memory, threads),
            rulebook,
            lambda done, _: at(done),
        )
    hidden = sum(packed.hidden.values())
    desk.say("package-written", folder=out, tables=len(packed.rows), rows=sum(packed.rows.values()), hidden=hidden)
    if chosen is None:
        desk.say("package-no-licence", known=known)
    desk.data({"folder": str(out), "rows": packed.rows, "hidden": packed.hidden})
