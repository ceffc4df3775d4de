"""What kind of document a paper is, and where its parts stand."""

from __future__ import annotations

import pytest

from jixiao.checks.document.outline import Kind, outline_of, parts_of
from jixiao.documents.reading import from_text

BODY = "一、基本情况\n本局负责水务。\n二、自评结论\n自评总分95分。\n三、存在问题\n一是支出慢。\n四、改进措施\n一是加快支出。"


@pytest.mark.parametrize(
    ("text", "kind", "year"),
    [
        (f"岚县水务局2023年度部门整体支出绩效自评报告\n{BODY}", Kind.WHOLE, 2023),
        (f"岚县水务局2023年度河道清淤项目支出绩效自评报告\n{BODY}", Kind.PROJECT, 2023),
        (BODY.replace("本局", "2021年度部门整体支出为1亿元，本局"), Kind.WHOLE, 2021),
        (BODY, Kind.PROJECT, 0),
        (f"岚县水务局2023年度部门决算公开\n{BODY}", Kind.OTHER, 2023),
        (f"{BODY}\n五、名词解释\n略。", Kind.OTHER, 0),
        ("一、基本情况\n本局负责水务。\n二、自评结论\n自评总分95分。", Kind.OTHER, 0),
        (BODY.replace("自评", "评价"), Kind.OTHER, 0),
        ("", Kind.OTHER, 0),
    ],
)
def test_kind_and_year(text: str, kind: Kind, year: int):
    """A self-evaluation report is known by its title or by most of its parts; accounts and extracts are none."""
    outline = outline_of(from_text(text))

    assert (outline.kind, outline.year) == (kind, year)


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("（一）部门概况", ("基本情况",)),
        ("（二）年度总体工作和重点工作任务", ("任务",)),
        ("（三）重点工作任务完成情况", ("完成",)),
        ("三、存在的主要问题及改进措施", ("问题", "措施")),
        ("（一）自评结论综述", ("结论",)),
        ("四、需要说明的问题", ()),
        ("五、附则", ()),
    ],
)
def test_parts_of_a_heading(heading: str, parts: tuple[str, ...]):
    """Headings are free; the words in them tell the part."""
    assert parts_of(heading) == parts


def test_the_innermost_heading_that_names_a_part_decides():
    """A subheading without such words belongs to the part above it."""
    text = "三、存在问题及措施\n（一）存在的问题\n1.支出慢\n年底才付款。\n（二）改进措施\n2.抓进度\n按月调度。"
    outline = outline_of(from_text(text))
    told = [(section.heading.text, section.parts) for section in outline.sections if section.heading]

    assert told == [
        ("三、存在问题及措施", ("问题", "措施")),
        ("（一）存在的问题", ("问题",)),
        ("1.支出慢", ("问题",)),
        ("（二）改进措施", ("措施",)),
        ("2.抓进度", ("措施",)),
    ]
