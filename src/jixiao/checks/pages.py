"""Writing the manual: one page a code and an index, from the catalogue.

python -m jixiao.checks.pages docs/reference/checks
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from jixiao.checks.catalogue import Declaration, catalogue, review_catalogue
from jixiao.checks.explain import explain
from jixiao.files.messages import text


def pages() -> dict[str, str]:
    """File name → content: `README.md` and one page for each code."""
    found = {f"{code}.md": explain(code) for code in every_code()}
    return {"README.md": index(), **found}


def every_code() -> dict[str, Declaration]:
    """Every code in the order of its chapter; one that judges facts and documents stands once."""
    return dict(sorted({**review_catalogue(), **catalogue()}.items()))


def index() -> str:
    """Every code with severity and title, by chapter."""
    lines = ["# 核对规则", "", "由规则声明生成，请勿手改；在终端用 `jixiao explain 代码` 查看同样的内容。", ""]
    for chapter, rules in groupby(every_code().values(), key=lambda rule: rule.chapter):
        lines += [
            f"## {chapter} {text(f'chapter-{chapter}')}",
            "",
            "| 代码 | 级别 | 问题 | 工作簿 | 文档 |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| [{rule.code}]({rule.code}.md) | {text(f'severity-{rule.severity.value}')} | {rule.title()} "
            f"| {'✓' if rule.code in catalogue() else ''} | {'✓' if rule.code in review_catalogue() else ''} |"
            for rule in rules
        ]
        lines.append("")
    return "\n".join(lines)


def write(folder: Path) -> int:
    """Write all pages into a folder, removing pages of codes that are gone. Returns how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, content in made.items():
        (folder / name).write_text(content, encoding="utf-8")
    return len(made)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
