"""What the pages of imports ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.facts.registry import Field
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Form
from jixiao_web.exchange.models import Import
from jixiao_web.exchange.planning import Plan, SheetPlan
from jixiao_web.shell.language import core_language

SHOWN = 300
"""So many changes and problems stand on the page; all of them are counted, written and in the annotated copy."""


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell that would change."""

    sheet: str
    row: str
    field: str
    before: str
    after: str
    origin: str


@dataclass(frozen=True)
class ShownPlan:
    """What would be written into one form, as people read it."""

    plan: Plan
    sheets: tuple[tuple[str, SheetPlan], ...]
    changed: tuple[ShownCell, ...]
    added: tuple[tuple[str, str, tuple[ShownCell, ...]], ...]
    blanks: tuple[ShownCell, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Whose form."""
        return self.plan.name

    @property
    def adds(self) -> int:
        """Rows that are new."""
        return len(self.plan.keys)

    @property
    def changes(self) -> int:
        """Cells of rows that are there already."""
        return sum(1 for item in self.plan.changes if isinstance(item[0], int))

    @property
    def more(self) -> bool:
        """Whether not all of it stands on the page."""
        return self.adds > len(self.added) or self.changes > len(self.changed)


@dataclass(frozen=True)
class Preview:
    """An import as its page shows it."""

    plans: tuple[ShownPlan, ...]
    skipped: tuple[str, ...]
    problems: tuple[Mapping[str, str], ...]
    errors: int
    others: int

    @property
    def blanks(self) -> int:
        """Cells that are filled in the forms and blank in the file."""
        return sum(len(item.plan.blanks) for item in self.plans)

    @property
    def missing(self) -> int:
        """Rows of the forms that are not in the file."""
        return sum(len(item.plan.missing) for item in self.plans)

    @property
    def writes(self) -> int:
        """New rows and changed cells."""
        return sum(item.adds + item.changes for item in self.plans)


def imports_of(form: Form) -> list[Import]:
    """The last imports of a form, the newest first; one query."""
    return list(Import.objects.filter(form=form).select_related("by").defer("preview", "problems")[:20])


def import_of(form: Form, number: int) -> Import:
    """One import of a form. Raises Http404."""
    found = Import.objects.select_related("by", "form__task__year", "form__unit").filter(pk=number, form=form).first()
    if found is None:
        raise Http404(_("这张表没有这次导入，可能是别的单位的。"))
    return found


def preview_of(made: Import) -> Preview:
    """The kept preview as the page shows it; no query."""
    lang = core_language()
    plans = tuple(_shown(Plan.from_data(data)) for data in made.preview.get("plans", ()))
    skipped = tuple(_sentences(made.preview.get("skipped", ())))
    told = tuple({"sentence": item[lang], "severity": item["severity"]} for item in made.problems)
    errors = sum(1 for item in told if item["severity"] == "error")
    return Preview(plans, skipped, told[:SHOWN], errors, len(told) - errors)


def _shown(plan: Plan) -> ShownPlan:
    changed = [_cell(plan, item) for item in plan.changes if isinstance(item[0], int)][:SHOWN]
    return ShownPlan(
        plan,
        tuple((_sheet(item.subject), item) for item in plan.sheets),
        tuple(changed),
        tuple(_added(plan)),
        tuple(_cell(plan, item) for item in plan.blanks[:SHOWN]),
        tuple((_sheet(subject), plan.labels.get(str(row), str(row))) for row, subject in plan.missing[:SHOWN]),
    )


def _added(plan: Plan) -> Iterator[tuple[str, str, tuple[ShownCell, ...]]]:
    cells: dict[str, list[Any]] = {}
    subjects: dict[str, str] = {}
    for item in plan.changes:
        if isinstance(item[0], int):
            continue
        subjects.setdefault(item[0], item[1])
        if item[2]:
            cells.setdefault(item[0], []).append(item)
    for name in list(plan.keys)[:SHOWN]:
        yield _sheet(subjects[name]), plan.labels[name], tuple(_cell(plan, item) for item in cells.get(name, ()))


def _cell(plan: Plan, item: list[Any]) -> ShownCell:
    row, subject, name, before, after, origin = item
    field = registry().by_id[subject].field(name)
    return ShownCell(_sheet(subject), plan.labels.get(str(row), str(row)), title_of(field), before, after, origin)


def title_of(field: Field) -> str:
    """A field's name in the reader's language."""
    return field.en if core_language() == "en" else field.zh


def _sheet(subject: str) -> str:
    found = registry().by_id[subject]
    return found.en if core_language() == "en" else found.sheet


def _sentences(skipped: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Why some rows of the file are not taken: a sentence for each unit and reason, with its sheets."""
    words = {
        "other": _("{name}的行不是这张表的，没有导入（{sheets}）：请在该单位的表里导入，或由部门财务整本导入。"),
        "no-form": _("{name}没有这项任务的表，它的行没有导入（{sheets}）。"),
        "closed": _("{name}的表已送审或已截止，它的行没有导入（{sheets}）：请先退回该单位的表。"),
        "stage": _("这一环节不填的表没有导入（{sheets}）。"),
        "unknown": _("单位编号不在组织机构里的行没有导入（{sheets}）：请把单位编号改成组织机构里的编号。"),
    }
    grouped: dict[tuple[str, str], list[str]] = {}
    for item in skipped:
        whose = "" if item["why"] in {"stage", "unknown"} else item["name"] or item["unit"]
        told = _("{sheet} {rows} 行").format(sheet=item["sheet"], rows=item["rows"])
        grouped.setdefault((item["why"], whose), []).append(told)
    for (why, whose), sheets in grouped.items():
        yield words[why].format(name=whose, sheets="、".join(sheets))
