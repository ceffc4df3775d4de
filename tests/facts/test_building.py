"""Building a department-year: good rows are kept, bad cells are reported with their place."""

from __future__ import annotations

import pytest
from tests.facts.department import LINES, UNITS, rows

from jixiao.facts import Origin, Provenance
from jixiao.facts.building import Raw, build_year
from jixiao.figures import MISSING
from jixiao.rules.registry import registry


def problems(**other: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """(subject, field, message id) of every problem."""
    built = build_year(rows(**other), registry())  # type: ignore[arg-type]  # tests write plain values
    return [(problem.subject, problem.field, problem.message_id) for problem in built.problems]


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"spent": "三百"}, ("budget", "spent", "value-figure")),
        ({"spent": "-1.00"}, ("budget", "spent", "value-too-low")),
        ({"spent": "98%"}, ("budget", "spent", "value-figure")),
        ({"spent": None}, ("budget", "spent", "build-required")),
        ({"fund": "银行存款"}, ("budget", "fund", "value-choice")),
        ({"unit": "XX"}, ("budget", "unit", "build-no-such")),
        ({"line": None}, ("budget", "line", "build-no-key")),
        ({"line": "B2"}, ("budget", "line", "build-key-twice")),
        ({"project": "P9"}, ("budget", "project", "build-no-such")),
    ],
)
def test_each_kind_of_bad_cell_is_reported_once(change: dict[str, object], expected: tuple[str, str, str]):
    """One bad cell, one problem, at its field."""
    lines = [LINES[0], LINES[1], {**LINES[2], **change}]

    assert problems(budget=lines) == [expected]


def test_a_bad_cell_leaves_the_rest_of_its_row_alone():
    """The spending is unreadable; the budget of the same line still counts."""
    built = build_year(rows(budget=[{**LINES[0], "spent": "？"}]), registry())

    assert built.year is not None
    assert built.year.budget[0].spent is MISSING
    assert built.year.budget[0].initial is not MISSING


def test_without_a_fiscal_year_nothing_can_be_addressed():
    """No year, no department-year; the sentence says what to do."""
    built = build_year(rows(cover=[{"department": "青溪县水务局"}]), registry())

    assert built.year is None
    assert [problem.message_id for problem in built.problems] == ["build-no-year"]


def test_an_unreadable_fiscal_year_is_shown_as_it_was_found():
    """二〇二四年 is refused with what a year looks like."""
    built = build_year(rows(cover=[{"year": "去年"}]), registry())

    assert built.year is None
    assert "现为“去年”" in built.problems[0].sentence()


@pytest.mark.parametrize(
    "told, field, expected",
    [
        ("公开", "spent", Provenance.PUBLISHED),
        ("示例", "spent", Provenance.ILLUSTRATIVE),
        ("公开：支出决算数；其余示例", "spent", Provenance.PUBLISHED),
        ("公开：支出决算数；其余示例", "initial", Provenance.ILLUSTRATIVE),
        ("示例：年初预算数、预算调整数；其余公开", "adjust", Provenance.ILLUSTRATIVE),
        ("部门决算", "spent", Provenance.ENTERED),
        ("", "spent", Provenance.ENTERED),
    ],
)
def test_the_source_column_says_of_each_cell_whether_it_was_published(told: str, field: str, expected: Provenance):
    """公开 and 示例 hold for the row, or for the columns they name."""
    built = build_year(rows(budget=[{**LINES[0], "source": told}]), registry())

    assert built.year is not None
    assert built.year.passports[built.year.at("budget", "B1", field)].provenance is expected


def test_the_sentence_begins_with_file_sheet_and_cell():
    """The eye goes where the cell is."""
    origin = Origin(file="水务局.xlsx", sheet="单位", cell="D7")
    unit = {name: Raw(value) for name, value in UNITS[0].items()} | {"kind": Raw("局", origin)}
    built = build_year({**rows(), "unit": [unit]}, registry())

    assert built.problems[0].sentence() == (
        "水务局.xlsx › 单位 › D7：“单位类型”只能填下列之一：本级、行政单位、参公事业单位、公益一类事业单位、公益二类事业单位、其他单位；"
        "现为“局”。请从下拉列表中选择。"
    )
