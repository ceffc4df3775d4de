"""What people wrote: paragraphs, problems, measures, policies, and the record of the procedure.

The fields are declared in `rulebook/fields`; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.facts.values import DateOrMissing, Flag, Text
from jixiao.figures import MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """A paragraph that a division or unit wrote; `{address}` in it stands for a live figure."""

    no: str
    slot: Text = MISSING
    unit: Text = MISSING
    division: Text = MISSING
    heading: Text = MISSING
    text: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A problem, with the projects and score lines that it concerns."""

    no: str
    title: Text = MISSING
    text: Text = MISSING
    cause: Text = MISSING
    lines: Text = MISSING
    projects: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure against problems; nobody invents its owner or due date."""

    no: str
    problems: Text = MISSING
    title: Text = MISSING
    text: Text = MISSING
    owner: Text = MISSING
    due: DateOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy document that the report cites."""

    title: str
    number: Text = MISSING
    issuer: Text = MISSING
    own: Flag = MISSING
    date: DateOrMissing = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """A problem of last year and what became of it."""

    no: str
    text: Text = MISSING
    state: Text = MISSING
    result: Text = MISSING
    source: Text = MISSING


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStep:
    """One step of the self-evaluation's own procedure."""

    no: str
    kind: Text = MISSING
    date: DateOrMissing = MISSING
    by: Text = MISSING
    text: Text = MISSING
    answer: Text = MISSING
    source: Text = MISSING
