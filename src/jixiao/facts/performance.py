"""What was promised and what was reached: objectives, tasks, indicators, countable results.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import CountOrMissing, DateOrMissing, MoneyOrMissing, Number, ScoreOrMissing, Text
from jixiao.figures import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """An objective of the department."""

    no: str
    text: Text = MISSING
    result: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A key task of the year."""

    no: str
    name: Text = MISSING
    content: Text = MISSING
    money: MoneyOrMissing = MISSING
    expected: Text = MISSING
    result: Text = MISSING
    projects: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A three-level indicator of the department (owner 部门) or of a project."""

    no: str
    owner: Text = MISSING
    lv1: Text = MISSING
    lv2: Text = MISSING
    name: Text = MISSING
    operator: Text = MISSING
    target: Number = MISSING
    unit: Text = MISSING
    weight: ScoreOrMissing = MISSING
    actual: Number = MISSING
    same_as: Text = MISSING
    state: Text = MISSING
    judged: ScoreOrMissing = MISSING
    self_score: ScoreOrMissing = MISSING
    deviation: Text = MISSING
    remedy: Text = MISSING
    evidence: Text = MISSING
    origin: Text = MISSING
    last_year: Number = MISSING
    sample: CountOrMissing = MISSING
    population: CountOrMissing = MISSING
    target_high: Number = MISSING
    due: DateOrMissing = MISSING
    done: DateOrMissing = MISSING
    consent: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An achievement that can be counted."""

    no: str
    unit: Text = MISSING
    group: Text = MISSING
    name: Text = MISSING
    value: Number = MISSING
    measure: Text = MISSING
    note: Text = MISSING
    source: Text = MISSING
