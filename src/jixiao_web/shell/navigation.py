"""The navigation by work: what each role finds on the left."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jixiao_web.accounts.models import Role
from jixiao_web.cycle.models import Kind

WORKERS = frozenset({Role.HANDLER, Role.APPROVER, Role.BUSINESS, Role.FINANCE, Role.BUREAU, Role.AUDITOR})
DEPARTMENT = frozenset({Role.FINANCE, Role.BUREAU, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a word, an address name, what the address needs, and whose it is.

    `needs` is "" for nothing, year, department (a year of the department), scores (a year whose self-evaluation was issued),
    department scores, or a stage. `letter` is what one presses after `g` to go there.
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
    Entry(_("评分"), "evaluation:scores", "scores", WORKERS, "s"),
    Entry(_("汇总审核"), "consolidation", "department scores", DEPARTMENT, "c"),
    Entry(_("报告"), "reports:list", "department scores", DEPARTMENT, "r"),
    Entry(_("分析"), "analysis", "scores", WORKERS, "a"),
    Entry(_("任务下达"), "tasks", "", DEPARTMENT, "i"),
    Entry(_("报告审阅"), "uploads", "", WORKERS, "u"),
    Entry(_("指标库"), "library", "", WORKERS, "l"),
    Entry(_("核对规则"), "rules", "", WORKERS, "k"),
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


@dataclass(frozen=True, slots=True)
class Where:
    """The year, unit and department that a page is about, and the stages that were issued to it in that year."""

    year: int | None
    unit: str
    department: str
    issued: frozenset[str]

    def address(self, entry: Entry) -> str | None:
        """Where an entry leads; None where there is nothing yet."""
        if not entry.needs:
            return reverse(entry.name)
        place = self.department if entry.needs.startswith("department") else self.unit
        stage = Kind.EVALUATION if entry.needs.endswith("scores") else entry.needs
        if self.year is None or not place or (stage in Kind.values and stage not in self.issued):
            return None
        return reverse(entry.name, args=[self.year, place, *([stage] if entry.needs in Kind.values else [])])


def links(roles: frozenset[str], path: str, where: Where) -> list[Link]:
    """The entries of a person; those that would lead nowhere yet are left out."""
    found = []
    for entry in ENTRIES:
        url = where.address(entry) if entry.roles & roles else None
        if url is not None:
            here = path == url or (entry.name not in {"home", "unit_year"} and path.startswith(url))
            found.append(Link(entry.word, url, here, entry.letter))
    return found
