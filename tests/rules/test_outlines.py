"""Outlines are read strictly: what an outline may not say is refused with file, line and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.facts import Kind
from jixiao.rules.errors import RuleError
from jixiao.rules.outlines import Words, read_outline
from jixiao.rules.registry import registry
from jixiao.rules.templates import Slot, TemplateError, read_template, split

WORDS = Words(
    registry=registry(),
    formats={"wan": {Kind.MONEY}, "abs": {Kind.MONEY, Kind.COUNT}},
    inline={"units": set(), "conclusion": {"order"}},
    blocks={"problems": set(), "narratives": {"slot"}},
)
HEAD = "outline: x\ntitle: 例\nheading: [例]\nsections:\n  - title: 概况\n    items:\n"


def read(items: str, tmp_path: Path):
    file = tmp_path / "x.yaml"
    file.write_text(HEAD + "".join(f"      {line}\n" for line in items.splitlines()), encoding="utf-8")
    return read_outline(file, WORDS)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ("- write: problem", "x.yaml 第 7 行：没有名为“problem”的段落写法。可用的有：narratives、problems。"),
        ("- paragraph: [{write: unit}]", "x.yaml 第 7 行：没有名为“unit”的段落写法。可用的有：conclusion、units。"),
        (
            "- paragraph: ['支出{部门支出决算}万元']",
            "x.yaml 第 7 行：没有名为“部门支出决算”的数据项，最接近的是“部门支出决算数”。请改成数据项名称或地址。",
        ),
        (
            "- paragraph: ['{部门支出决算数|percent}']",
            "x.yaml 第 7 行：没有名为“percent”的数字格式。可用的有：wan、abs。",
        ),
        (
            "- paragraph: ['{部门预算完成率|wan}']",
            "x.yaml 第 7 行：格式“wan”不适用于“部门预算完成率”。请换一种格式，或不写格式。",
        ),
        (
            "- paragraph: ['支出46154.11万元']",
            "x.yaml 第 7 行：提纲的句子里不写数字：“支出46154.11万元”。数字应当用“{名称}”引用，改数时文字才会跟着变。",
        ),
        (
            "- paragraph: ['支出{部门支出决算数万元']",
            "x.yaml 第 7 行：花括号不成对：“支出{部门支出决算数万元”。引用数据写成“{名称}”或“{名称|格式}”。",
        ),
        (
            "- paragraph: [{say: 好, write: units}]",
            "x.yaml 第 7 行：此处应当恰好写一种写法（say、by、write）。请只保留其中一种。",
        ),
        (
            "- {write: problems, paragraph: [好]}",
            "x.yaml 第 7 行：此处应当恰好写一种写法（paragraph、write）。请只保留其中一种。",
        ),
    ],
)
def test_a_wrong_outline_is_told_what_is_wrong(items: str, message: str, tmp_path: Path):
    """One whole sentence: where, what was found, what to do."""
    with pytest.raises(RuleError) as caught:
        read(items, tmp_path)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "items",
    [
        "- {write: narratives, with: {slots: 部门概况}}",
        "- {paragraph: [好], when: {there: 部门支出决算数}}",
        "- {paragraph: [好], when: {present: 不知道}}",
        "- paragraph: [{say: 好, maybe: true}]",
        "- paragraph: []",
    ],
)
def test_other_slips_are_refused_too(items: str, tmp_path: Path):
    """Unknown options, states, names and keys, and empty paragraphs."""
    with pytest.raises(RuleError):
        read(items, tmp_path)


def test_a_good_outline_is_read(tmp_path: Path):
    """Sentences, choices by sign, conditions, writers with options, addresses of scores."""
    plan = read(
        "- paragraph:\n"
        "    - '{year}年支出{部门支出决算数|wan}万元，得{score/total}分。'\n"
        "    - {by: 部门预算调整数, positive: 增加, negative: 减少}\n"
        "    - {write: conclusion, with: {order: [甲, 乙]}}\n"
        "  when: {nonzero: 部门支出决算数}\n"
        "- {write: narratives, with: {slot: 部门概况}}",
        tmp_path,
    )

    (section,) = plan.sections
    prose, call = section.items
    assert [condition.state for condition in prose.when] == ["nonzero"]
    assert set(prose.parts[1].choices) == {"positive", "negative"}
    assert prose.parts[2].options == {"order": ("甲", "乙")}
    assert call.options == {"slot": ("部门概况",)}


def test_templates_of_ours_are_strict_and_others_are_not():
    """A lone brace of ours is a slip; in an officer's paragraph it is a brace."""
    assert read_template("支出{ 部门支出决算数 |wan}万元") == ("支出", Slot("部门支出决算数", "wan"), "万元")
    assert split("集合{一，二") == ("集合{一，二",)
    with pytest.raises(TemplateError):
        read_template("一}二")
