"""A folder of small YAML files read as a department-year: what a workbook is generated from, and easy to review in a diff.

A file holds one or several subjects, each under its id or its sheet name:

    单位:
      - {单位编号: HQ, 单位名称: 广州市总工会本级, 单位类型: 本级, 纳入汇总: true, 数据来源: 示例}
    封面:
      年度: 2022
      部门名称: [广州市总工会, 公开]

A row is a map of Chinese field names or field ids. In a form, a value may stand with its source as `[value, source]`.
A paragraph may be broken into lines; they are joined without spaces, and an empty line starts a new paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from jixiao.facts.building import Built, CellProblem, Raw, RawRow, build_year
from jixiao.facts.passport import Origin
from jixiao.facts.registry import Field, Kind, Registry, Subject
from jixiao.rules.strict import Node, load


def read_source(folder: Path, registry: Registry) -> Built:
    """Read every `*.yaml` of a folder, in the order of their names.

    Args:
        folder: where the files lie; subjects may be spread over them as one likes, and a table over several files.
        registry: the declarations by which subjects and fields are named.

    Returns:
        The department-year with every problem found; `year` is None only when not even the fiscal year is known. The
        place of a value is its file, its sheet and its line.

    Raises:
        RuleError: a file is not YAML as the strict reader wants it; it names file and line.

    Example:
        read_source(Path("examples/gz-union-2022"), registry()).year.cover.department → "广州市总工会"
    """
    rows: dict[str, list[RawRow]] = {}
    problems: list[CellProblem] = []
    for path in sorted(folder.glob("*.yaml")):
        root = load(path).expect("map")
        for name, content in root.entries.items():
            subject = _subject(name, registry)
            if subject is None:
                here = Origin(path.name, "", f"第{root.keys[name].line}行")
                problems.append(CellProblem("source-no-subject", {"found": name}, here, ""))
            elif subject.is_form:
                _add_form(subject, content, path.name, rows, problems)
            else:
                rows.setdefault(subject.id, []).extend(
                    dict(_cells(subject, row, path.name, problems)) for row in content.expect("list")
                )
    built = build_year(rows, registry)
    return Built(built.year, (*problems, *built.problems))


def _subject(name: str, registry: Registry) -> Subject | None:
    return registry.by_id.get(name) or registry.by_sheet.get(name)


def _add_form(
    subject: Subject, content: Node, file: str, rows: dict[str, list[RawRow]], problems: list[CellProblem]
) -> None:
    """A form is filled once; a second one would silently win or lose, so it is reported and left out."""
    if subject.id in rows:
        here = Origin(file, subject.sheet, f"第{content.place.line}行")
        problems.append(CellProblem("source-form-twice", {"sheet": subject.sheet}, here, subject.id))
        return
    rows[subject.id] = [dict(_cells(subject, content, file, problems))]


def _cells(subject: Subject, row: Node, file: str, problems: list[CellProblem]) -> Iterator[tuple[str, Raw]]:
    """Field id → cell of one row, unknown and repeated names left out and reported."""
    fields = {item.id: item for item in subject.fields} | {item.zh: item for item in subject.fields}
    seen: set[str] = set()
    for name, value in row.expect("map").entries.items():
        here = Origin(file, subject.sheet, f"第{row.keys[name].line}行")
        field = fields.get(name)
        if field is None or field.id in seen:
            problems.append(_misnamed(subject, name, field, fields, here))
            continue
        seen.add(field.id)
        yield field.id, _raw(subject, field, value, here)


def _misnamed(
    subject: Subject, name: str, field: Field | None, fields: Mapping[str, Field], here: Origin
) -> CellProblem:
    if field is not None:
        return CellProblem("source-field-twice", {"field": field.zh, "found": name}, here, subject.id, field.id)
    near = get_close_matches(name, fields, n=1)
    if near:
        return CellProblem(
            "source-field-near", {"found": name, "sheet": subject.sheet, "near": near[0]}, here, subject.id
        )
    return CellProblem("source-no-field", {"found": name, "sheet": subject.sheet}, here, subject.id)


def _raw(subject: Subject, field: Field, value: Node, here: Origin) -> Raw:
    source = ""
    if value.kind == "list" and subject.is_form:
        value, told = value.items if len(value.items) == 2 else (value, None)
        source = told.text() if told is not None else ""
    if value.kind == "list":
        return Raw("、".join(item.expect("text").raw for item in value), here, source)
    if value.kind == "flag":
        return Raw(value.flag(), here, source)
    raw = value.raw if value.kind == "whole" else value.text()
    return Raw(joined(raw) if field.kind is Kind.PARAGRAPH else raw, here, source)


def joined(text: str) -> str:
    r"""Lines put together without spaces, as Chinese is written; an empty line remains a new paragraph.

    Example:
        >>> joined("全年完成基坑施工，\n主体按计划推进。")
        '全年完成基坑施工，主体按计划推进。'
    """
    paragraphs = text.strip().split("\n\n")
    return "\n".join("".join(line.strip() for line in paragraph.splitlines()) for paragraph in paragraphs)
