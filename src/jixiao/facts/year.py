"""The department-year: everything that one department says about one fiscal year, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jixiao.facts.accounting import Assignment, BonusItem, Evidence, StatedFigure
from jixiao.facts.address import Address, address
from jixiao.facts.managing import Contract, Disclosure, Management, ThreePublicItem
from jixiao.facts.money import BudgetLine, Milestone, Project, Quota
from jixiao.facts.narrative import FollowUp, Measure, Narrative, Policy, Problem, ProcessStep
from jixiao.facts.organisation import Cover, Division, Movement, Staff, Unit
from jixiao.facts.passport import Passport
from jixiao.facts.performance import Indicator, Objective, Result, Task

RECORDS: Mapping[str, type[Any]] = MappingProxyType(
    {
        "cover": Cover,
        "unit": Unit,
        "division": Division,
        "staff": Staff,
        "movement": Movement,
        "project": Project,
        "budget": BudgetLine,
        "quota": Quota,
        "milestone": Milestone,
        "objective": Objective,
        "task": Task,
        "indicator": Indicator,
        "result": Result,
        "management": Management,
        "sangong": ThreePublicItem,
        "contract": Contract,
        "disclosure": Disclosure,
        "narrative": Narrative,
        "problem": Problem,
        "measure": Measure,
        "policy": Policy,
        "followup": FollowUp,
        "process": ProcessStep,
        "evidence": Evidence,
        "stated": StatedFigure,
        "bonus": BonusItem,
        "assignment": Assignment,
    }
)
"""Subject id → record class. Subjects `cover` and `management` have exactly one record, all others a tuple."""

FORMS = frozenset({"cover", "management"})


@dataclass(frozen=True, kw_only=True)
class DepartmentYear:
    """One department, one fiscal year. Attributes are named after the subjects of the field registry.

    `passports` holds, under the address of every value that somebody entered, where it came from. `unread` are the
    addresses whose cell was filled but refused, and `unread_rows` says of how many rows of a subject nothing was taken:
    what is computed from them is unknown, not zero.
    """

    cover: Cover
    unit: tuple[Unit, ...] = ()
    division: tuple[Division, ...] = ()
    staff: tuple[Staff, ...] = ()
    movement: tuple[Movement, ...] = ()
    project: tuple[Project, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    quota: tuple[Quota, ...] = ()
    milestone: tuple[Milestone, ...] = ()
    objective: tuple[Objective, ...] = ()
    task: tuple[Task, ...] = ()
    indicator: tuple[Indicator, ...] = ()
    result: tuple[Result, ...] = ()
    management: Management = field(default_factory=Management)
    sangong: tuple[ThreePublicItem, ...] = ()
    contract: tuple[Contract, ...] = ()
    disclosure: tuple[Disclosure, ...] = ()
    narrative: tuple[Narrative, ...] = ()
    problem: tuple[Problem, ...] = ()
    measure: tuple[Measure, ...] = ()
    policy: tuple[Policy, ...] = ()
    followup: tuple[FollowUp, ...] = ()
    process: tuple[ProcessStep, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    stated: tuple[StatedFigure, ...] = ()
    bonus: tuple[BonusItem, ...] = ()
    assignment: tuple[Assignment, ...] = ()
    passports: Mapping[Address, Passport] = field(default_factory=dict)
    unread: frozenset[Address] = frozenset()
    unread_rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.cover.year

    def records(self, subject: str) -> tuple[Any, ...]:
        """All records of a subject, a form's one record as a tuple of one."""
        found = getattr(self, subject)
        return (found,) if subject in FORMS else found

    def at(self, subject: str, *parts: str) -> Address:
        """An address of this year: `year.at("project", "P01", "spent")`."""
        return address(self.year, subject, *parts)
