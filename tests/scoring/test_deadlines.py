"""Indicators with a date: kept, missed by some days, or not to be told from what was written."""

from __future__ import annotations

from typing import Any

import pytest
from tests.scoring.desk import department, indicator

from jixiao.facts.dates import PartialDate
from jixiao.facts.performance import Indicator
from jixiao.figures import MISSING, Score
from jixiao.rules.schemes import load_scheme
from jixiao.rules.vocabulary import NotCarried
from jixiao.scoring import Line, score
from jixiao.scoring.deadlines import days_late

LATE = "未达成年度指标且效果较差"


def dated(due: str, done: str, **more: Any) -> Indicator:
    dates = {name: PartialDate.parse(text) if text else MISSING for name, text in (("due", due), ("done", done))}
    return indicator("a", **{"operator": "≤", "target": MISSING, "actual": MISSING, **dates, **more})


def line(record: Indicator) -> Line:
    """The line of the indicator, as the one output of a department."""
    found = score(department(indicator=[record]), load_scheme("hunan-2020-reconstructed")).line("H-13")
    return found.details[0]


@pytest.mark.parametrize(
    ("due", "done", "days"),
    [
        ("2024-12-31", "2024-12-31", 0),
        ("2024-12-31", "2024-12-30", 0),
        ("2024-12-31", "2025-01-01", 1),
        ("2024-02-28", "2024-03-01", 2),  # a leap year
        ("2023-02-28", "2023-03-01", 1),
        ("2024-12", "2024-12-31", 0),  # a month ends with its last day
        ("2024-12", "2025-01-01", 1),
        ("2024年底", "2024-12-31", 0),
        ("2024", "2024-11-03", 0),
        ("2024-12-31", "2024-12", 0),  # every day that the month can mean was in time
        ("2024-12-31", "2024", 0),
        ("2024-12-31", "2023", 0),
    ],
)
def test_days_late(due: str, done: str, days: int):
    """Counted from the last day that the due date can mean."""
    assert days_late(dated(due, done)) == days


@pytest.mark.parametrize(
    ("due", "done", "message"),
    [
        ("2024-12-15", "2024-12", "score-day-uncertain"),  # before or after the fifteenth?
        ("2024-12-31", "2025-01", "score-day-uncertain"),  # late for certain, but by how many days?
        ("2024-06-30", "2024", "score-day-uncertain"),
        ("2024-12-31", "", "score-missing"),
    ],
)
def test_what_the_dates_leave_open(due: str, done: str, message: str):
    """A date that does not decide is not guessed."""
    with pytest.raises(NotCarried) as told:
        days_late(dated(due, done))

    assert told.value.message_id == message


def test_no_due_date_is_never_late():
    """An indicator without a due date, and one that is said to have failed, have no days to count."""
    assert days_late(dated("", "2024-05-01")) is None
    assert days_late(dated("2024-12-31", "", state=LATE)) is None


def test_a_date_that_was_kept_has_full_marks():
    """The line rests on both dates."""
    found = line(dated("2024-12-31", "2024-12-18"))

    assert (found.kind, found.score, found.reason) == ("computed", found.points, "按期完成")
    assert set(found.facts) >= {"2022/indicator/a/due", "2022/indicator/a/done"}


def test_a_date_that_was_missed_is_judged():
    """In the lower two of the three bands of qualitative indicators, unless the scheme says otherwise."""
    open_line = line(dated("2024-12-31", "2025-01-05"))
    judged = line(dated("2024-12-31", "2025-01-05", judged=Score.of(5)))

    assert (open_line.kind, open_line.reason) == ("manual", "逾期5天完成，须在分值8的80%（不含）以下评定")
    assert (judged.score, judged.reason) == (Score.of(5), "逾期5天完成，人工评定")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (dated("2024-12-15", "2024-12"), "完成日期“2024年12月”没有写到日，不能确定是否在目标日期“2024年12月15日”之前，暂不计分。请把完成日期写到日"),
        (dated("2024-12-31", ""), "缺少“完成日期”，暂不计分"),
        (dated("1824-12-31", "2024-12-31"), "“逾期天数”填的是 73049，应在 0 至 36525 之间。请核对数字和单位。"),
    ],
)  # fmt: skip
def test_dates_that_do_not_decide_leave_the_line_open(record: Indicator, reason: str):
    """The reason says which date to write, and the line points at both."""
    found = line(record)

    assert (found.kind, found.score, found.reason) == ("missing", MISSING, reason)
    assert found.facts == ("2022/indicator/a/done", "2022/indicator/a/due")


def test_what_was_never_done():
    """No date done, but the officer says that it failed: judged in the lowest band."""
    assert line(dated("2024-12-31", "", state=LATE)).kind == "manual"
    assert line(dated("2024-12-31", "", state=LATE, judged=Score.of(3))).score == Score.of(3)


def test_a_due_date_beside_another_operator():
    """A qualitative indicator may carry a due date for information; a positive one is asked to decide."""
    qualitative = dated("2024-12-31", "", operator="定性", state="达成年度指标", judged=Score.of(8))

    assert line(qualitative).score == Score.of(8)
    assert line(dated("2024-12-31", "", operator="≥")).reason == "填了目标日期的是时间指标，计算符号应选“≤”，请改正"
