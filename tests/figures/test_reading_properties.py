"""What holds for the reader of figures whatever the text."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.figures import FigureKind, read, write_chinese
from jixiao.figures.units import MEASURES

WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
AROUND = [
    ("支出", "。"),
    ("其中：甲类", "、"),
    ("（含", "）"),
    ("达到", "，"),
    ("完成了\n", "；"),
    ("", ""),
    ("约", "左右。"),
]
# 5年 may be a date and 5号 is an ordinal: they have cases of their own.
UNITS = [
    *sorted(MEASURES - {"年", "月", "日", "号", "方", "人/次"}),
    "元",
    "万元",
    "亿元",
    "%",
    "个百分点",
    "万人次",
    "百万元",
    "万吨",
    "千人",
]
MARKS = "0123456789.,，%％‰-—~至到第〔〕()（）[]一二三四十百千万亿两零点分之元个年月日时号成倍余多约近增长下降 \n\u200b/+:;。、abwhttp@①¥２"
numbers = st.builds(lambda whole, places: Decimal(whole).scaleb(-places), st.integers(0, 10**12), st.integers(0, 4))
styles = st.sampled_from(["plain", "grouped", "wide", "wide grouped"])


def written(number: Decimal, style: str) -> str:
    """The number in one of the ways that papers print it."""
    text = f"{number:,f}" if "grouped" in style else f"{number:f}"
    return text.translate(WIDE) if "wide" in style else text


@given(numbers, styles, st.sampled_from(UNITS), st.sampled_from(["", " ", "　"]), st.sampled_from(AROUND))
def test_what_is_printed_is_read_back(
    number: Decimal, style: str, unit: str, gap: str, around: tuple[str, str]
) -> None:
    """Every number in every way of printing with every unit: exact value, decimals, unit and place."""
    figure = f"{written(number, style)}{gap}{unit}"
    text = f"{around[0]}{figure}{around[1]}"

    (found,) = read(text)

    assert (found.value, found.places, found.unit) == (number, max(0, -number.as_tuple().exponent), unit)
    assert text[found.start : found.end] == figure


@given(st.integers(3, 9999), st.sampled_from(["名", "项", "万元", "个百分点", "户"]))
def test_a_numeral_in_words_is_read_back(number: int, unit: str) -> None:
    """四十二项 says what 42项 says."""
    (found,) = read(f"共{write_chinese(number)}{unit}。")

    assert (found.value, found.unit) == (number, unit)


@given(st.lists(st.tuples(numbers, styles, st.sampled_from(["元", "%", "人", "个"])), min_size=2, max_size=8))
def test_figures_come_in_the_order_of_the_text(parts: list[tuple[Decimal, str, str]]) -> None:
    """As many figures as were written, none swallowed by its neighbour."""
    text = "，其中".join(f"支出{written(number, style)}{unit}" for number, style, unit in parts)

    assert [(figure.value, figure.unit) for figure in read(text)] == [(number, unit) for number, _, unit in parts]


@given(st.text() | st.text(alphabet=MARKS, max_size=60))
def test_spans_are_sorted_disjoint_and_inside(text: str) -> None:
    """No text stops the reader, and every figure stands where it says."""
    end = 0
    for figure in read(text):
        assert end <= figure.start < figure.end <= len(text)
        end = figure.end
        assert isinstance(figure.value, str) == (figure.kind in (FigureKind.DATE, FigureKind.DOCNO))


@given(st.text(alphabet=MARKS, max_size=40))
def test_a_text_around_does_not_move_figures(text: str) -> None:
    """A paragraph read alone and behind another one gives the same figures, further on."""
    alone = read(f"\n{text}")
    behind = read(f"前文。\n{text}")

    assert [(figure.start + 3, figure.end + 3, figure.value) for figure in alone] == [
        (figure.start, figure.end, figure.value) for figure in behind
    ]


@pytest.mark.parametrize(
    "piece",
    ["1", "1,", "1.", "1,000", "1 000 ", "一", "十", "百", "二〇", " ", "\n", "1\n", "1-", "1—1", "第", "第1", "(", "(1", "〔2020", "2020年",
     "1亿1万", "1/1", "百分之", "分之一", "万", "1+1", "http://", "w", "¥", "约", "1个", "1:", "a1", "1、", "2022、", "萬(wàn", "5%～", "1个\n\n\n"],
)  # fmt: skip
def test_long_runs_are_read_to_their_end(piece: str) -> None:
    """A page of one piece over and over: a reader that looks back over all it has read would not come to its end."""
    found = read(piece * (20_000 // len(piece)))

    assert all(before.end <= after.start for before, after in pairwise(found))
