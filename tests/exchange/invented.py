"""An invented department-year with rows on all sheets, made from the examples of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jixiao.facts import DepartmentYear, Subject
from jixiao.facts.building import Built, Raw, build_year
from jixiao.rules.registry import registry

UNITS = ("HQ", "ENG")
# What the examples refer to, beside their own rows.
MORE: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "unit": ({"unit": "ENG", "name": "青溪县职业学院"}, {"unit": "001", "name": "  县工人文化宫 "}),
    "division": ({"division": "经济工作与劳动保护部"},),
    "project": (
        {"project": "P02", "name": "=1+1 项目"},
        {"project": "P17", "name": "实训设备", "physical_progress": "33.3"},
    ),
    "budget": (
        {"line": "B2", "initial": "0", "adjust": "0", "carried_in": "0", "spent": "0"},
        {"line": "B3", "initial": "10.123456", "adjust": "-0.10", "carried_in": "0.2", "spent": "9.87654"},
        {"line": "B4", "full": "46886.75", "rate": "98.44"},
    ),
    "narrative": (
        {"no": "N2", "text": "第一段\n第二段，引用 {部门支出决算数}。\n<r>不是标记</r>"},
        {"no": "N3", "text": "<r>x</r>"},
    ),
    "indicator": ({"no": "P02-9", "target": "123456789012345.678", "actual": "99.9999999"},),
    "stated": ({"item": "部门支出决算数", "where": "预算公开表", "value": "46154.11", "year": ""},),
}
# Two sources in one record, and a column computed by rule: left blank, as a workbook leaves it.
SOURCES = {"unit": "公开", "project": "公开：项目名称；其余示例", "budget": "示例"}


def rows_of(subject: Subject) -> list[dict[str, Raw]]:
    """The example of each field as one row, then the further rows, each filled up with what is required."""
    example = {field.id: field.example for field in subject.fields if not field.computed}
    if subject.id in SOURCES:
        example["source"] = SOURCES[subject.id]
    required = {field.id: field.example for field in subject.fields if field.required}
    texts = [example, *({**required, **more} for more in MORE.get(subject.id, ()))]
    source = "" if not subject.is_form else "公开"
    return [{name: Raw(text, source=source) for name, text in row.items()} for row in texts]


def built(**more: list[dict[str, Raw]]) -> Built:
    """The invented year; `more` replaces the rows of a subject."""
    declared = registry()
    return build_year({**{subject.id: rows_of(subject) for subject in declared.subjects}, **more}, declared)


def year() -> DepartmentYear:
    """The invented year. It has no problems."""
    found = built()
    assert found.year is not None
    assert [problem.sentence() for problem in found.problems] == []
    return found.year


def bare(found: DepartmentYear | None) -> DepartmentYear:
    """A year without its passports, which tell of files."""
    assert found is not None
    return replace(found, passports={})


def sources(found: DepartmentYear | None) -> dict[str, tuple[str, str]]:
    """What each value's passport says of its source."""
    assert found is not None
    return {where: (passport.provenance.value, passport.document) for where, passport in found.passports.items()}
