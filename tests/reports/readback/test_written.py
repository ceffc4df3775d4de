"""What a fact printed when it was written, and how far another text is from it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.facts import Kind
from jixiao.figures import WAN, Count, Money, Ratio, Score
from jixiao.reports.readback.changes import Degree
from jixiao.reports.readback.degrees import degree_of
from jixiao.reports.readback.written import prints
from jixiao.reports.writing.formats import FORMATS, in_full

VALUES = st.one_of(
    st.decimals(-(10**9), 10**9, places=4).map(lambda number: Money.parse(f"{number:f}", WAN)),
    st.fractions(-3, 3, max_denominator=10**6).map(Ratio),
    st.integers(-9999, 9999).map(Count),
    st.decimals(-100, 100, places=3).map(Score),
)
KINDS = {Money: Kind.MONEY, Ratio: Kind.PERCENT, Count: Kind.COUNT, Score: Kind.SCORE}


@given(VALUES)
def test_every_format_of_reports_is_known(value: Money | Ratio | Count | Score):
    """Whatever a report prints of a figure, its exact value in words leads back to: an untouched text is never an edit."""
    kind = KINDS[type(value)]
    formats = [form for form in FORMATS.values() if kind in form.kinds]
    chinese = FORMATS["chinese"]

    for form in formats:
        if form is not chinese or value.number >= 0:
            assert form.write(value) in prints(in_full(value))


@pytest.mark.parametrize(
    ("before", "after", "unit", "exact", "degree"),
    [
        ("46154.11", "46,154.11", "万元", "46154.11", Degree.SPELLING),
        ("46154.11", "４６１５４．１１", "万元", "46154.11", Degree.SPELLING),
        ("46154.11", "46154.11万元", "万元", "46154.11", Degree.SPELLING),
        ("46154.11", "4.615411亿元", "万元", "46154.11", Degree.SPELLING),
        ("16734.00", "16734", "万元", "16734", Degree.SPELLING),
        ("98.44", "98.44%", "%", "98.437426", Degree.SPELLING),
        ("3", "三", "", "-3", Degree.SPELLING),
        ("2022-12-31", "2022年12月31日", "", None, Degree.SPELLING),
        ("办公室、 财务部", "办公室、财务部", "", None, Degree.SPELLING),
        ("46154.11", "46154.1", "万元", "46154.11", Degree.ROUNDING),
        ("98.44%", "98.4%", "%", "98.437426", Degree.ROUNDING),
        ("98.44%", "98.437%", "%", "98.437426", Degree.ROUNDING),
        ("98.44%", "98.43%", "%", "98.437426", Degree.VALUE),
        ("46154.11", "46145.11", "万元", "46154.11", Degree.VALUE),
        ("46154.11", "46154.11元", "万元", "46154.11", Degree.VALUE),
        ("3", "-3", "", "-3", Degree.VALUE),
        ("2022-12-31", "2022年12月30日", "", None, Degree.VALUE),
        ("46154.11", "约四亿六千万元", "万元", "46154.11", Degree.WORDS),
        ("办公室", "综合处", "", None, Degree.WORDS),
    ],
)
def test_how_far_a_text_is_from_what_was_written(before: str, after: str, unit: str, exact: str | None, degree: Degree):
    """The same value in another spelling, with other decimals, another value, other words."""
    assert degree_of(before, after, unit, None if exact is None else Decimal(exact)) is degree
