"""What no list of cases can say: laws of scores over all figures."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.scoring.desk import department, indicator, project

from jixiao.figures import Score
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import score_project
from jixiao.scoring.indicators import even_shares

SCHEME = load_scheme("national-project-2020")
RULE = SCHEME.indicator
FIGURES = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
POSITIVE = st.decimals(min_value=Decimal("0.0001"), max_value=10**6, places=4)
MARKS = st.decimals(min_value=0, max_value=100, places=2)
CODES = RULE.columns["计算符号"].codes


def scored(operator: str, target: Decimal, actual: Decimal, marks: Decimal, **more: int) -> int | None:
    values = {
        "计算符号": CODES.index(operator),
        "年度指标值": int(target * 10**4),
        "实际完成值": int(actual * 10**4),
        "分值": int(marks * 100),
    }
    outcome = RULE.table.evaluate({**dict.fromkeys(RULE.words), "有目标日期": 0, **values, **more})
    return outcome.points if outcome.kind == "points" else None


@given(st.sampled_from(["＞", "≥", "＝"]), POSITIVE, FIGURES, FIGURES, MARKS)
def test_doing_more_never_scores_less(operator: str, target: Decimal, one: Decimal, other: Decimal, marks: Decimal):
    """Of a positive indicator the score rises with completion and stops at full marks."""
    poorer, richer = (scored(operator, target, done, marks) for done in sorted([one, other]))

    assert 0 <= poorer <= richer <= marks * 100


@given(st.sampled_from(["＜", "≤"]), POSITIVE, FIGURES, FIGURES, MARKS)
def test_exceeding_more_never_scores_more(operator: str, target: Decimal, one: Decimal, other: Decimal, marks: Decimal):
    """Of a negative indicator the score falls with the figure and stops at nothing."""
    richer, poorer = (scored(operator, target, done, marks) for done in sorted([one, other]))

    assert 0 <= poorer <= richer <= marks * 100


@given(POSITIVE, POSITIVE, FIGURES, FIGURES, MARKS)
def test_nearer_to_the_range_never_scores_less(
    low: Decimal, width: Decimal, one: Decimal, other: Decimal, marks: Decimal
):
    """On either side of a range the score rises towards it, and inside it is full."""
    high = low + width
    high_carried = {"指标值上限": int(high * 10**4)}
    by_side = {True: [], False: []}
    for done in (one, other):
        found = scored("＝", low, done, marks, **high_carried)
        assert found == marks * 100 if low <= done <= high else 0 <= found <= marks * 100
        by_side[done >= low].append((max(done - high, Decimal(0)) if done >= low else low - done, found))
    for side in by_side.values():
        scores = [found for _, found in sorted(side, key=lambda pair: (pair[0], -pair[1]))]
        assert scores == sorted(scores, reverse=True)


@given(st.sampled_from(["＞", "≥", "＝", "＜", "≤"]), FIGURES, FIGURES, MARKS)
def test_no_score_leaves_its_bounds(operator: str, target: Decimal, actual: Decimal, marks: Decimal):
    """Whatever was entered, a score lies between nothing and full marks, or there is none."""
    found = scored(operator, target, actual, marks)

    assert found is None or 0 <= found <= marks * 100


@given(st.integers(min_value=0, max_value=10**4), st.integers(min_value=1, max_value=60))
def test_shares_are_even_and_lose_nothing(full: int, number: int):
    """Points shared out add up again, and no two shares differ by more than a hundredth."""
    shares = even_shares(full, number)

    assert sum(shares) == full
    assert max(shares) - min(shares) <= 1


AMOUNTS = st.decimals(min_value=0, max_value=10**5, places=2)
ROWS = st.lists(st.tuples(st.sampled_from(["产出指标", "效益指标", "满意度指标"]), POSITIVE, FIGURES), max_size=8)


@given(AMOUNTS, AMOUNTS, ROWS)
def test_a_card_adds_up(budget: Decimal, spent: Decimal, rows: list[tuple[str, Decimal, Decimal]]):
    """Line by line, lost and score make the points; together, what is reached and what is open never pass the points."""
    one, line = project("P01", str(spent), str(budget))
    made = [
        indicator(str(place), "P01", lv1, target=target, actual=actual)
        for place, (lv1, target, actual) in enumerate(rows)
    ]
    card = score_project(department(project=[one], budget=[line], indicator=made), "P01", SCHEME)

    for item in card.lines:
        if isinstance(item.score, Score):
            assert item.score + item.lost == item.points
            assert Score.zero() <= item.score <= item.points
    assert card.reached + card.open <= card.points
    assert card.complete is isinstance(card.total, Score)
    if card.complete:
        assert card.total == card.reached == Score.sum(item.score for item in card.lines)
