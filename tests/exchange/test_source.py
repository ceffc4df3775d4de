"""A folder of small YAML files becomes a department-year; whatever is wrong in it is told with file, sheet and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.exchange.source import joined, read_source
from jixiao.facts import Provenance
from jixiao.facts.building import Built
from jixiao.figures import Count
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry

COVER = '封面:\n  年度: ["2022", 公开]\n  department: 某市总工会\n'


def read(folder: Path, **files: str) -> Built:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_source(folder, registry())


def test_subjects_may_be_called_by_sheet_or_id_and_fields_by_either_name(tmp_path: Path):
    """The person who writes the file need not know what programs call things."""
    built = read(
        tmp_path,
        a=COVER,
        b="单位:\n  - {单位编号: HQ, name: 本级, 单位类型: 本级, 纳入汇总: true}\n",
        c="unit:\n  - {unit: S1, 单位名称: 学校, kind: 其他单位, consolidated: 否}\n",
    )

    assert built.problems == ()
    assert built.year is not None
    assert built.year.cover.department == "某市总工会"
    assert [(unit.unit, unit.name, unit.consolidated) for unit in built.year.unit] == [
        ("HQ", "本级", True),
        ("S1", "学校", False),
    ]


def test_every_value_knows_its_file_sheet_and_line(tmp_path: Path):
    """Whoever doubts a figure is led to the line that says it, and told whether it was published."""
    staff = (
        "人员:\n"
        "  - {单位编号: HQ, 人员类别: 行政编制,\n"
        '     年末实有数: "99", 上年末实有数: "100", 数据来源: 公开：年末实有数；其余示例}\n'
    )
    unit = "单位:\n  - {单位编号: HQ, 单位名称: 本级, 单位类型: 本级}\n"
    year = read(tmp_path, a=COVER, b=unit, c=staff).year

    assert year is not None
    assert year.staff[0].actual == Count(99)
    actual, before = (year.passports[year.at("staff", "HQ", "行政编制", name)] for name in ("actual", "last_year"))
    assert actual.origin.text() == "c.yaml › 人员 › 第3行"
    assert (actual.provenance, before.provenance) == (Provenance.PUBLISHED, Provenance.ILLUSTRATIVE)
    assert year.passports[year.at("cover", "year")].provenance is Provenance.PUBLISHED


def test_a_list_is_what_the_form_separates_by_a_comma(tmp_path: Path):
    """[P13, P14] in the file is P13、P14 in the sheet."""
    year = read(tmp_path, a=COVER, b="问题:\n  - {问题编号: W1, 问题概括: 进度慢, 涉及项目: [P13, P14]}\n").year

    assert year is not None
    assert year.problem[0].projects == "P13、P14"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("全年完成基坑施工。", "全年完成基坑施工。"),
        ("全年完成基坑施工，\n  主体按计划推进。\n", "全年完成基坑施工，主体按计划推进。"),
        ("第一段。\n\n第二段，\n接着写。", "第一段。\n第二段，接着写。"),
    ],
)
def test_lines_of_a_paragraph_are_joined_without_spaces(written: str, read_as: str):
    """Chinese knows no space between words, so a line break in the file leaves no trace in the report."""
    assert joined(written) == read_as


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            "单 位:\n  - {单位编号: HQ}\n",
            "b.yaml › 第1行：“单 位”不是任何一张表的名称或编号，这一部分没有读入。请改成工作簿里的表名。",
        ),
        (
            "单位:\n  - {单位编号: HQ, 单位名: 本级, name: 本级, 单位类型: 本级}\n",
            "b.yaml › 单位 › 第2行：“单位”表没有“单位名”这一栏，是否想写“单位名称”？这个值没有读入，请改正栏名。",
        ),
        (
            "单位:\n  - {单位编号: HQ, name: 本级, 单位类型: 本级, 邮编: '510000'}\n",
            "b.yaml › 单位 › 第2行：“单位”表没有“邮编”这一栏，这个值没有读入。请改成该表的栏名。",
        ),
        (
            "单位:\n  - {单位编号: HQ, name: 本级, 单位名称: 学校, 单位类型: 本级}\n",
            "b.yaml › 单位 › 第2行：同一行把“单位名称”写了两次（第二次写作“单位名称”），第二次没有读入。请删去一个。",
        ),
        (
            "封面:\n  年度: '2023'\n",
            "b.yaml › 封面 › 第2行：“封面”只能填一份，前面已经有了，这一份没有读入。请合并成一份。",
        ),
        (
            "单位:\n  - {单位编号: HQ, name: 本级, 单位类型: 总部}\n",
            (
                "b.yaml › 单位 › 第2行：“单位类型”只能填下列之一：本级、行政单位、参公事业单位、公益一类事业单位、"
                "公益二类事业单位、其他单位；现为“总部”。请从下拉列表中选择。"
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(tmp_path: Path, told: str, sentence: str):
    """Where, what was found, what was expected, what to do; the good values are kept."""
    built = read(tmp_path, a=COVER, b=told)

    assert sentence in [problem.sentence() for problem in built.problems]
    assert built.year is not None
    assert built.year.year == 2022
    assert all(problem.sentence("en") for problem in built.problems)


def test_a_file_that_is_no_strict_yaml_is_refused_with_its_line(tmp_path: Path):
    """A bare figure would pass through a float in other readers, so it must be quoted."""
    with pytest.raises(RuleError) as refused:
        read(tmp_path, a=COVER, b="三公经费:\n  - {项目: 公务接待费, 预算数: 12.50}\n")

    assert refused.value.place is not None
    assert str(refused.value.place) == "b.yaml:2"


def test_a_folder_without_a_year_is_no_department_year(tmp_path: Path):
    """Without the fiscal year neither basis nor scheme is known."""
    built = read(tmp_path, a="单位:\n  - {单位编号: HQ, 单位名称: 本级, 单位类型: 本级}\n")

    assert built.year is None
    assert [problem.message_id for problem in built.problems] == ["build-no-year"]
