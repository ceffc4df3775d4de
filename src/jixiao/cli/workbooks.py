"""`jixiao template`, `split`, `merge`, `diff` and `import-form`: workbooks made, handed out, gathered, compared, filled."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from jixiao import exchange
from jixiao.cli.desk import CLEAN, FINDINGS, FORCE, Desk, speaking
from jixiao.cli.evaluation import in_force, read_year
from jixiao.cli.tables import plain
from jixiao.exchange.compare import changes
from jixiao.exchange.merge import Part, YearsDiffer, merge
from jixiao.exchange.official_form import import_forms
from jixiao.exchange.roll import roll_forward
from jixiao.exchange.split import split, split_by_division
from jixiao.facts import Facts
from jixiao.facts.showing import shown
from jixiao.figures import MISSING
from jixiao.files.atomic import atomic_dir
from jixiao.rules.registry import registry
from jixiao.scoring import score

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_OUT = click.option("-o", "--output", type=_NEW, required=True, help="要生成的工作簿")


@click.command(
    "template", epilog="例：jixiao template -o 2022.xlsx    例：jixiao template --from 2021.xlsx -o 2022.xlsx"
)
@click.option("--from", "last_year", type=_FILE, help="上年的工作簿：单位、项目、指标和上年数自动带过来")
@_OUT
@FORCE
@speaking
def template_command(desk: Desk, last_year: Path | None, output: Path, force: bool) -> None:
    """生成要填写的工作簿，空白的或从上年滚动来的。"""
    desk.may_write(output, [last_year] if last_year else [], force=force)
    known = registry()
    year = None
    if last_year is not None:
        last, problems = read_year(last_year, known)
        for problem in problems:
            desk.say("evaluate-plain", sentence=problem.sentence(desk.lang))
        year = roll_forward(last, known)
    exchange.write_workbook(output, known, year)
    desk.say("template-made", file=output)
    desk.data({"file": str(output)})


@click.command(
    "split", epilog="例：jixiao split 2022.xlsx --out 分发/    例：jixiao split 2022.xlsx --by division --out 分发/"
)
@click.argument("file", type=_FILE)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="放各单位工作簿的文件夹")
@click.option(
    "--by",
    type=click.Choice(["unit", "division"]),
    default="unit",
    show_default=True,
    help="按单位，或按处室（承担处室和分工表）",
)
@FORCE
@speaking
def split_command(desk: Desk, file: Path, out: Path, by: str, force: bool) -> None:
    """按单位或处室把工作簿分发出去，每个人只填自己的部分。"""
    known = registry()
    year, _ = read_year(file, known)
    names = {unit.unit: unit.short if isinstance(unit.short, str) else unit.name for unit in year.unit}
    parts = split(year, known) if by == "unit" else split_by_division(year, known)
    files = {key: f"{file.stem}-{names.get(key, key)}.xlsx" for key in parts}
    for name in files.values():
        desk.may_write(out / name, [file], force=force)
    with desk.progress(list(parts)) as step, atomic_dir(out) as folder:
        for key, part in parts.items():
            exchange.write_workbook(folder / files[key], known, part)
            step()
    desk.say("split-made", number=len(parts), folder=out)
    desk.data({"folder": str(out), "parts": list(parts)})


@click.command("merge", epilog="例：jixiao merge 分发/*.xlsx -o 2022.xlsx")
@click.argument("files", type=_FILE, nargs=-1, required=True)
@_OUT
@FORCE
@speaking
def merge_command(desk: Desk, files: tuple[Path, ...], output: Path, force: bool) -> None:
    """把各单位的工作簿合并成一份：同一行只算一次，互相矛盾的列出来，还缺谁说出来。"""
    desk.may_write(output, files, force=force)
    known = registry()
    parts: list[Part] = []
    with desk.progress([file.name for file in files]) as step:
        for file in files:
            year, found = read_year(file, known)
            parts.append(Part(file.name, year, found))
            step()
    try:
        merged = merge(parts, known)
    except YearsDiffer as differ:
        desk.refuse(differ.sentence(desk.lang))
    exchange.write_workbook(output, known, merged.year)
    sentences = [problem.sentence(desk.lang) for problem in merged.problems]
    graver = any(problem.severity != "note" for problem in merged.problems) or merged.conflicts
    sentences += [conflict.sentence(desk.lang) for conflict in merged.conflicts]
    for sentence in sentences:
        desk.say("evaluate-plain", sentence=sentence)
    if merged.missing_units:
        desk.say("merge-missing", units="、".join(merged.missing_units))
    desk.say("merge-made", number=len(files), file=output)
    desk.data({"file": str(output), "problems": sentences, "missing": list(merged.missing_units)})
    raise SystemExit(FINDINGS if graver or merged.missing_units else CLEAN)


@click.command("diff", epilog="例：jixiao diff 初稿.xlsx 定稿.xlsx")
@click.argument("before", type=_FILE)
@click.argument("after", type=_FILE)
@click.option("--scheme", help="评分方案编号")
@speaking
def diff_command(desk: Desk, before: Path, after: Path, scheme: str | None) -> None:
    """比较两份工作簿：哪些数变了、牵动了哪些数、得分怎样变。"""
    known = registry()
    old, new = (Facts(read_year(file, known)[0], known) for file in (before, after))
    found = changes(old, new)
    schemes = [in_force(facts.year, scheme, None)[0] for facts in (old, new)]
    scores = [None if one is None else score(facts, one) for facts, one in zip((old, new), schemes, strict=True)]
    if not found:
        desk.say("diff-none")
    else:
        table = Table(title=desk.word("diff-title", number=len(found)), title_justify="left")
        for name in ("where", "before", "after"):
            table.add_column(desk.word(f"diff-{name}"), overflow="fold")
        for change in found:
            style = "dim" if change.derived else ""
            table.add_row(change.title, shown(change.before), shown(change.after), style=style)
        desk.show(table)
    totals = [MISSING if card is None else card.total for card in scores]
    desk.say("diff-score", before=shown(totals[0]), after=shown(totals[1]))
    rows = [
        {
            "address": item.address,
            "title": item.title,
            "before": shown(item.before),
            "after": shown(item.after),
            "derived": item.derived,
        }
        for item in found
    ]
    desk.data({"changes": rows, "score": [plain(total) for total in totals]})
    raise SystemExit(FINDINGS if found else CLEAN)


@click.command("import-form", epilog="例：jixiao import-form 自评表/*.xlsx --into 2022.xlsx -o 2022-新.xlsx")
@click.argument("forms", type=_FILE, nargs=-1, required=True)
@click.option("--into", type=_FILE, required=True, help="部门的工作簿；按项目名称对应")
@_OUT
@FORCE
@speaking
def import_form_command(desk: Desk, forms: tuple[Path, ...], into: Path, output: Path, force: bool) -> None:
    """把已经填好的项目支出绩效自评表读进工作簿。"""
    desk.may_write(output, [*forms, into], force=force)
    known = registry()
    year, _ = read_year(into, known)
    found = import_forms(forms, year, known)
    exchange.write_workbook(output, known, found.year)
    sentences = [problem.sentence(desk.lang) for problem in (*found.problems, *found.replaced)]
    for sentence in sentences:
        desk.say("evaluate-plain", sentence=sentence)
    desk.say("import-made", source="、".join(form.name for form in forms), number=found.values, file=output)
    desk.data({"file": str(output), "values": found.values, "problems": sentences})
    graver = [problem for problem in found.problems if problem.severity != "note"]
    raise SystemExit(FINDINGS if graver else CLEAN)
