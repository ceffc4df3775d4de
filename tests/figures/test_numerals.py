from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jixiao.figures import (
    FigureError,
    Ratio,
    read_chinese,
    read_chinese_integer,
    section_mark,
    write_chinese,
    write_digits,
)


@pytest.mark.parametrize(
    "number, words",
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (42, "四十二"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (10010, "一万零一十"),
        (100_500, "十万零五百"),
        (105_000, "十万五千"),
        (20_000_000, "二千万"),
        (100_000_001, "一亿零一"),
        (10**12, "一万亿"),
        (10**16, "一亿亿"),
        (-3, "负三"),
        (Decimal("98.4"), "九十八点四"),
        (Decimal("3.50"), "三点五零"),
        (Decimal("0.05"), "零点零五"),
    ],
)
def test_numbers_are_written_as_they_are_spoken(number, words):
    """One way to write, and it is read back as the same number."""
    assert write_chinese(number) == words
    assert read_chinese(words) == number


@pytest.mark.parametrize(
    "words, number",
    [
        ("两", 2),
        ("两百零二", 202),
        ("一十二", 12),
        ("〇", 0),
        ("二〇二二", 2022),
        ("十万零五千", 105_000),
        ("壹佰贰拾叁", 123),
        ("壹拾萬", 100_000),
        (" 四十二 ", 42),
        ("负十", -10),
    ],
)
def test_other_spellings_are_read(words, number):
    """两, 〇, capitals and years are numbers too."""
    assert read_chinese_integer(words) == number


@pytest.mark.parametrize(
    "words, value",
    [
        ("百分之九十八点四", Fraction(984, 1000)),
        ("百分之一百", Fraction(1)),
        ("千分之五", Fraction(5, 1000)),
        ("三分之一", Fraction(1, 3)),
        ("负百分之二", Fraction(-2, 100)),
        ("万分之三", Fraction(3, 10000)),
    ],
)
def test_shares_in_words_are_ratios(words, value):
    """百分之 makes a rate, exactly."""
    assert read_chinese(words) == Ratio(value)


@pytest.mark.parametrize(
    "words, number", [("一点五万", "15000"), ("三点二五四一万", "32541"), ("一点二亿", "120000000")]
)
def test_decimals_in_wan_are_whole_again(words, number):
    """一点五万 is fifteen thousand."""
    assert read_chinese(words) == Decimal(number)


@pytest.mark.parametrize(
    "words",
    [
        *(
            "",
            "一百五",
            "百",
            "千万",
            "一十百",
            "万",
            "十十",
            "零十",
            "一零十",
            "三万万",
            "一百零零五",
            "一百点",
            "点五",
        ),
        *("一点五百", "甲", "12", "一百零五零", "零分之一", "负", "二三十", "一" * 30, "一" + "亿" * 9),
    ],
)
def test_what_is_no_numeral_or_has_two_readings_is_asked_about(words):
    """一百五 is 105 to some and 150 to others; a program must not choose."""
    with pytest.raises(FigureError, match="不是能识别的中文数字"):
        read_chinese(words)


@given(number=st.integers(0, 10**16))
@example(10**16)
@example(10**8 + 10**4)
@example(10_0000_5000)
def test_every_number_comes_back(number):
    """Writing and reading undo each other, in small and in capital numerals."""
    assert read_chinese_integer(write_chinese(number)) == number
    assert read_chinese_integer(write_chinese(number, capital=True)) == number


@given(text=st.text(alphabet="零〇一二三四五六七八九十百千万亿两点负分之", max_size=12))
def test_any_string_of_numerals_is_read_or_asked_about(text):
    """No jumble of numerals brings the reader down, and what is read can be written."""
    try:
        value = read_chinese(text)
    except FigureError:
        return
    if isinstance(value, Decimal):
        assert read_chinese(write_chinese(value)) == value


def test_capitals_and_years():
    """Cheques say 壹拾, years are told digit by digit."""
    assert write_chinese(1012, capital=True) == "壹仟零壹拾贰"
    assert write_chinese(10, capital=True) == "壹拾"
    assert write_digits(2022) == "二〇二二"


@pytest.mark.parametrize("level, mark", [(1, "十二、"), (2, "（十二）"), (3, "12."), (4, "（12）")])
def test_headings_are_numbered_as_official_papers_are(level, mark):
    """Four levels, each with its own mark."""
    assert section_mark(12, level) == mark


@pytest.mark.parametrize("number, level", [(0, 1), (1, 0), (1, 5)])
def test_headings_have_four_levels_and_begin_at_one(number, level):
    """There is no heading zero and no fifth level."""
    with pytest.raises(ValueError, match="heading"):
        section_mark(number, level)


@pytest.mark.parametrize(
    "number, error", [(1.5, TypeError), (True, TypeError), (10**24, ValueError), (Decimal("NaN"), ValueError)]
)
def test_only_exact_numbers_of_a_sane_size_are_written(number, error):
    """A float is no number to put into words."""
    with pytest.raises(error):
        write_chinese(number)
