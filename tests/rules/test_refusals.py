from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.rules import Column, Place, Row, RuleError, coded, compile_table, flag
from jixiao.rules.formula.parse import parse_condition, parse_value
from jixiao.rules.formula.syntax import Expression, canonical

WORDS: dict[str, Column] = {
    "完成值": Column("完成值", 2, Decimal(0), Decimal(10**8)),
    "指标值": Column("指标值", 2, Decimal(0), Decimal(10**8)),
    "增长": Column("增长", 2, Decimal(-(10**6)), Decimal(10**6)),
    "金额": Column("金额", 6, Decimal(0), Decimal(10**12)),
    "分值": Column("分值", 2, Decimal(0), Decimal(100)),
    "等级": coded("等级", "优", "良", "差"),
    "公开": flag("公开"),
}
ONLY = "公式只能用字段、数字、四则运算、比较、and、or、not、is null、in、between、case、least、greatest、abs、floor_div、ceil_div 和 count_yes。"
POINTS = [
    ("", "公式是空的。请补写。"),
    ("  ", "公式是空的。请补写。"),
    ("select 1", f"公式“select 1”第 1 个字的“select”不能用在公式里。{ONLY}"),
    ("(select 1)", f"公式“(select 1)”第 2 个字的“select”不能用在公式里。{ONLY}"),
    ("分值; drop table x", f"公式“分值; drop table x”第 3 个字的“;”不能用在公式里。{ONLY}"),
    ("分值 -- 说明", "公式“分值 -- 说明”第 1 个字附近有注释，公式里不能写注释。请把说明写进 reason。"),
    ("分值 /* 说明 */", "公式“分值 /* 说明 */”第 1 个字附近有注释，公式里不能写注释。请把说明写进 reason。"),
    ("分值 || '1'", f"公式“分值 || '1'”第 4 个字的“||”不能用在公式里。{ONLY}"),
    ("分值 ^ 2", f"公式“分值 ^ 2”第 4 个字的“^”不能用在公式里。{ONLY}"),
    ("分值 // 2", f"公式“分值 // 2”第 4 个字的“//”不能用在公式里。{ONLY}"),
    ("分值 % 完成值", f"公式“分值 % 完成值”第 4 个字的“%”不能用在公式里。{ONLY}"),
    ("分值::int", f"公式“分值::int”第 3 个字的“::”不能用在公式里。{ONLY}"),
    ("cast(分值 as int)", f"公式“cast(分值 as int)”第 9 个字的“as”不能用在公式里。{ONLY}"),
    ("a.分值", f"公式“a.分值”第 2 个字的“.”不能用在公式里。{ONLY}"),
    ("分值 完成值", "公式“分值 完成值”从第 4 个字起读不通。请检查运算符两边是否都有内容、括号是否成对。"),
    ("分值 filter", None),
    ("sleep(10)", "公式“sleep(10)”第 1 个字的函数“sleep”不存在。可用的函数有 least、greatest、abs、floor_div、ceil_div 和 count_yes。"),
    ("round(分值, 1)", None),
    ("read_csv('/etc/passwd')", None),
    ("__import__('os')", None),
    ("true", None),
    ("null", None),
    ("1e3", "公式“1e3”第 1 个字的“1e3”不是普通数字。请写成 0.5、1000 这样的十进制数。"),
    ("1_000", "公式“1_000”第 1 个字的“1_000”不是普通数字。请写成 0.5、1000 这样的十进制数。"),
    ("5.", "公式“5.”第 1 个字的“5.”不是普通数字。请写成 0.5、1000 这样的十进制数。"),
    ("0x1f", "公式“0x1f”从第 2 个字起读不通。请检查运算符两边是否都有内容、括号是否成对。"),
    ('"分值"', "公式“\"分值\"”第 1 个字用了英文双引号。字段名不加引号，文字用单引号，请写成 '分值'。"),
    ("分值 * 'x", "公式“分值 * 'x”第 6 个字起的引号没有配对。请补上另一半引号。"),
    ("分值 * (1 + 2", "公式“分值 * (1 + 2”从第 11 个字起读不通。请检查运算符两边是否都有内容、括号是否成对。"),
    ("分值 ×", "公式“分值 ×”从第 4 个字起读不通。请检查运算符两边是否都有内容、括号是否成对。"),
    ("完成率 × 分值", "公式“完成率 × 分值”第 1 个字的字段“完成率”不存在，是否应为：完成值？"),
    ("xyz", "公式“xyz”第 1 个字的字段“xyz”不存在。可用的字段有：完成值、指标值、增长、金额、分值、等级、公开。"),
    ("least(分值)", "公式“least(分值)”第 1 个字的“least”括号里内容不够。least、greatest 至少要两项，count_yes 至少一项。"),
    ("floor_div(分值)", "公式“floor_div(分值)”第 1 个字的“floor_div”要有且只有两项，例如 floor_div(超出数, 5)。"),
    ("count_yes(等级)", "公式“count_yes(等级)”第 11 个字的“等级”不是是否类字段，count_yes 只数是否类字段。"),
    ("count_yes()", "公式“count_yes()”第 1 个字的“count_yes”括号里内容不够。least、greatest 至少要两项，count_yes 至少一项。"),
    ("分值 * '优'", "公式“分值 * '优'”第 6 个字的文字“优”不能参加计算，文字只能用 = 或 <> 与代码类字段比较。"),
    ("分值 * 等级", "公式“分值 * 等级”第 6 个字的“等级”是代码类字段，不能参加计算。请写成 等级 = '…'，可选：优、良、差。"),
    ("完成值 > 5", "公式“完成值 > 5”第 1 个字处应为数，却是一个条件。请用 case when … then … else … end 把条件变成数。"),
    ("case when 完成值 > 5 then 1 end", "公式“case when 完成值 > 5 then 1 end”第 11 个字附近的 case 没有 else。请写明其余情形怎样计算。"),
    ("case when 完成值 is null then 0 else 1 end", "字段“完成值”是否缺失只能在条件（when）里判断，不能写在算式里。请另写一条规则。"),
    ("分值 / 0", "除数“0”恒为零。请改正公式。"),
    ("分值 / (完成值 - 完成值)", "除数“完成值 - 完成值”恒为零。请改正公式。"),
    ("分值 / 完成值", "除数“完成值”可能为零（涉及字段：完成值）。请在前面加一条规则，说明“完成值 = 0”时怎样评分。"),
    ("分值 / 增长", "除数“增长”可能为零或负数（涉及字段：增长）。请在前面加一条规则，说明“增长 <= 0”时怎样评分。"),
    ("floor_div(分值, 完成值 * 0.2)", "除数“完成值 * 0.2”可能为零（涉及字段：完成值）。请在前面加一条规则，说明“完成值 * 0.2 = 0”时怎样评分。"),
    ("金额 * 金额 * 分值", "结果可能达到 10^28，超出 64 位整数的范围，主要因为字段“金额”的上限是 1000000000000。请缩小字段的范围，或用 least 封顶。"),
    ("least(分值, 金额 * 金额 * 金额)", "计算过程可能达到 10^54，超出 128 位整数的范围，主要因为字段“金额”的上限是 1000000000000。请缩小字段的范围或化简公式。"),
    ("+".join(["分值"] * 70), "公式“" + "+".join(["分值"] * 70)[:60] + "…”嵌套超过 60 层，难以看懂。请拆成几条规则。"),
    ("(" * 100 + "1" + ")" * 100, "公式“" + "(" * 60 + "…”嵌套超过 60 层，难以看懂。请拆成几条规则。"),
    ("- " * 900 + "1", None),
    ("1" * 2001, "公式有 2001 个字，超过 2000 个字。请拆成几条规则。"),
    ("least(" + ", ".join(f"abs(增长 - {n}) * 完成值" for n in range(9)) + ")", "公式的分支超过 128 个。请把条件拆成几条规则。"),
]  # fmt: skip
CONDITIONS = [
    ("完成值", "公式“完成值”第 1 个字处应为条件，却是一个数。请写出比较，例如 完成值 >= 指标值；是否类字段写成 = '是'。"),
    ("公开", "公式“公开”第 1 个字处应为条件，却是一个数。请写出比较，例如 完成值 >= 指标值；是否类字段写成 = '是'。"),
    ("等级 = '优秀'", "公式“等级 = '优秀'”第 6 个字的“优秀”不是“等级”的可选值，可选：优、良、差。"),
    ("等级 > '优'", "公式“等级 > '优'”第 1 个字的“等级”是代码类字段，没有大小之分，只能用 =、<> 或 in 比较。"),
    ("完成值 = '优'", "公式“完成值 = '优'”第 7 个字的文字“优”要与代码类字段直接比较，例如 等级 = '优'。"),
    ("等级 = 1", "公式“等级 = 1”第 1 个字的“等级”是代码类字段，不能参加计算。请写成 等级 = '…'，可选：优、良、差。"),
    ("完成值 = null", "公式“完成值 = null”第 1 个字处 null 的用法不对。只能写“字段 is null”或“字段 is not null”。"),
    ("完成值 + 1 is null", "公式“完成值 + 1 is null”第 1 个字处 null 的用法不对。只能写“字段 is null”或“字段 is not null”。"),
    ("0 < 完成值 < 5", "公式“0 < 完成值 < 5”第 1 个字处应为数，却是一个条件。请用 case when … then … else … end 把条件变成数。"),
    ("完成值 in (select 1)", f"公式“完成值 in (select 1)”第 9 个字的“select”不能用在公式里。{ONLY}"),
    ("完成值 / 指标值 >= 90%", "除数“指标值”可能为零（涉及字段：指标值）。请在前面加一条规则，说明“指标值 = 0”时怎样评分。"),
    ("完成值 / 指标值 >= 90% and 指标值 > 0", "除数“指标值”可能为零（涉及字段：指标值）。请在前面加一条规则，说明“指标值 = 0”时怎样评分。"),
    ("完成值 like 1", None),
    ("exists (完成值)", None),
    ("not " * 300 + "完成值 > 1", None),
]  # fmt: skip


def numbers(cases: list[tuple[str, str | None]]) -> list[str]:
    return [str(number) for number in range(len(cases))]


@pytest.mark.parametrize(("formula", "said"), POINTS, ids=numbers(POINTS))
def test_points_outside_the_language_are_refused_in_a_sentence(formula: str, said: str | None) -> None:
    """Whatever is not of the little language, or cannot be proven, is refused with its place and the way out."""
    with pytest.raises(RuleError) as error:
        compile_table([Row(None, formula, "理由", place=Place("规则.yaml", 7))], WORDS)

    told = error.value.text()
    assert told.startswith("规则.yaml 第 7 行：第 1 条规则的得分（points）：")
    assert said is None or told == f"规则.yaml 第 7 行：第 1 条规则的得分（points）：{said}"
    assert error.value.text("en").startswith("规则.yaml, line 7: rule 1, points: ")


@pytest.mark.parametrize(("formula", "said"), CONDITIONS, ids=numbers(CONDITIONS))
def test_conditions_outside_the_language_are_refused_in_a_sentence(formula: str, said: str | None) -> None:
    """The same holds for conditions."""
    with pytest.raises(RuleError) as error:
        compile_table([Row(formula, "1", "理由"), Row(None, "0", "其余")], WORDS)

    told = error.value.text()
    assert told.startswith("第 1 条规则的条件（when）：")
    assert said is None or told == f"第 1 条规则的条件（when）：{said}"


TABLES = [
    ([], "决策表没有任何规则。请至少写一条 else。"),
    ([Row("完成值 > 1", "1", "理由")], "第 1 条规则：最后一条规则应为 else，其余各条应写 when。请调整。"),
    ([Row(None, "1", "理由"), Row(None, "1", "理由")], "第 1 条规则：最后一条规则应为 else，其余各条应写 when。请调整。"),
    ([Row(None)], "第 1 条规则：每条规则写 points（得分）或 manual（人工评定），两者有且只有一个。请改正。"),
    ([Row(None, "1", "理由", "人工")], "第 1 条规则：每条规则写 points（得分）或 manual（人工评定），两者有且只有一个。请改正。"),
    ([Row(None, "1")], "第 1 条规则：写了 points 的规则必须写 reason（理由）；写了 manual 的不再写 reason。请改正。"),
    ([Row(None, manual="人工", reason="理由")], "第 1 条规则：写了 points 的规则必须写 reason（理由）；写了 manual 的不再写 reason。请改正。"),
    ([Row(None, "1", "少了{完成值")], "第 1 条规则：“少了{完成值”里的花括号不成对或是空的。引用字段请写成 {字段}。"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), TABLES, ids=[str(number) for number in range(len(TABLES))])
def test_a_table_must_answer_always_and_once(rows: list[Row], said: str) -> None:
    """A table has an else at its end, and each row either points with a reason or a text for a person."""
    with pytest.raises(RuleError) as error:
        compile_table(rows, WORDS)

    assert error.value.text() == said


def test_full_marks_are_a_formula_like_any_other() -> None:
    """A slip in the formula of full marks is told as such."""
    with pytest.raises(RuleError) as error:
        compile_table([Row(None, "1", "理由")], WORDS, full="满分")

    assert error.value.text() == ("满分的公式：公式“满分”第 1 个字的字段“满分”不存在，是否应为：分值？")


PIECES = [
    *WORDS, "1", "0.5", "5%", "'优'", "+", "-", "*", "/", "(", ")", ",", "=", "<>", ">=", "and", "or", "not", "is", "null",
    "in", "between", "case", "when", "then", "else", "end", "least", "abs", "floor_div", "count_yes", "select", ";", "--",
    "/*", "\"", "'", "％", "＝", "（", "）", "“", "[", "{", "$", "@", ":", "::", "->", "\\", "\n", "\x00", "😀", "interval", "date",
    "array", "exists", "cast", "as", "from", "values", "with", "distinct", "0x", "e5", "like", "union", "lambda", "%", "!", "~",
]  # fmt: skip


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), max_size=14), st.sampled_from(["", " "]))
def test_no_text_whatever_gets_past_the_whitelist(pieces: list[str], between: str) -> None:
    """Any text either is of the language or is refused in a sentence; nothing else ever happens."""
    text = between.join(pieces)
    for read in (parse_value, parse_condition):
        said = meaning_or_refusal(read, text)
        assert said[0]
        assert said[1]


def meaning_or_refusal(read: Callable[[str, Mapping[str, Column]], Expression], text: str) -> tuple[str, str]:
    """What a text means, or why it is refused, in two languages."""
    try:
        meaning = canonical(read(text, WORDS))
    except RuleError as error:
        return error.text(), error.text("en")
    return meaning, meaning
