"""What the pages of analysis ask: states, money and scores of a year, as the core computed and somebody keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from jixiao.figures import Missing
from jixiao_web.cycle import windows
from jixiao_web.cycle.models import Exemption, Form
from jixiao_web.cycle.workflow import workflow
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures
from jixiao_web.evaluation.places import Place
from jixiao_web.organisation.tree import tree_on

SEVERITIES = ("block", "error", "warning")


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit in the year: where its form stands, how late it is, its money and what the checks found."""

    code: str
    name: str
    form: Form
    days: int
    figures: UnitFigures | None

    @property
    def waits(self) -> bool:
        """Whether the form is still to be filled in."""
        return workflow().states[self.form.state].open

    @property
    def is_late(self) -> bool:
        """Whether it should have been handed in before today."""
        return self.waits and self.days < 0

    @property
    def findings(self) -> Mapping[str, int]:
        """How many findings of each severity; none where nothing was computed yet."""
        return self.figures.findings if self.figures else {}

    @property
    def lamp(self) -> str:
        """Red: late or something that must be mended; yellow: in work, with errors; green: handed in; blue: in work."""
        if self.is_late or self.findings.get("block"):
            return "red"
        if self.findings.get("error"):
            return "yellow"
        return "blue" if self.waits else "green"


def unit_lines(place: Place, day: date) -> list[UnitLine]:
    """The units of the department in the year, by code; four queries."""
    tree = tree_on(date(place.fiscal_year, 12, 31))
    figures = {item.unit_id: item for item in UnitFigures.objects.filter(task=place.task).defer("pace")}
    exemptions: dict[int, list[Exemption]] = {}
    for item in Exemption.objects.filter(task=place.task):
        exemptions.setdefault(item.unit_id, []).append(item)
    found = []
    for form in Form.objects.filter(task=place.task).exclude(unit=place.department.id).select_related("unit"):
        form.task = place.task
        node = tree.nodes.get(form.unit_id)
        days = windows.days_left(form, day, exemptions.get(form.unit_id, []))
        name = node.short if node else form.unit.code
        found.append(UnitLine(form.unit.code, name, form, days, figures.get(form.unit_id)))
    return sorted(found, key=lambda line: line.code)


def own_figures(place: Place) -> UnitFigures | None:
    """The money of the place itself; one query."""
    return UnitFigures.objects.filter(task=place.task, unit=place.unit).first()


PAGE = 100
SORTS = {
    "name": ("name",),
    "budget": (F("budget").desc(nulls_last=True), "key"),
    "spent": (F("spent").desc(nulls_last=True), "key"),
    "score": (F("score").asc(nulls_last=True), "key"),
}
"""How projects may be ordered by the database; by rate, which stands as text, they are ordered here."""


def projects(place: Place, *, text: str = "", owner: str = "", grade: str = "") -> QuerySet[ProjectFigures]:
    """The projects of a place that fit a filter."""
    found = ProjectFigures.objects.filter(task=place.task).select_related("unit").defer("pace")
    if not place.is_department:
        found = found.filter(unit=place.unit)
    if text:
        found = found.filter(name__icontains=text) | found.filter(key__icontains=text)
    if owner:
        found = found.filter(unit__code=owner)
    return found.filter(grade=grade) if grade else found


def by_rate(found: QuerySet[ProjectFigures]) -> list[int]:
    """Primary keys of projects, the slowest first, those without a rate last; one query."""
    keyed = [(rate_of(rate), key, pk) for pk, rate, key in found.values_list("pk", "rate", "key").order_by()]
    return [pk for _rate, _key, pk in sorted(keyed, key=lambda item: (item[0] is None, item[0] or Decimal(0), item[1]))]


def page_of(found: QuerySet[ProjectFigures], sort: str, number: str | None) -> tuple[Page[Any], list[ProjectFigures]]:
    """One page of projects in an order, and the projects on it; three queries at most."""
    if sort == "rate":
        page: Page[Any] = Paginator(by_rate(found), PAGE).get_page(number)
        listed = {item.pk: item for item in found.filter(pk__in=list(page.object_list))}
        return page, [listed[pk] for pk in page.object_list]
    page = Paginator(found.order_by(*SORTS.get(sort, ("unit__code", "key"))), PAGE).get_page(number)
    return page, list(page.object_list)


def rate_of(printed: str) -> Decimal | None:
    """A rate that the core printed, for putting in order; None where there is none."""
    return Decimal(printed.rstrip("%").replace(",", "")) if printed else None


def slowest(place: Place, most: int) -> list[ProjectFigures]:
    """The projects with the lowest rates; two queries."""
    found = projects(place)
    wanted = by_rate(found)[:most]
    listed = {item.pk: item for item in found.filter(pk__in=wanted)}
    return [listed[pk] for pk in wanted if not isinstance(listed[pk].budget, Missing)]
