from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.rules import Place, RuleError, load, read_text
from jixiao.rules.shape import Day, Figure, Flag, ListOf, MapOf, Shape, Text, Whole

REFUSED = [
    ("rate: 98.4", "规则 第 1 行：裸写的 98.4 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"98.4\"。"),
    ("a: 甲\nrate: 1e3", "规则 第 2 行：裸写的 1e3 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"1e3\"。"),
    ("a: 1_000", "规则 第 1 行：裸写的 1_000 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"1_000\"。"),
    ("a: 0440", "规则 第 1 行：裸写的 0440 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"0440\"。"),
    ("a: 12:30", "规则 第 1 行：裸写的 12:30 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"12:30\"。"),
    ("a: .inf", "规则 第 1 行：裸写的 .inf 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \".inf\"。"),
    ("a: 0x1F", "规则 第 1 行：裸写的 0x1F 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"0x1F\"。"),
    ("a: 1,234.5", "规则 第 1 行：裸写的 1,234.5 会被当作浮点数或别的进制，尾数可能走样。数字一律加引号，请写成 \"1,234.5\"。"),
    ("since: 2020-02-25", "规则 第 1 行：裸写的 2020-02-25 会被当作日期。请加引号，写成 \"2020-02-25\"。"),
    ("2020-02-25: 甲", "规则 第 1 行：裸写的 2020-02-25 会被当作日期。请加引号，写成 \"2020-02-25\"。"),
    ("a: yes", "规则 第 1 行：裸写的“yes”会被当作真假值。真假请写 true 或 false；若是文字，请写成 \"yes\"。"),
    ("on: 甲", "规则 第 1 行：裸写的“on”会被当作真假值。真假请写 true 或 false；若是文字，请写成 \"on\"。"),
    ("true: 甲", "规则 第 1 行：名称“true”会被当作真假值。请换一个名称，或写成 \"true\"。"),
    ("90: 甲", "规则 第 1 行：名称“90”是裸写的数字，应加引号。请写成 \"90\"。"),
    ("a:\nb: 乙", "规则 第 1 行：这里没有写值。请补写，或删去这一行；写在花括号里的值如果带逗号，整个值要加双引号。"),
    ("a: ~", "规则 第 1 行：这里没有写值。请补写，或删去这一行；写在花括号里的值如果带逗号，整个值要加双引号。"),
    ("{when: 甲 in (1, 2), points: 乙}", "规则 第 1 行：这里没有写值。请补写，或删去这一行；写在花括号里的值如果带逗号，整个值要加双引号。"),
    ("a: 甲\nb: 乙\na: 丙", "规则 第 3 行：“a”写了两次，第一次在第 1 行。请只保留一处。"),
    ("a: &x 甲\nb: *x", "规则 第 1 行：不能用锚点、别名或合并键（x）。请把内容完整写出来，让读的人一眼看到。"),
    ("a: {<<: 甲}", "规则 第 1 行：不能用锚点、别名或合并键（<<）。请把内容完整写出来，让读的人一眼看到。"),
    ("a: !!python/object/apply:os.system [ls]", "规则 第 1 行：不能用类型标记“tag:yaml.org,2002:python/object/apply:os.system”。请删去标记，只写值。"),
    ("a: 甲\n---\nb: 乙", "规则 第 2 行：一个文件里只能有一份规则，这里出现了第二份（---）。请拆成两个文件。"),
    ("", "规则 第 1 行：文件是空的，应写明规则。请补写或删去此文件。"),
    ("a: 甲\n\tb: 乙", "规则 第 2 行：“b: 乙”附近的写法不合 YAML 格式。请检查缩进（用空格，不用制表符）、冒号后的空格，以及括号和引号是否成对。"),
    ("a: [甲, 乙", "规则 第 1 行：“a: [甲, 乙”附近的写法不合 YAML 格式。请检查缩进（用空格，不用制表符）、冒号后的空格，以及括号和引号是否成对。"),
    ("a: \x01", "规则 第 1 行：文件里有不可见的控制字符。请删去后再用。"),
    ("[" * 60 + "甲" + "]" * 60, "规则 第 1 行：嵌套超过 40 层。请减少层次。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_what_yaml_readers_guess_about_is_refused(text: str, said: str) -> None:
    """A rule file leaves nothing to a reader's guess; each refusal says where, what, and what to write."""
    with pytest.raises(RuleError) as error:
        read_text(text)

    assert str(error.value) == said
    assert error.value.text("en").startswith("规则, line ")


def test_what_stands_plainly_is_read_with_its_place() -> None:
    """Words, quoted figures, whole numbers and truth values are read, each with its line."""
    root = read_text('title: 评价等级\nyear: 2022\nfinal: true\nlower_bounds: {优: "90", 良: "80"}\nwords: [甲, 乙]\n')

    assert root.plain() == {
        "title": "评价等级", "year": 2022, "final": True, "lower_bounds": {"优": "90", "良": "80"}, "words": ["甲", "乙"],
    }  # fmt: skip
    assert root["lower_bounds"]["良"].figure() == Decimal(80)
    assert root["lower_bounds"]["良"].place == Place("规则", 4, 28)
    assert [word.text() for word in root["words"]] == ["甲", "乙"]
    assert root.get("nothing") is None


SHAPE = Shape(
    required={"title": Text(), "since": Day()},
    optional={
        "year": Whole(),
        "final": Flag(),
        "bounds": MapOf(Figure()),
        "kind": Text(among=("甲", "乙")),
        "all": ListOf(Text(), 2),
    },
)
GOOD = 'title: 等级\nsince: "2020-02-25"\n'
MISSHAPEN = [
    ("[甲]", "规则 第 1 行：这里是列表，应为由“名称：值”组成的对照表。请按格式改写。"),
    ("title: 等级", "规则 第 1 行：缺少“since”。请补写。"),
    (GOOD + "tile: 甲", "规则 第 3 行：不认识“tile”，是否应为“title”？请改正或删去。"),
    (GOOD + "说明: 甲", "规则 第 3 行：不认识“说明”，这里可写：title、since、year、final、bounds、kind、all。请改正或删去。"),
    (GOOD + 'year: "2022"', "规则 第 3 行：这里是“2022”，应为整数。请按格式改写。"),
    (GOOD + "final: 是", "规则 第 3 行：“是”不是真假值，应为 true（是）或 false（否）。请改写。"),
    (GOOD + "bounds: {优: 90}", "规则 第 3 行：这里应为文字，却是裸写的 90。数字一律加引号，请写成 \"90\"。"),
    (GOOD + 'bounds: {优: "九十"}', "规则 第 3 行：“九十”不是数字，应为形如 \"98.44\" 的数字。请改写。"),
    (GOOD + "kind: 丙", "规则 第 3 行：“丙”不在可选值之内，可写：甲、乙。请改正。"),
    (GOOD + "all: [甲]", "规则 第 3 行：这里至少要有 2 项。请补写。"),
    (GOOD + "bounds: {}", "规则 第 3 行：这里至少要有 1 项。请补写。"),
    ('title: " "\nsince: "2020-02-25"', "规则 第 1 行：这里没有写值。请补写，或删去这一行；写在花括号里的值如果带逗号，整个值要加双引号。"),
    ('title: 等级\nsince: "2020-02-30"', "规则 第 2 行：“2020-02-30”不是日期，应为形如 \"2020-02-25\" 的日期。请改写。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), MISSHAPEN, ids=[str(number) for number in range(len(MISSHAPEN))])
def test_keys_and_types_are_held_to_their_shape(text: str, said: str) -> None:
    """An unknown key, a missing one or a value of another type is named with its line."""
    with pytest.raises(RuleError) as error:
        SHAPE.check(read_text(text))

    assert error.value.text() == said
    assert error.value.text("en")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """A file that is not there, not UTF-8 or far too large is refused by name."""
    foreign = tmp_path / "外码.yaml"
    foreign.write_bytes("标题: 等级\n".encode("gbk"))
    large = tmp_path / "大.yaml"
    large.write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    fine = tmp_path / "好.yaml"
    fine.write_text("\ufeff标题: 等级\n", encoding="utf-8")

    with pytest.raises(RuleError, match=r"规则文件“没有.yaml”读不出来"):
        load(tmp_path / "没有.yaml")
    with pytest.raises(RuleError, match=r"外码.yaml 第 1 行：这里的文字不是 UTF-8 编码"):
        load(foreign)
    with pytest.raises(RuleError, match=r"大.yaml 第 1 行：文件有 4194305 字节"):
        load(large)
    assert load(fine)["标题"].place == Place("好.yaml", 1, 5)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_a_quoted_figure_comes_back_to_the_digit(figure: Decimal) -> None:
    """What an author writes in quotes is what takes part in the score."""
    assert read_text(f'a: "{figure}"')["a"].figure() == figure


@given(st.floats(allow_nan=False))
def test_no_float_ever_gets_in(number: float) -> None:
    """However a floating-point number is written bare, it is refused."""
    with pytest.raises(RuleError) as error:
        read_text(f"a: {number!r}")

    assert error.value.message_id == "rules-bare-figure"
