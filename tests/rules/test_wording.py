"""Rules as officers read them, and all that a rule waits for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jixiao.rules.formula.lacking import lacking
from jixiao.rules.formula.table import Row, compile_table
from jixiao.rules.formula.vocabulary import Column, coded
from jixiao.rules.formula.wording import in_words
from jixiao.rules.reasons import make_rule
from jixiao.rules.schemes import entries, load_scheme

WORDS = {
    "分值": Column("分值", 2, Decimal(0), Decimal(100), nullable=False),
    "符号": coded("符号", "≥", "定性"),
    "程度": coded("程度", "达成", "未达成"),
    **{name: Column(name, 0, Decimal(-9), Decimal(9)) for name in ("完成值", "指标值", "评定")},
}
ROWS = (
    Row("符号 = '定性' and 评定 is null", manual="须人工评定"),
    Row("符号 = '定性' and 程度 = '达成'", "分值", "达成"),
    Row("符号 = '定性'", "评定", "评定"),
    Row("指标值 <= 0", "0", "没有指标值"),
    Row("完成值 >= 指标值", "分值", "完成"),
    Row("完成值 <= 0 or ceil_div(完成值, 指标值) < 1", "0", "没有完成"),
    Row(None, "分值 × 完成值 ÷ 指标值", "按比例"),
)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("greatest(0, 分值 - 1 * 一般问题数)", "取大（0，分值 − 1 × 一般问题数）"),
        ("least(分值, 分值 × (支出数 ÷ 预算数))", "取小（分值，分值 ×（支出数 ÷ 预算数））"),
        ("甲 = 0 and 乙 = 0", "甲 ＝ 0 且 乙 ＝ 0"),
        ("甲 <= 10% or 乙<>2.50", "甲 ≤ 10% 或 乙 ≠ 2.50"),
        ("制度健全 = '是'", "制度健全 ＝ “是”"),
        ("计算符号 in ('≥', '＞')", "计算符号属于（“≥”，“＞”）"),
        ("样本数 is not null and 得分 is null", "样本数已填 且 得分没有填"),
        ("（甲＋乙）÷２ ≥ 90％", "（甲 ＋ 乙）÷ ２ ≥ 90％"),
        ("说明 = 'a and b'", "说明 ＝ “a and b”"),
    ],
)
def test_a_formula_is_read_in_chinese(formula: str, words: str):
    """No word of the language is left in English, and what stands in quotation marks stays as it is."""
    assert in_words(formula) == words


def test_points_are_said_as_points():
    """分值 is full marks, a figure is so many 分, a formula is itself."""
    rows = (
        Row("完成值 <= 0", "0", "无"),
        Row("完成值 > 8", "分值", "满"),
        Row("完成值 > 7", manual="完成{完成值}，须评定"),
        Row(None, "分值 × 80%", "减"),
    )

    assert make_rule(rows, WORDS, 2).written == (
        "完成值 ≤ 0：0分",
        "完成值 ＞ 8：满分",
        "完成值 ＞ 7：人工评定（完成…，须评定）",
        "其余情形：分值 × 80%",
    )


@pytest.mark.parametrize("name", [entry.id for entry in entries()])
def test_no_scheme_shows_its_formulas_raw(name: str):
    """The rules beside a score hold no English and no signs of a programmer."""
    scheme = load_scheme(name)
    said = [text for leaf in scheme.leaves.values() for text in leaf.written] + list(scheme.indicator.written)

    assert [text for text in said if any(sign in text for sign in ("greatest", "least", " and ", " or ", "分值 分", "*", "<="))] == []  # fmt: skip


@pytest.mark.parametrize(
    ("known", "row", "wanted"),
    [
        ({}, 1, ("符号", "程度", "指标值", "完成值")),
        ({"符号": 0}, 4, ("指标值", "完成值")),
        ({"符号": 0, "指标值": 5}, 5, ("完成值",)),
        ({"符号": 0, "完成值": 5}, 4, ("指标值",)),
        ({"符号": 1, "评定": 3}, 2, ("程度",)),
    ],
)
def test_all_that_is_missing_is_named(known: dict[str, int], row: int, wanted: tuple[str, ...]):
    """Every field that may still decide is named; rows that cannot hold any more ask for nothing."""
    table = compile_table(ROWS, WORDS)
    values = {name: known.get(name) for name in WORDS} | {"分值": 500}

    outcome = table.evaluate(values)

    assert (outcome.kind, outcome.row) == ("missing", row)
    assert set(lacking(table, values, row)) == set(wanted)
    assert set(outcome.missing) <= set(wanted)
