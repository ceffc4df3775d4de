"""The navigation by work: what each role finds on the left."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jixiao_web.accounts.models import Role

WORKERS = frozenset({Role.HANDLER, Role.APPROVER, Role.BUSINESS, Role.FINANCE, Role.BUREAU, Role.AUDITOR})
DEPARTMENT = frozenset({Role.FINANCE, Role.BUREAU, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a word, an address name, what the address needs ("" nothing, year, department, or a stage), and whose it is.

    `letter` is what one presses after `g` to go there.
    """

    word: Promise
    name: str
    needs: str
    roles: frozenset[Role]
    letter: str = ""


ENTRIES = (
    Entry(_("我的任务"), "home", "", frozenset(Role), "h"),
    Entry(_("单位年度"), "unit_year", "year", WORKERS),
    Entry(_("绩效目标"), "form", "objectives", WORKERS, "o"),
    Entry(_("运行监控"), "form", "monitoring", WORKERS, "m"),
    Entry(_("绩效自评"), "form", "evaluation", WORKERS, "e"),
    Entry(_("评分"), "evaluation:scores", "year", WORKERS, "s"),
    Entry(_("汇总审核"), "consolidation", "department", DEPARTMENT, "c"),
    Entry(_("报告"), "reports:list", "department", DEPARTMENT, "r"),
    Entry(_("任务下达"), "tasks", "", DEPARTMENT, "i"),
    Entry(_("报告审阅"), "uploads", "", WORKERS, "u"),
    Entry(_("指标库"), "library", "", WORKERS, "l"),
    Entry(_("制度与培训"), "reading", "", WORKERS, "t"),
    Entry(_("组织机构"), "organisation", "", frozenset(Role)),
    Entry(_("人员与岗位"), "people", "", frozenset({Role.SYSTEM, Role.SECURITY})),
    Entry(_("审计日志"), "audit", "", frozenset({Role.AUDIT})),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands on a page."""

    word: Promise
    url: str
    here: bool
    letter: str


def links(roles: frozenset[str], path: str, year: int | None, unit: str, department: str) -> list[Link]:
    """The entries of a person; those that need a year are left out where none is known."""
    found = []
    for entry in ENTRIES:
        if not (entry.roles & roles):
            continue
        where = department if entry.needs == "department" else unit
        if entry.needs and (year is None or not where):
            continue
        match entry.needs:
            case "":
                url = reverse(entry.name)
            case "year" | "department":
                url = reverse(entry.name, args=[year, where])
            case stage:
                url = reverse(entry.name, args=[year, where, stage])
        found.append(
            Link(
                entry.word,
                url,
                path == url or (entry.name not in {"home", "unit_year"} and path.startswith(url)),
                entry.letter,
            )
        )
    return found
