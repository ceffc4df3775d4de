"""Who there is: the department's units, divisions and people.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import CountOrMissing, DateOrMissing, Flag, Text
from jixiao.figures import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on the cover: year, department, responsible people, and the basis of the figures."""

    year: int
    department: Text = MISSING
    short: Text = MISSING
    region: Text = MISSING
    scheme: Text = MISSING
    outline: Text = MISSING
    basis: Text = MISSING
    accounts: Text = MISSING
    head: Text = MISSING
    finance_head: Text = MISSING
    contact: Text = MISSING
    phone: Text = MISSING
    filled_on: DateOrMissing = MISSING
    sealed: Flag = MISSING
    last_audit: CountOrMissing = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the consolidated budget, the head office included."""

    unit: str
    name: Text = MISSING
    short: Text = MISSING
    kind: Text = MISSING
    code: Text = MISSING
    consolidated: Flag = MISSING
    since: DateOrMissing = MISSING
    until: DateOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """An internal division; posted teams have kind 派驻."""

    division: str
    unit: Text = MISSING
    kind: Text = MISSING
    since: DateOrMissing = MISSING
    until: DateOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Head-counts of one category in one unit, at year end."""

    unit: str
    category: str
    authorised: CountOrMissing = MISSING
    actual: CountOrMissing = MISSING
    last_year: CountOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """People who came or went, recorded in their own unit and category."""

    movement: str
    unit: Text = MISSING
    category: Text = MISSING
    direction: Text = MISSING
    number: CountOrMissing = MISSING
    reason: Text = MISSING
    date: DateOrMissing = MISSING
    source: Text = MISSING
