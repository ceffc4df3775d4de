"""The reference pages, written from the declarations: fields, derived figures, schemes, commands. `python -m jixiao.cli.pages`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from jixiao.bulk.checks.pages import checks_page
from jixiao.bulk.pages import layout_page
from jixiao.checks import pages as check_pages
from jixiao.cli.commands import jixiao
from jixiao.facts import Field, Registry, Subject
from jixiao.facts.derive import rule_in_words
from jixiao.files.atomic import atomic_path
from jixiao.rules.basis import RECONSTRUCTED
from jixiao.rules.registry import registry
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import entries, load_scheme

_HEAD = "<!-- 本页由 bin/docs 生成，请勿手改；改声明，再运行 bin/docs。 -->\n\n"


def pages() -> Mapping[str, str]:
    """Path below docs/ → text of every generated page."""
    known = registry()
    schemes = [load_scheme(entry.id, entry.version) for entry in entries()]
    found = {
        "reference/fields.md": _fields_page(known),
        "reference/derived.md": _derived_page(known),
        "reference/commands.md": _commands_page(),
        "reference/schemes.md": _schemes_page(schemes),
        "reference/bulk-data.md": layout_page(known),
        "reference/bulk-checks.md": checks_page(),
        "glossary.md": _glossary_page(known),
    }
    found.update({f"reference/schemes/{scheme.id}.md": _scheme_page(scheme) for scheme in schemes})
    return {path: _HEAD + text.rstrip() + "\n" for path, text in found.items()}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; pipes and line ends in cells are kept harmless."""
    lines = [list(heads), *([cell.replace("|", "\\|").replace("\n", "<br>") for cell in row] for row in rows)]
    rule = "|" + "|".join(" --- " for _ in lines[0]) + "|"
    body = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([body[0], rule, *body[1:]])


def _fields_page(known: Registry) -> str:
    parts = [
        (
            "# 工作簿的字段\n\n一张表是工作簿的一个工作表。标 ＊ 的必填；金额单位万元，比率填百分数。"
            "地址由年度、表、键和字段组成，如 `2022/project/P01/spent`；在文字里可写 `{项目/P01/全年执行数}`。"
        ),
    ]
    parts += [_subject_section(subject) for subject in known.subjects]
    return "\n\n".join(parts)


def _subject_section(subject: Subject) -> str:
    rows = [
        [f"{'＊' if item.required else ''}{item.zh}", f"`{item.id}`", _type(item), item.help, item.example]
        for item in subject.fields
    ]
    key = "、".join(subject.field(name).zh for name in subject.key)
    head = f"## {subject.sheet}（`{subject.id}`）\n\n{subject.row}" + (f" 键：{key}。" if key else "")
    return f"{head}\n\n{table(['字段', '标识', '类型', '说明', '示例'], rows)}"


def _type(item: Field) -> str:
    words = [item.kind.value]
    if item.unit:
        words.append(item.unit)
    if item.to:
        words.append(f"→ {item.to}")
    if item.computed:
        words.append(f"= {item.computed}")
    if item.choices:
        words.append("：" + "、".join(item.choices))
    return " ".join(words)


def _derived_page(known: Registry) -> str:
    rows = [
        [item.zh, f"`{item.name}`", item.kind.value, rule_in_words(item, known), item.basis] for item in known.derived
    ]
    intro = "# 派生数\n\n由填报数按规则算出的合计、比率和差额。地址中的 `*` 是单位、项目或资金来源的编号。"
    return f"{intro}\n\n{table(['名称', '地址', '类型', '规则', '口径'], rows)}"


def _glossary_page(known: Registry) -> str:
    names: dict[str, tuple[str, str]] = {}
    for subject, item in known.fields():
        names.setdefault(item.zh, (item.en, f"{subject.id}.{item.id}"))
    for derived in known.derived:
        names.setdefault(derived.zh, (derived.en, derived.name))
    rows = [[zh, en, f"`{where}`"] for zh, (en, where) in sorted(names.items())]
    return f"# 术语表 Glossary\n\n{table(['中文', 'English', 'identifier'], rows)}"


def _commands_page() -> str:
    return "# 命令\n\n" + "\n\n".join(_command_section(name, command) for name, command in _commands(jixiao, "jixiao"))


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None:
                yield from _commands(found, f"{name} {sub}")


def _command_section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, max_content_width=100)
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```"


def _schemes_page(schemes: Iterable[Scheme]) -> str:
    rows = [
        [
            f"[{scheme.id}](schemes/{scheme.id}.md)",
            scheme.title,
            scheme.place or "全国",
            str(scheme.since),
            _status(scheme),
        ]
        for scheme in schemes
    ]
    return f"# 评分方案\n\n{table(['编号', '名称', '适用地区', '起用年度', '依据状态'], rows)}"


def _scheme_page(scheme: Scheme) -> str:
    rows = [
        [leaf.code, leaf.name, f"{leaf.points}", "\n".join(leaf.written), leaf.basis.text() or leaf.basis.provenance]
        for leaf in scheme.leaves.values()
    ]
    intro = f"# {scheme.title}\n\n编号 `{scheme.id}`，版本 {scheme.version}，自 {scheme.since} 年度起。依据状态：{_status(scheme)}。"
    grades = "、".join(f"{grade} ≥ {bound}" for grade, bound in scheme.grades.items())
    return f"{intro}\n\n等级：{grades}。\n\n{table(['编号', '指标', '分值', '规则', '依据'], rows)}"


def _status(scheme: Scheme) -> str:
    return "官方文本未到手，按公开材料重建" if scheme.basis.provenance == RECONSTRUCTED else "官方文本"


def write(folder: Path) -> None:
    """Write all pages below a docs folder, those of the checks too, and remove pages that no declaration makes any more."""
    check_pages.write(folder / "reference" / "checks")
    wanted = pages()
    for path, text in wanted.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(target) as draft:
            draft.write_text(text, encoding="utf-8")
    for old in (folder / "reference").rglob("*.md"):
        if old.relative_to(folder).as_posix() not in wanted and old.read_text(encoding="utf-8").startswith(_HEAD):
            old.unlink()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
