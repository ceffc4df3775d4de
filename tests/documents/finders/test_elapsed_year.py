"""超序时进度 N 个百分点: the part of the year that is over is a figure that nobody wrote."""

from __future__ import annotations

import pytest

from jixiao.documents.finders.points import find
from jixiao.documents.reading import from_text
from jixiao.documents.view import View
from jixiao.relations import Outcome, judge


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("上半年，支出36亿元，完成预算的53.5%，超序时进度3.5个百分点。", Outcome.HOLDS),
        ("上半年，支出36亿元，完成预算的53.5%，超序时进度4.5个百分点。", Outcome.FAILS),
        ("1-9月，支出36亿元，完成预算的80%，快于序时进度5个百分点。", Outcome.HOLDS),
        ("截至６月底，累计支出450万元，支出进度45.0%，低于序时进度5.0个百分点。", Outcome.HOLDS),
        ("截至6月底，累计支出450万元，支出进度45.0%，低于序时进度6.0个百分点。", Outcome.FAILS),
        ("1-7月，支出完成预算的60.0%，超序时进度1.7个百分点。", Outcome.HOLDS),
        ("一季度，支出完成预算的28.0%，超序时进度2.0个百分点。", Outcome.FAILS),
    ],
)
def test_faster_than_the_year(text: str, outcome: Outcome):
    """The rate less the months of the year that are over, by the period that the passage names."""
    (found,) = find(View(from_text(text)))
    assert judge(found.relation).outcome is outcome
    assert [term.quantity.written for term in found.relation.terms] == [True, False]


def test_no_period_no_finding():
    """Where the text names no period nothing can be compared."""
    assert not list(find(View(from_text("支出完成预算的60.0%，超序时进度1.7个百分点。"))))
