"""The reference page of the layout on disk: the tables that are read, and the tables of a result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jixiao.bulk.result_tables import TABLES
from jixiao.bulk.schema import (
    DEPT,
    DUE_SET,
    FILE,
    LATE,
    OWNER_ROW,
    PROJECT_ROW,
    ROW,
    TYPED,
    TYPED_PLACES,
    USED,
    VERSION,
    Stored,
    tables,
)
from jixiao.facts import Registry, Subject

_INTRO = f"""# 批量数据的格式

格式第 {VERSION} 版。`jixiao bulk import` 写出这样的文件夹；别的程序也可以写，只要列名和类型相同。

- 文件夹里有 `dataset.json` 和若干部分（`part-00001`、…）。每一部分是若干个完整的部门年度，每张表一个 Parquet 文件。
- `dataset.json` 最后写：每一部分有几个部门年度、每张表几行、每个文件的字节数和 SHA-256。没有它，这份数据就不完整。
- **金额、比率和分数都是整数**，小数位数见“小数位”一栏：6 位的 `16540300000` 万元就是 16540.30 万元。别的类型（浮点数、小数）一律不收。
- 空（NULL）就是没有填，不是零。选项存的是位置，从 0 起；是/否是 1 和 0。日期、地区和文字存原文。
- `{DEPT}` 是部门年度在这份数据里的编号，从 1 起，全部部分里不重复；`{ROW}` 是记录在表里的行号，从 1 起。"""

_OWN = {
    DEPT: "部门年度的编号",
    ROW: "行号",
    FILE: "读自哪份工作簿",
    PROJECT_ROW: "所属项目的行号；不属于项目时为空",
    OWNER_ROW: "所属项目的行号；部门整体的为 0，找不到所属项目的为空",
    USED: "计分用的完成值：本指标的，或它所引用的指标的",
    DUE_SET: "是否定有完成期限",
    LATE: "比期限晚几天；-1 表示日期不够判断",
    TYPED_PLACES: "填写时的小数位数",
}


def layout_page(known: Registry) -> str:
    """The page: every table that is read, then every table of a result."""
    subjects = {subject.id: subject for subject in known.subjects}
    parts = [_INTRO]
    for table in tables(known).values():
        subject = subjects[table.name]
        rows = [_row(column, subject) for column in table.columns]
        parts.append(
            f"## `{table.name}.parquet`　{subject.sheet}\n\n{subject.row}\n\n{_table(('列', '类型', '小数位', '内容'), rows)}"
        )
    parts.append(
        "# 批量结果的格式\n\n`jixiao bulk score` 写出的文件夹：每一部分一个文件夹，再加 `department.parquet`、`plan.json`，"
        "最后是 `result.json`。没有 `result.json`，结果就不完整；重新运行同一命令会接着算。"
    )
    for result in TABLES.values():
        columns = [(f"`{one.name}`", one.storage, one.says) for one in result.columns]
        parts.append(f"## `{result.name}.parquet`\n\n{result.row}。\n\n{_table(('列', '类型', '内容'), columns)}")
    return "\n\n".join(parts)


def _row(column: Stored, subject: Subject) -> tuple[str, str, str, str]:
    places = str(column.scale) if column.word is not None else ""
    return f"`{column.name}`", column.storage, places, "".join(_says(column, subject))


def _says(column: Stored, subject: Subject) -> Iterator[str]:
    if column.name in _OWN:
        yield _OWN[column.name]
    elif column.name.endswith(TYPED):
        yield f"“{subject.field(column.name.removesuffix(TYPED)).zh}”格里填的数，照原样"
    else:
        field = subject.field(column.name)
        yield field.zh
        if field.unit:
            yield f"（{field.unit}）"
    if column.codes:
        yield f"：{'、'.join(f'{number} {word}' for number, word in enumerate(column.codes))}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
