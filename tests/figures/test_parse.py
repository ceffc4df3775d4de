from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import decimals

from jixiao.figures import MISSING, FigureError, Written, read_figure
from jixiao.figures.parse import LONGEST
from jixiao.figures.units import Kind


@pytest.mark.parametrize(
    "text, value, places, unit, kind",
    [
        ("46,154.11 万元", "46154.11", 2, "万元", Kind.MONEY),
        ("９８．４４％", "98.44", 2, "%", Kind.RATIO),
        ("17.2 %", "17.2", 1, "%", Kind.RATIO),
        ("1.5‰", "1.5", 1, "‰", Kind.RATIO),
        ("2个百分点", "2", 0, "个百分点", Kind.POINTS),
        ("1，234，567．8元", "1234567.8", 1, "元", Kind.MONEY),
        ("29.6万", "29.6", 1, "万", Kind.SCALED),
        ("3.5 万人次", "3.5", 1, "万人次", Kind.COUNT),
        ("12 人", "12", 0, "人", Kind.COUNT),
        ("500平方米", "500", 0, "平方米", Kind.COUNT),
        ("2023 年", "2023", 0, "年", Kind.COUNT),
        ("10分", "10", 0, "分", Kind.SCORE),
        ("10分钟", "10", 0, "分钟", Kind.COUNT),
        ("12萬元", "12", 0, "萬元", Kind.MONEY),
        ("￥12.50", "12.50", 2, "元", Kind.MONEY),
        ("−5.20", "-5.20", 2, "", Kind.BARE),
        ("+3", "3", 0, "", Kind.BARE),
        ("-0.00", "0.00", 2, "", Kind.BARE),
        ("52.800000", "52.800000", 6, "", Kind.BARE),
        ("\u200b12\ufeff", "12", 0, "", Kind.BARE),
    ],
)
def test_figures_are_read_as_officers_write_them(text, value, places, unit, kind):
    """Full-width signs, thousands marks, spaces before a unit, and the decimals that were printed."""
    figure = read_figure(text)

    assert figure == Written(Decimal(value), places, unit)
    assert str(figure.value) == value
    assert figure.kind is kind


@pytest.mark.parametrize("text", ["", " ", "\u3000\n", "-", "—", "——", "－", "/", "／", "\\", "…"], ids=repr)
def test_a_blank_and_its_marks_are_missing(text):
    """A dash in a cell says that there is no figure, not that it is zero."""
    assert read_figure(text) is MISSING


@pytest.mark.parametrize(
    "text, message",
    [
        ("1,2,3", "figure-broken-thousands"),
        (",867.48", "figure-broken-thousands"),
        ("3,.83", "figure-broken-thousands"),
        ("1,234,56", "figure-broken-thousands"),
        ("12,34.5万元", "figure-broken-thousands"),
        ("1 129 236", "figure-space-inside"),
        ("54. 96", "figure-space-inside"),
        ("12 34元", "figure-space-inside"),
        ("约12", "figure-not-a-number"),
        ("无", "figure-not-a-number"),
        ("1e5", "figure-unit-unknown"),
        ("12 foo", "figure-unit-unknown"),
        ("10-50亿元", "figure-unit-unknown"),
        ("12左右", "figure-unit-unknown"),
        (".5", "figure-not-a-number"),
        ("5.", "figure-not-a-number"),
        ("1.2.3", "figure-not-a-number"),
        ("--5", "figure-not-a-number"),
        ("NaN", "figure-not-a-number"),
        ("٣", "figure-not-a-number"),
        ("9" * (LONGEST + 1), "figure-too-long"),
    ],
)
def test_doubtful_figures_are_questions(text, message):
    """What may be read in two ways is asked about, in words that name what was found."""
    with pytest.raises(FigureError) as caught:
        read_figure(text)

    assert caught.value.message_id == message
    assert text[:20] in caught.value.sentence("zh")
    assert text[:20] in caught.value.sentence("en")


def test_the_whole_sentence_is_the_product():
    """A finance officer reads what is there, what should be, and what to do."""
    with pytest.raises(FigureError) as caught:
        read_figure("1,2,3")

    assert str(caught.value) == (
        "“1,2,3”中的千分位逗号位置不对，可能漏了数字或把小数点写成了逗号，应为形如 1,234.56 的数字。请核对后重填。"
    )


@given(value=decimals(15, 6), unit=st.sampled_from(["", "元", " 万元", "%", "人"]))
def test_thousands_marks_change_nothing(value, unit):
    """A figure with marks, in wide digits, is the figure without."""
    plain = f"{value:f}{unit}"
    marked = f"{value:,f}{unit}"
    wide = marked.translate(str.maketrans("0123456789.,%", "０１２３４５６７８９．，％"))

    assert read_figure(marked) == read_figure(plain) == read_figure(wide)


@given(text=st.text(max_size=30))
def test_any_text_is_a_figure_a_blank_or_a_question(text):
    """No text of any alphabet brings the reader down."""
    with suppress(FigureError):
        figure = read_figure(text)
        assert figure is MISSING or figure.value.is_finite()


def test_a_hand_made_figure_with_an_unknown_unit_is_refused():
    """A unit that nobody knows has no meaning to compute with."""
    with pytest.raises(FigureError, match="无法识别"):
        _ = Written(Decimal(1), 0, "foo").kind
