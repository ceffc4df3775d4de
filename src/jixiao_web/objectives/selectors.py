"""What the pages of the library ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import Http404
from django.utils.translation import gettext as _

from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import sheets
from jixiao_web.filling.models import Row
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.objectives.tokens import tokens

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User

PAGE = 40
OFFERED = 20
"""So many indicators are offered at once beside a sheet."""
DEPARTMENT = "部门"


def places_of(person: User) -> frozenset[int]:
    """The departments whose learned indicators a person finds: the one of each post, and for a bureau all below it."""
    tree = policies.present_tree(person)
    found: set[int] = set()
    for post in policies.posts_of(person):
        department = tree.department_of(post.unit_id)
        if department is not None:
            found.add(department.id)
        found.update(node.id for node in tree.under(post.unit_id) if node.kind == "department")
    return frozenset(found)


def visible(person: User) -> QuerySet[LibraryIndicator]:
    """What a person finds in the library: what is common to all, and what was learned in the person's departments."""
    return LibraryIndicator.objects.filter(Q(place__isnull=True) | Q(place__in=places_of(person)))


def search(person: User, asked: str, filters: Mapping[str, str]) -> QuerySet[LibraryIndicator]:
    """Indicators that hold any of the words asked for: most words first, then the most used."""
    found = visible(person).filter(retired=False)
    for name in ("lv1", "lv2", "field"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    words = tokens(asked)
    if not words:
        return found.order_by("-uses", "lv1", "lv2", "name")
    matches = [Q(words__contains=f" {word} ") | Q(name__icontains=word) for word in words]
    found = found.filter(reduce(lambda one, other: one | other, matches))
    counted = reduce(
        add, (Case(When(match, then=Value(1)), default=Value(0), output_field=IntegerField()) for match in matches)
    )
    whole = Case(When(name__icontains=asked.strip(), then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.annotate(matched=counted, whole=whole).order_by("-whole", "-matched", "-uses", "name")


def choices(person: User) -> dict[str, list[str]]:
    """What the filters offer; one query beside the registry."""
    fields = visible(person).filter(retired=False).exclude(field="").order_by("field").values_list("field", flat=True)
    subject = registry().by_id["indicator"]
    return {
        "lv1": list(subject.field("lv1").choices),
        "lv2": list(subject.field("lv2").choices),
        "operator": list(subject.field("operator").choices),
        "field": list(dict.fromkeys(fields)),
    }


def indicator_of(person: User, pk: int) -> LibraryIndicator:
    """One indicator. Raises Http404: there is none, or it was learned in another department."""
    found = visible(person).select_related("place").filter(pk=pk).first()
    if found is None:
        raise Http404(_("指标库里没有这条指标，可能是别的部门的。"))
    return found


@dataclass(frozen=True, slots=True)
class Past:
    """Target and result of one year."""

    year: str
    unit: str
    target: str
    actual: str
    measure: str
    source: str


def history(item: LibraryIndicator) -> list[Past]:
    """Targets and results of earlier years, the newest first."""
    found = []
    for key in sorted(item.history, reverse=True):
        told: Mapping[str, Any] = item.history[key]
        year, _sign, unit = key.partition(" ")
        found.append(
            Past(
                year, unit, told.get("target", ""), told.get("actual", ""), told.get("unit", ""), told.get("source", "")
            )
        )
    return found


def past_of(item: LibraryIndicator, year: int, unit: str) -> Mapping[str, str]:
    """What was promised and reached in one year by one unit; nothing when it is not known."""
    found: Mapping[str, str] = item.history.get(f"{year} {unit}", {})
    return found


@dataclass(frozen=True, slots=True)
class Offer:
    """An indicator of the library as a form is offered it: with last year's target and result, and whether it is there already."""

    item: LibraryIndicator
    past: Mapping[str, str]
    present: bool


def for_form(person: User, form: Form, asked: str, filters: Mapping[str, str]) -> list[Offer]:
    """The first indicators that a search finds, for one form; three queries and those of the person's rights."""
    rows = Row.objects.filter(form=form, subject="indicator", alive=True)
    present = set(rows.values_list("cells__lv1", "cells__lv2", "cells__name").order_by())
    year = form.task.year.fiscal_year - 1
    return [
        Offer(item, past_of(item, year, form.unit.code), (item.lv1, item.lv2, item.name) in present)
        for item in search(person, asked, filters)[:OFFERED]
    ]


@dataclass(frozen=True)
class Target:
    """A form into which an indicator may be taken, and the owners there."""

    form: Form
    owners: tuple[tuple[str, str], ...]


def targets(person: User) -> list[Target]:
    """Open forms with a sheet of indicators that a person may fill in now; a few queries for each of the person's posts."""
    units = policies.visible_units(person, "form.edit")
    forms = Form.objects.select_related("task__year", "unit").order_by("-task__year__fiscal_year", "task__opens_on")
    if units is not None:
        forms = forms.filter(unit__in=units)
    found = []
    for form in forms[:30]:
        may = policies.may(person, "form.edit", form) and windows.is_open(form, policies.today())
        sheet = sheets(form.task.kind, form.scope).get("indicator")
        if may and sheet is not None and sheet.fills("name"):
            found.append(Target(form, owners_in(form)))
    return found


def owners_in(form: Form) -> tuple[tuple[str, str], ...]:
    """Whose an indicator of a form may be: the department, or a project; one query."""
    listed = Row.objects.filter(form=form, subject="project", alive=True).order_by("position", "pk")
    projects = tuple(
        (cells["project"], cells.get("name", ""))
        for cells in listed.values_list("cells", flat=True)
        if cells.get("project")
    )
    return ((DEPARTMENT, ""), *projects) if form.scope == "department" else projects
