from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.rules import Column, Outcome, Row, RuleError, coded, compile_table, flag
from jixiao.rules.formula.normalise import normalise

WORDS: dict[str, Column] = {
    "甲": Column("甲", 2, Decimal(0), Decimal(1000)),
    "乙": Column("乙", 2, Decimal(-1000), Decimal(1000)),
    "丙": Column("丙", 0, Decimal(1), Decimal(999), nullable=False),
    "分值": Column("分值", 2, Decimal(0), Decimal(100), nullable=False),
    "级": coded("级", "优", "良", "差"),
    "公开": flag("公开"),
}
EMPTY: dict[str, int | None] = {"甲": None, "乙": None, "丙": 1, "分值": 1000, "级": None, "公开": None}


def score(formula: str, **given: int | None) -> int:
    """The points of a one-row table."""
    outcome = compile_table([Row(None, formula, "理由")], WORDS).evaluate({**EMPTY, **given})
    assert outcome.kind == "points"
    return outcome.points


FORMULAS = [
    ("5", {}, 500),
    ("0.5 + 0.05", {}, 55),
    ("1 / 3", {}, 33),
    ("2 / 3", {}, 67),
    ("-(2 / 3)", {}, -67),
    ("0.005", {}, 1),
    ("-0.005", {}, -1),
    ("0.0049999", {}, 0),
    ("甲 / 8", {"甲": 100}, 13),  # 0.125
    ("乙 / 8", {"乙": -100}, -13),
    ("乙 / (-8)", {"乙": -100}, 13),
    ("abs(乙)", {"乙": -250}, 250),
    ("abs(乙) * 甲", {"乙": -250, "甲": 200}, 500),
    ("least(甲, 5, 乙)", {"甲": 600, "乙": 700}, 500),
    ("least(甲, 5, 乙)", {"甲": 600, "乙": 499}, 499),
    ("greatest(0, 乙)", {"乙": -1}, 0),
    ("floor_div(乙, 3)", {"乙": 700}, 200),
    ("floor_div(乙, 3)", {"乙": -700}, -300),
    ("floor_div(乙, 3)", {"乙": -900}, -300),
    ("ceil_div(乙, 3)", {"乙": 700}, 300),
    ("ceil_div(乙, 3)", {"乙": -700}, -200),
    ("ceil_div(乙, 3)", {"乙": 600}, 200),
    ("floor_div(甲, 5%)", {"甲": 14}, 200),
    ("floor_div(甲, 5%)", {"甲": 15}, 300),
    ("甲 * 丙 / 丙", {"甲": 123, "丙": 7}, 123),
    ("甲 - 甲", {"甲": 123}, 0),
    ("case when 甲 >= 5 then 1 else 2 end", {"甲": 500}, 100),
    ("case when 甲 >= 5 then 1 else 2 end", {"甲": 499}, 200),
    ("case 级 when '优' then 1 when '良' then 0.8 else 0 end * 分值", {"级": 1}, 800),
    ("case when 级 in ('优', '良') then 1 else 0 end", {"级": 2}, 0),
    ("case when 甲 between 1 and 2 then 1 else 0 end", {"甲": 200}, 100),
    ("case when 甲 between 1 and 2 then 1 else 0 end", {"甲": 201}, 0),
    ("case when 甲 not between 1 and 2 then 1 else 0 end", {"甲": 201}, 100),
    ("case when 甲 > 0 then 分值 / 甲 else 0 end", {"甲": 300}, 333),
    ("case when 甲 > 0 then 分值 / 甲 else 0 end", {"甲": 0}, 0),
    ("count_yes(公开) * 3", {"公开": 1}, 300),
    ("（分值 － 1）×２÷４＋0.5", {}, 500),
    ("分值 × 98.5%", {}, 985),
]


@pytest.mark.parametrize(("formula", "values", "points"), FORMULAS, ids=[str(n) for n in range(len(FORMULAS))])
def test_a_formula_is_exact_and_rounded_once(formula: str, values: dict[str, int | None], points: int) -> None:
    """Halves go away from zero, whole steps go down or up, full-width marks mean what they show."""
    assert score(formula, **values) == points


CONDITIONS = [
    ("甲 >= 0.5", {"甲": 50}, "yes"),
    ("甲 ≥ 0.5", {"甲": 49}, "no"),
    ("甲 ≠ 0.5", {"甲": 50}, "no"),
    ("甲 > 3", {}, "甲"),
    ("甲 is null", {}, "yes"),
    ("甲 is not null", {}, "no"),
    ("甲 is null or 甲 > 3", {}, "yes"),
    ("甲 is null or 甲 > 3", {"甲": 300}, "no"),
    ("甲 is null or 甲 > 3", {"甲": 301}, "yes"),
    ("甲 is not null and 甲 > 3", {}, "no"),
    ("not (甲 is null) and 甲 > 3", {"甲": 301}, "yes"),
    ("级 = '优' and 甲 > 3", {"级": 1}, "no"),
    ("级 = '优' and 甲 > 3", {"级": 0}, "甲"),
    ("甲 > 3 and 级 = '优'", {"级": 1}, "甲"),
    ("级 = '优' or 甲 > 3", {"级": 0}, "yes"),
    ("级 = '优' or 甲 > 3", {"级": 2}, "甲"),
    ("甲 > 乙", {}, "甲乙"),
    ("甲 > 乙", {"甲": 1}, "乙"),
    ("not 甲 > 乙", {"甲": 1, "乙": 1}, "yes"),
    ("级 <> '优'", {"级": 2}, "yes"),
    ("'优' = 级", {"级": 0}, "yes"),
    ("级 = “优”", {"级": 0}, "yes"),
    ("级 not in ('优', '差')", {"级": 1}, "yes"),
    ("least(甲, 乙) > 1", {"甲": 200, "乙": 101}, "yes"),
    ("least(甲, 乙) > 1", {"甲": 200, "乙": 100}, "no"),
    ("甲 / 丙 >= 90%", {"甲": 90, "丙": 1}, "yes"),
    ("甲 / 丙 >= 90%", {"甲": 89, "丙": 1}, "no"),
    ("乙 > 0 and 甲 / 乙 >= 90%", {"甲": 89, "乙": -1}, "no"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "values", "answer"), CONDITIONS, ids=[str(n) for n in range(len(CONDITIONS))])
def test_a_condition_is_read_from_the_left_and_says_what_it_misses(
    when: str, values: dict[str, int | None], answer: str
) -> None:
    """A comparison that is met with a missing field names it; one that is never met asks for nothing."""
    outcome = compile_table([Row(when, "1", "是"), Row(None, "0", "否")], WORDS).evaluate({**EMPTY, **values})

    if answer in ("yes", "no"):
        assert outcome == Outcome(
            "points", 1 if answer == "yes" else 2, 100 if answer == "yes" else 0, outcome.reason, ()
        )
    else:
        assert outcome == Outcome("missing", 1, 0, "", tuple(answer))


PROVEN = [
    ("甲 = 0", "甲"), ("甲 <= 0", "甲"), ("甲 < 0.01", "甲"), ("not 甲 > 0", "甲"), ("甲 = 0 or 乙 > 5", "甲"),
    ("乙 <= 0", "乙"), ("乙 < 0 or 乙 = 0", "乙"), ("not (乙 > 0 and 甲 > 0)", "乙 * 甲"), ("甲 + 丙 = 3", "甲 + 丙"),
    ("甲 <= 乙", "甲 - 乙"), ("乙 >= 甲", "2 * 甲 - 2 * 乙"), ("甲 - 乙 <= 0", "甲 - 乙"), ("甲 * 丙 = 0", "甲 * 丙"),
    ("甲 * 丙 = 0", "甲"), ("乙 >= 0", "乙"), ("abs(乙) = 0", "abs(乙)"), ("abs(乙) <= 0", "abs(乙) * 2"),
    ("级 = '优' and 甲 = 0 or 级 <> '优'", "甲"), ("甲 / 丙 <= 10%", "甲 - 丙 * 0.1"), ("甲 between -1 and 0", "甲"),
    ("least(甲, 1) = 0", "least(甲, 1)"), ("甲 = 0", "least(甲, 丙)"), ("甲 = 0", "greatest(甲, 乙)"),
]  # fmt: skip
UNPROVEN = [
    ("甲 = 1", "甲"), ("乙 = 0", "乙"), ("甲 = 0 and 乙 = 0", "甲"), ("甲 = 乙", "甲 - 乙"), ("乙 <= 0", "乙 - 1"),
    ("甲 + 乙 = 0", "甲 + 乙"), ("甲 is null", "甲"), ("级 = '优' and 甲 = 0", "甲"), ("甲 > 0", "甲"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "divisor"), PROVEN, ids=[str(n) for n in range(len(PROVEN))])
def test_an_earlier_row_may_exclude_the_zero(earlier: str, divisor: str) -> None:
    """What an earlier row catches cannot reach the division, so the table is taken."""
    compile_table([Row(earlier, manual="须人工评定"), Row(None, f"1 / ({divisor})", "按比例")], WORDS)


@pytest.mark.parametrize(("earlier", "divisor"), UNPROVEN, ids=[str(n) for n in range(len(UNPROVEN))])
def test_a_zero_that_no_row_excludes_is_refused(earlier: str, divisor: str) -> None:
    """A divisor that may still be zero or negative is refused when the table is loaded, not when it is used."""
    with pytest.raises(RuleError) as error:
        compile_table([Row(earlier, manual="须人工评定"), Row(None, f"1 / ({divisor})", "按比例")], WORDS)

    assert error.value.message_id in ("formula-divisor-zero", "formula-divisor-negative")


def test_a_choice_among_rows_is_remembered() -> None:
    """A row that catches zero for one code serves the later row of that code, and no other."""
    first = Row("级 = '优' and 甲 = 0", manual="须人工评定")
    by_code = Row("级 = '优'", "1 / 甲", "按比例")
    compile_table([first, by_code, Row(None, "0", "其余")], WORDS)

    with pytest.raises(RuleError):
        compile_table([first, Row("级 = '良'", "1 / 甲", "按比例"), Row(None, "0", "其余")], WORDS)


def test_rows_in_the_wrong_order_are_found() -> None:
    """A lower threshold before a higher one leaves the higher row without a case."""
    table = compile_table([Row("甲 >= 80", "8", "良"), Row("甲 >= 90", "10", "优"), Row(None, "0", "差")], WORDS)

    assert table.unreachable == (2,)


def test_values_outside_their_bounds_are_refused_by_name() -> None:
    """The proofs rest on the bounds, so a figure outside them is told with field, value and bounds."""
    table = compile_table([Row("级 = '优'", "甲", "理由"), Row(None, "丙", "其余")], WORDS)
    fine = {**EMPTY, "级": 0, "甲": 100}

    def told(**given: object) -> str:
        with pytest.raises(RuleError) as error:
            table.evaluate({**fine, **given})  # type: ignore[dict-item]  # wrong values are the subject
        assert error.value.text("en")
        return error.value.text()

    assert told(甲=100001) == "字段“甲”的值是 1000.01，应在 0 至 1000 之间。请核对填报的数字和单位。"
    assert told(甲=-1) == "字段“甲”的值是 -0.01，应在 0 至 1000 之间。请核对填报的数字和单位。"
    assert told(级=3) == "字段“级”的代码 3 不在范围内，可选：优、良、差。请核对填报。"
    assert told(丙=None) == "字段“丙”不允许缺失。请补填。"
    assert told(甲=1.5) == "字段“甲”的值 1.5 不是换算后的整数，不能参加精确计算。"
    assert told(甲=True) == "字段“甲”的值 True 不是换算后的整数，不能参加精确计算。"
    with pytest.raises(RuleError, match=r"没有给出字段“甲”。缺失的字段也要给出，值为空。"):
        table.evaluate({"级": 0, "丙": 1})


STEPS = [
    ("分值 * 甲 / 丙", {"甲": 4615410, "丙": 7}, None),
    ("分值 * 甲 / 丙", {"甲": 9850, "丙": 100}, "10 × 98.50 ÷ 100 = 9.85"),
    ("least(分值, greatest(0, 分值 - 乙))", {"乙": -250}, "取小(10，取大(0，10 - (-2.50))) = 10.00"),
    ("分值 - (甲 - 乙) * 2", {"甲": 300, "乙": 100}, "10 - (3 - 1) × 2 = 6.00"),
    ("分值 / (丙 / 2)", {"丙": 4}, "10 ÷ (4 ÷ 2) = 5.00"),
    ("case when 甲 > 5 then 分值 * 0.8 else 0 end", {"甲": 501}, "10 × 0.8 = 8.00"),
    ("case when 甲 > 5 or 级 = '优' then 分值 else 2 * 3 end", {"甲": 500, "级": 1}, "2 × 3 = 6.00"),
    ("case when not 甲 > 5 and 级 <> '优' then 1 + abs(-甲) else 3 end", {"甲": 500, "级": 1}, "1 + 绝对值(-5) = 6.00"),
    (
        "case when greatest(甲, 2) + 1 > floor_div(甲, 2) * 2 / 1 - -abs(乙) then 分值 * count_yes(公开) else -1 end",
        {"甲": 500, "乙": 50, "公开": 1},
        "10 × 1 = 10.00",
    ),
    ("-分值 + 1", {}, "(-10) + 1 = -9.00"),
    ("分值", {}, "10.00"),
    ("2", {}, "2.00"),
    ("分值 - ceil_div(甲, 5) * 2", {"甲": 600}, "10 - 进位步数(6 ÷ 5) × 2 = 6.00"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "values", "step"), STEPS, ids=[str(n) for n in range(len(STEPS))])
def test_the_step_can_be_redone_by_hand(formula: str, values: dict[str, int | None], step: str | None) -> None:
    """The step shows the figures where the formula has names, and the points they make."""
    table = compile_table([Row(None, formula, "理由")], WORDS)
    if step is None:
        with pytest.raises(RuleError):
            table.step({**EMPTY, **values})
    else:
        assert table.step({**EMPTY, **values}) == step


def test_where_no_points_are_given_there_is_no_step() -> None:
    """A line that is missing a field, or that a person scores, has no arithmetic to redo."""
    table = compile_table([Row("甲 > 1", manual="人工"), Row(None, "乙", "理由")], WORDS)

    assert table.step(EMPTY) == ""
    assert table.step({**EMPTY, "甲": 200}) == ""
    assert table.evaluate({**EMPTY, "甲": 200}) == Outcome("manual", 1, 0, "人工", ())
    assert table.evaluate({**EMPTY, "甲": 100}) == Outcome("missing", 2, 0, "", ("乙",))


def test_full_marks_are_told_beside_the_points() -> None:
    """Lost points are full marks less points; where full marks need a missing field they are unknown."""
    table = compile_table([Row(None, "甲", "理由")], WORDS, full="甲 * 2")

    assert table.full_marks({**EMPTY, "甲": 150}) == 300
    assert table.full_marks(EMPTY) is None
    assert compile_table([Row(None, "1", "理由")], WORDS, full=None).full_marks(EMPTY) is None
    with pytest.raises(RuleError, match="没有给出字段“甲”"):
        table.full_marks({})


def test_the_digest_text_changes_with_meaning_only() -> None:
    """Spacing and full-width marks do not change a rule; a figure, a word or a bound does."""
    plain = compile_table([Row("甲>=1", "分值*0.50", "理由"), Row(None, "0", "否")], WORDS)
    spaced = compile_table([Row("甲 ≥ 1", "分值 × 50%", "理由"), Row(None, "0", "否")], WORDS)
    other = compile_table([Row("甲 ≥ 1", "分值 × 50%", "缘由"), Row(None, "0", "否")], WORDS)
    wider = compile_table(
        [Row("甲 ≥ 1", "分值 × 50%", "理由"), Row(None, "0", "否")],
        {**WORDS, "甲": Column("甲", 2, Decimal(0), Decimal(1001))},
    )

    assert plain.digest_source == spaced.digest_source
    assert len({plain.digest_source, other.digest_source, wider.digest_source}) == 3


def test_width_tells_the_integers_an_engine_needs() -> None:
    """Small figures need 64 bits; a product of large ones is proven within 128."""
    big = {**WORDS, "大": Column("大", 6, Decimal(0), Decimal(10**8))}
    assert compile_table([Row(None, "甲 * 2", "理由")], WORDS).is_int64
    wide = compile_table([Row("大 = 0", "0", "无"), Row(None, "least(分值, 大 * 大)", "理由")], big)
    assert not wide.is_int64
    assert wide.width > 2**63
    assert wide.fields == ("大", "分值")


def test_a_part_of_a_whole_is_known_to_be_at_most_one() -> None:
    """Large money in a ratio fits 64 bits because the row before it caught what is above the budget."""
    words = {
        "支出": Column("支出", 6, Decimal(-(10**8)), Decimal(10**8)),
        "预算": Column("预算", 6, Decimal(-(10**8)), Decimal(10**8)),
        "分值": Column("分值", 4, Decimal(0), Decimal(10000), nullable=False),
    }
    guards = [Row("预算 <= 0", "0", "无"), Row("支出 >= 预算", "分值", "满"), Row("支出 <= 0", "0", "无")]
    table = compile_table([*guards, Row(None, "分值 * 支出 / 预算", "按比例")], words)

    assert table.evaluate({"支出": 10**14 - 1, "预算": 10**14, "分值": 10**8}).points == 10**6
    with pytest.raises(RuleError, match="超出 64 位整数的范围"):
        compile_table([guards[0], Row(None, "分值 * 支出 / 预算", "按比例")], words)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("（甲＋乙）", "(甲+乙)"),
        ("级 = '＞（１）'", "级 = '＞（１）'"),
        ("级 = “它's”", "级 = '它''s'"),
        ("98.44%", "0.9844"),
        ("5 ％", "0.05"),
        ("120%", "1.20"),
        ("0.5%", "0.005"),
        ("级 = '5%'", "级 = '5%'"),
        ("甲 − １．５", "甲 - 1.5"),
    ],
)
def test_what_officers_type_is_read_as_meant(written: str, plain: str) -> None:
    """Full-width marks, × and ÷ and percentages become plain signs; words in quotes stay."""
    assert normalise(written).text == plain


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Column("甲", 2, Decimal(1), Decimal(0)),
        lambda: Column("甲", 0, Decimal("0.5"), Decimal(1)),
        lambda: Column("甲", 19, Decimal(0), Decimal(1)),
        lambda: coded("级", "优", "优"),
    ],
    ids=["bounds", "finer", "scale", "codes"],
)
def test_a_field_that_contradicts_itself_is_our_slip(wrong: type) -> None:
    """Vocabularies are made by programs, so a contradiction in one is an exception."""
    with pytest.raises(ValueError, match=r"甲|级"):
        wrong()


@given(st.integers(0, 100000), st.integers(0, 100000), st.integers(1, 999))
def test_doing_more_never_scores_less(one: int, other: int, target: int) -> None:
    """The score rises with completion and stops at full marks."""
    low, high = sorted([one, other])
    poorer, richer = (MORE.evaluate({**EMPTY, "甲": done, "丙": target}).points for done in (low, high))

    assert 0 <= poorer <= richer <= 1000


MORE = compile_table([Row("甲 >= 丙", "分值", "完成"), Row(None, "分值 * 甲 / 丙", "按比例")], WORDS)
