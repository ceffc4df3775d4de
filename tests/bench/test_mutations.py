"""Changing one figure of a text: what it does to the relations, and what the review makes of it."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from bench.editing import Edit, edited, moved_span
from bench.known import changed, from_review, menders, reread
from bench.mutants import Totals, measure, respelled, run_report, table, text_of
from bench.mutations import KINDS, mutations

from jixiao import review
from jixiao.documents.model import Span
from jixiao.documents.reading import read
from jixiao.relations import Form, Outcome, judge

TEXT = "2024年部门预算100.00万元，其中：基本支出60.00万元，项目支出40.00万元。支出决算90.00万元，完成率90.00%。"


@pytest.fixture(scope="module")
def known():
    return from_review(review(TEXT), "own")


def test_figures_of_relations_are_known(known):
    """Every figure that takes part in a relation that holds can be changed."""
    assert {spot.written for spot in known.spots} >= {"100.00万元", "60.00万元", "40.00万元"}


@pytest.mark.parametrize(
    ("written", "value", "places"),
    [
        ("61.00万元", 610000, 2),
        ("6.100万元", 61000, 3),
        ("60.00元", 60, 2),
        ("６１．００万元", 610000, 2),
        ("甲万元", None, 0),
    ],
)
def test_a_changed_figure_is_read_anew(known, written, value, places):
    """Its digits, point and unit say what it is now; without digits nothing can be said."""
    spot = next(spot for spot in known.spots if spot.written == "60.00万元")

    quantity = reread(spot, written)

    assert (quantity and (quantity.value, quantity.places)) == (value and (value, places))


def test_a_change_breaks_the_relations_of_its_figure(known):
    """Judged on the relations of the sound text: no finder is asked."""
    mutation = next(one for one in mutations(known, random.Random(1), 1) if one.kind == "digit" and "60.00" in one.what)
    after = [changed(relation, mutation.changed) for relation in known.relations]

    assert any(judge(relation).outcome is Outcome.FAILS for relation in after)
    assert menders(after) >= set(mutation.changed)


def test_a_total_with_a_rate_is_the_only_figure_that_mends_both(known):
    """Two broken relations that share one figure point at it; the sum alone would leave three equals."""
    total = next(spot for spot in known.spots if spot.written == "100.00万元")
    after = [changed(one, {total.at: (total.quantity, reread(total, "110.00万元"))}) for one in known.relations]
    rates = [one for one in after if judge(one).outcome is Outcome.FAILS and one.form is Form.RATIO]
    sums = [one for one in after if judge(one).outcome is Outcome.FAILS and one.form is Form.SUM]

    assert (len(rates), len(sums)) == (1, 1)
    assert menders(after) == {total.at}
    assert len(menders(sums)) == 3


@pytest.mark.parametrize("kind", ["full-width", "blank before unit", "line break before unit", "blank inside unit"])
def test_another_spelling_is_the_same_figure(known, kind):
    """A reader of official Chinese meets all of them."""
    spot = next(spot for spot in known.spots if spot.written == "60.00万元")

    again = respelled(spot, kind)

    assert again != spot.written
    assert reread(spot, again).value == spot.quantity.value


def test_spans_move_with_edits():
    """What stands behind an edit moves; what is edited has its new length."""
    edits = [Edit(Span(2, 4), "12345"), Edit(Span(8, 9), "")]

    assert moved_span(Span(0, 2), edits) == (0, 2)
    assert moved_span(Span(2, 4), edits) == (2, 7)
    assert moved_span(Span(10, 12), edits) == (12, 14)


def test_an_edited_document_is_the_document_of_the_edited_file(tmp_path):
    """Cells, paragraphs and their places go along with a figure that grew."""
    page = "<p>合计{}万元，其中甲40.00万元。</p><table><tr><td>甲</td><td>40.00</td></tr></table><p>完。</p>"
    before, after = (tmp_path / name for name in ("before.html", "after.html"))
    before.write_text(f"<html><body>{page.format('100.00')}</body></html>", "utf-8")
    after.write_text(f"<html><body>{page.format('1,000.00')}</body></html>", "utf-8")
    old, new = read(before, guarded=False), read(after, guarded=False)
    start = old.text.index("100.00")

    made = edited(old, [Edit(Span(start, start + 6), "1,000.00")])

    assert made.text == new.text
    assert [passage.text for passage in made.passages()] == [passage.text for passage in new.passages()]
    assert [passage.span(0, 1) for passage in made.passages()] == [passage.span(0, 1) for passage in new.passages()]


def test_a_run_counts_what_was_found(known):
    """The table has a row for each kind of change and each control."""
    totals = run_report(known, 1, 3)
    lines = list(table({"own": totals}))

    assert all(totals.counts[kind, "found"] <= totals.counts[kind, "broken"] for kind in KINDS)
    assert totals.counts["digit", "all"] == 3
    assert any(line.startswith("| own | all |") for line in lines)
    assert any(line.startswith("| own | full-width | 1 | 0 |") for line in lines)


def test_a_generated_text_is_changed_by_its_own_truth():
    """Its relations come from the generator; whole edits of a piece keep them all."""
    known, pieces = text_of(1)
    totals = Totals()

    measure(known, islice(mutations(known, random.Random(1), 1), 5), totals)

    assert sum(totals.counts[kind, "all"] for kind in KINDS) == 5
    assert all(judge(relation).outcome is not Outcome.FAILS for _, other in pieces for relation in other.relations)
