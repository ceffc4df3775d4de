"""`jixiao bulk show`: the ranking of a finished result, or one department with the reason for every lost point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from jixiao.bulk.reasons import explained
from jixiao.bulk.results import Finished, Standing, exactly, read_result
from jixiao.bulk.scored import read_scored
from jixiao.cli.bulk.scoring import standing_as_data
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.cli.tables import card_as_data, line_as_data, lost_points_table, scorecard_table, shown
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Line, Scorecard

_COLUMNS = ("place", "year", "region", "department", "total", "grade", "open", "place_in_region")
_FOLDER = click.Path(file_okay=False, path_type=Path)
FEW = 20


@click.command(
    "show", epilog="例：jixiao bulk show 结果/ --region 4401 --top 50    例：jixiao bulk show 结果/ --department 总工会"
)
@click.argument("result", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--top", type=click.IntRange(min=1), default=FEW, show_default=True, help="列出前几名")
@click.option("--region", default="", help="只看这个地区（区划代码或其开头，4401 含各区）")
@click.option("--year", type=int, help="只看这个年度")
@click.option("--department", default="", help="看一个部门：各项得分、扣分、原因、复算；写全称或其中一段")
@click.option("--lines", is_flag=True, help="再列出该部门每条绩效指标的得分和原因")
@click.option("--data", type=_FOLDER, help="计分所用的数据文件夹，移动过才要写")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹：计分时用过的")
@speaking
def show_command(
    desk: Desk,
    result: Path,
    top: int,
    region: str,
    year: int | None,
    department: str,
    lines: bool,
    data: Path | None,
    rulebook: Path | None,
) -> None:
    """看批量计分的结果：名次表，或一个部门的评分卡，每一分扣在哪里、为什么。"""
    finished = read_result(result)
    if not department:
        found = chosen(finished, region, year, "", top)
        desk.show(ranking(desk, found, finished))
        desk.data({"scheme": finished.told["scheme"], "departments": [standing_as_data(one) for one in found]})
        raise SystemExit(CLEAN)
    found = chosen(finished, region, year, department, 0)
    found = [one for one in found if one.department == department] or found
    if not found:
        desk.refuse(desk.word("show-nobody", found=department, folder=result))
    if len(found) > 1:
        desk.show(ranking(desk, found[:top], finished))
        desk.refuse(desk.word("show-several", found=department, number=len(found)))
    scored = read_scored(data or finished.data, result)
    card = explained(scored.dataset, result, found[0].dept, _scheme(desk, finished, rulebook), registry())
    _show(desk, found[0], card, lines=lines)
    told = finished.told["results"]
    number = len(_details(card))
    desk.say("show-the-same" if "line" in told else "show-leaves-the-same", lines=len(card.lines), indicators=number)
    raise SystemExit(FINDINGS if isinstance(card.total, Missing) else CLEAN)


def chosen(finished: Finished, region: str, year: int | None, department: str, top: int) -> list[Standing]:
    """The department-years that are asked for, best first."""
    tests = {
        "starts_with(coalesce(region, ''), ?)": region,
        "year = ?": year,
        "contains(coalesce(department, ''), ?)": department,
    }
    asked = {test: value for test, value in tests.items() if value}
    return finished.standings(" and ".join(asked) or "true", list(asked.values()), top)


def ranking(desk: Desk, found: Sequence[Standing], finished: Finished) -> Table:
    """The departments by place."""
    told = finished.told
    title = desk.word("show-title", scheme=told["scheme"], version=told["version"], departments=told["departments"])
    table = Table(title=title, title_justify="left")
    for name in _COLUMNS:
        right = name in {"place", "total", "open", "place_in_region"}
        justify: Any = "right" if right else "left"
        table.add_column(desk.word(f"standing-{name.replace('_', '-')}"), justify=justify, overflow="fold")
    for one in found:
        total = exactly(one.total) or desk.word("card-reached", reached=exactly(one.reached))
        places = ["" if place is None else str(place) for place in (one.place, one.place_in_region)]
        waiting = exactly(one.open) if one.open.points else ""
        table.add_row(
            places[0], str(one.year), escape(one.region), escape(one.department), total, one.grade, waiting, places[1]
        )
    return table


def _scheme(desk: Desk, finished: Finished, rulebook: Path | None) -> Scheme:
    """The scheme of the run, as it was then."""
    told = finished.told
    scheme = load_scheme(told["scheme"], told["version"], rulebook)
    if scheme.digest != told["digest"]:
        desk.refuse(desk.word("show-other-scheme", scheme=told["scheme"], folder=finished.folder))
    return scheme


def _show(desk: Desk, one: Standing, card: Scorecard, *, lines: bool) -> None:
    details = _details(card)
    desk.show(scorecard_table(card, desk.lang), lost_points_table(card, desk.lang))
    if lines:
        desk.show(_lines_table(desk, details))
    if one.place is not None:
        desk.say(
            "show-place", place=one.place, year=one.year, region=one.region or "—", place_in_region=one.place_in_region
        )
    told = {"standing": standing_as_data(one), "scorecard": card_as_data(card)}
    desk.data({**told, "indicators": [line_as_data(line) for line in details]} if lines else told)


def _details(card: Scorecard) -> list[Line]:
    """The lines of single indicators, those of projects among them."""

    def below(line: Line) -> Iterator[Line]:
        for one in line.details:
            yield from below(one) if one.details else (one,)

    return [one for leaf in card.lines for one in below(leaf)]


def _lines_table(desk: Desk, lines: Sequence[Line]) -> Table:
    table = Table(title=desk.word("show-lines", number=len(lines)), title_justify="left", show_lines=True)
    for name in ("code", "name", "points", "score", "lost", "reason", "step"):
        justify: Any = "right" if name in {"points", "score", "lost"} else "left"
        table.add_column(desk.word(f"card-{name}"), justify=justify, overflow="fold")
    for line in lines:
        lost = "" if isinstance(line.lost, Missing) or not line.lost.points else line.lost.text()
        score = desk.word("show-excluded") if line.kind == "excluded" else shown(line.score, desk.lang)
        table.add_row(line.code, line.name, line.points.text(), score, lost, line.reason, line.step)
    return table
