"""`jixiao explain`, `jixiao schemes` and `jixiao scheme lint`: the rules, told to people."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click
from rich.markdown import Markdown
from rich.table import Table

from jixiao.checks.explain import explain
from jixiao.checks.pages import every_code
from jixiao.cli.desk import CLEAN, FINDINGS, Desk, speaking
from jixiao.rules.basis import RECONSTRUCTED
from jixiao.rules.lint import lint_scheme
from jixiao.rules.schemes import Entry, entries, load_scheme

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("explain", epilog="例：jixiao explain ART-01    例：jixiao explain --all")
@click.argument("code", required=False)
@click.option("--all", "everything", is_flag=True, help="列出全部代码")
@speaking
def explain_command(desk: Desk, code: str | None, everything: bool) -> None:
    """解释一条核对规则：看什么、依据是什么、怎样改。"""
    declared = every_code()
    if everything or code is None:
        table = Table()
        for name in ("code", "severity", "title"):
            table.add_column(desk.word(f"finding-{name}"))
        for item in declared.values():
            table.add_row(item.code, desk.word(f"severity-{item.severity.value}"), item.title(desk.lang))
        desk.show(table)
        desk.data(
            [
                {"code": item.code, "severity": item.severity.value, "title": item.title(desk.lang)}
                for item in declared.values()
            ]
        )
        raise SystemExit(CLEAN)
    wanted = code.upper()
    if wanted not in declared:
        near = get_close_matches(wanted, declared, n=3, cutoff=0.3)
        desk.refuse(desk.word("explain-unknown", code=code, near="、".join(near) or "—"))
    told = explain(wanted, desk.lang)
    desk.show(Markdown(told))
    desk.data({"code": wanted, "text": told})


@click.command("schemes", epilog="例：jixiao schemes")
@click.option("--rulebook", type=_FOLDER, help="本地规则文件夹")
@speaking
def schemes_command(desk: Desk, rulebook: Path | None) -> None:
    """列出可用的评分方案。"""
    found = entries(rulebook)
    table = Table(title=desk.word("schemes-title"), title_justify="left")
    for name in ("id", "name", "form", "place", "since", "provenance"):
        table.add_column(desk.word(f"schemes-{name}"), overflow="fold")
    for scheme in found:
        table.add_row(
            scheme.id,
            scheme.title,
            scheme.form,
            scheme.place or "—",
            str(scheme.since),
            desk.word(f"provenance-{status(scheme)}"),
        )
    desk.show(table)
    desk.data(
        [
            {
                "id": scheme.id,
                "title": scheme.title,
                "form": scheme.form,
                "place": scheme.place,
                "since": scheme.since,
                "version": scheme.version,
                "provenance": status(scheme),
                "digest": load_scheme(scheme.id, scheme.version, rulebook).digest,
            }
            for scheme in found
        ]
    )


def status(scheme: Entry) -> str:
    """Whether the official text was at hand."""
    return RECONSTRUCTED if scheme.is_reconstructed else "official"


@click.group("scheme")
def scheme_group() -> None:
    """评分方案文件的工具。"""


@scheme_group.command("lint", epilog="例：jixiao scheme lint 本市方案.yaml")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@speaking
def lint_command(desk: Desk, file: Path) -> None:
    """检查一份评分方案文件能不能用。"""
    problems = lint_scheme(file, desk.lang)
    for problem in problems:
        desk.say("evaluate-plain", sentence=problem)
    desk.data({"file": str(file), "problems": list(problems)})
    if problems:
        desk.say("lint-problems", file=file.name, number=len(problems))
        raise SystemExit(FINDINGS)
    desk.say("lint-clean-short", file=file.name)
