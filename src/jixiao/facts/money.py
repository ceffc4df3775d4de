"""Where the money went: projects, budget lines, quota documents and milestones.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import DateOrMissing, Flag, MoneyOrMissing, RatioOrMissing, ScoreOrMissing, Text
from jixiao.figures import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project. Its money stands in the budget lines that name it."""

    project: str
    code: Text = MISSING
    name: Text = MISSING
    unit: Text = MISSING
    division: Text = MISSING
    category: Text = MISSING
    attribute: Text = MISSING
    novelty: Text = MISSING
    key_task: Flag = MISSING
    plan_curve: Text = MISSING
    total_investment: MoneyOrMissing = MISSING
    cumulative_paid: MoneyOrMissing = MISSING
    physical_progress: RatioOrMissing = MISSING
    objective: Text = MISSING
    result: Text = MISSING
    deviation: Text = MISSING
    problem: Text = MISSING
    remedy: Text = MISSING
    evaluated: Flag = MISSING
    self_score: ScoreOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetLine:
    """One line of expenditure: unit × type × funding source (and project)."""

    line: str
    unit: Text = MISSING
    expenditure: Text = MISSING
    purpose: Text = MISSING
    project: Text = MISSING
    function_code: Text = MISSING
    fund: Text = MISSING
    level: Text = MISSING
    initial: MoneyOrMissing = MISSING
    adjust: MoneyOrMissing = MISSING
    adjust_kind: Text = MISSING
    carried_in: MoneyOrMissing = MISSING
    full: MoneyOrMissing = MISSING
    spent: MoneyOrMissing = MISSING
    rate: RatioOrMissing = MISSING
    carried_out: MoneyOrMissing = MISSING
    returned: MoneyOrMissing = MISSING
    cum_mar: MoneyOrMissing = MISSING
    cum_jun: MoneyOrMissing = MISSING
    cum_sep: MoneyOrMissing = MISSING
    adjust_reason: Text = MISSING
    slow_reason: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """A document that added to or cut a budget line."""

    quota: str
    line: Text = MISSING
    document: Text = MISSING
    date: DateOrMissing = MISSING
    amount: MoneyOrMissing = MISSING
    reason: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A dated step of a project."""

    project: str
    name: str
    stage: Text = MISSING
    planned: DateOrMissing = MISSING
    done: DateOrMissing = MISSING
    note: Text = MISSING
    source: Text = MISSING
