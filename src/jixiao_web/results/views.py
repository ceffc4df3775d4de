"""Home, and the year of a unit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jixiao.monitoring.pace import elapsed
from jixiao_web import policies
from jixiao_web.accounts.models import ADMINISTRATORS, User
from jixiao_web.evaluation import charts as scores
from jixiao_web.evaluation import selectors as evaluated
from jixiao_web.evaluation.pacing import pace_shown
from jixiao_web.evaluation.places import Place, place_of
from jixiao_web.evaluation.plain import rows_of as score_rows
from jixiao_web.filling.facts import end_of
from jixiao_web.organisation.models import Unit
from jixiao_web.organisation.tree import tree_on
from jixiao_web.results import administrators, analysis, charts, pacing, selectors
from jixiao_web.shell.language import core_language

FEW = 15
"""So many of the slowest projects are drawn; the table beside the chart holds more."""


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My tasks."""
    person = request.user
    if not isinstance(person, User):
        raise Http404
    roles = {post.role for post in policies.posts_of(person)}
    found = selectors.home(person)
    context = {
        "home": found,
        "roles": roles,
        "only_administers": bool(roles) and roles <= ADMINISTRATORS,
        "headline": _headline(found),
        "behind": pacing.behind(person),
        "cards": administrators.cards(roles),
    }
    return render(request, "results/home.html", context)


def _headline(found: selectors.Home) -> str:
    """The most urgent thing, as a sentence."""
    late = sum(1 for line in found.own if line.days < 0)
    back = sum(1 for line in found.own if line.back is not None)
    if late:
        return ngettext("有 {n} 张表已经逾期。", "有 {n} 张表已经逾期。", late).format(n=late)
    if back:
        return ngettext(
            "有 {n} 张表被退回，请按意见修改后重新送审。", "有 {n} 张表被退回，请按意见修改后重新送审。", back
        ).format(n=back)
    if found.own:
        return _("最近一张表还有 {n} 天截止。").format(n=min(line.days for line in found.own))
    if found.waiting:
        return ngettext("有 {n} 张表等您审核。", "有 {n} 张表等您审核。", len(found.waiting)).format(
            n=len(found.waiting)
        )
    return _("现在没有要办的事。")


@require_GET
def unit_year(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """A unit's year: its forms and their states, money, projects and scores."""
    found_unit = get_object_or_404(Unit, code=unit)
    policies.require(request.user, "unit.view", found_unit)
    found = selectors.unit_year(year, found_unit, policies.today())
    tree = tree_on(end_of(year))
    names = {node.id: node.short for node in tree.nodes.values()}
    lines: list[tuple[str, Any]] = [(names.get(item.unit_id, item.unit.code), item) for item in found.units] or [
        (item.name, item) for item in found.projects
    ]
    rows = score_rows(found.record.lines, core_language()) if found.record else []
    context = {
        "year": year,
        "unit": unit,
        "found": found,
        "name": tree.nodes[found_unit.pk].name if found_unit.pk in tree.nodes else unit,
        "is_department": found_unit.kind == Unit.Kind.DEPARTMENT,
        "bars_title": charts.money_title(lines),
        "waterfall_title": charts.lost_title(rows),
        "units": [(names.get(item.unit_id, item.unit.code), item) for item in found.units],
        "bars": charts.money_bars(lines),
        "waterfall": scores.waterfall(rows, found.record) if found.record else None,
        **_pace(found.money[0] if found.money else None),
    }
    return render(request, "results/unit_year.html", context)


def _pace(figures: Any) -> dict[str, Any]:
    """The curve of a place's spending, and the table behind it."""
    shown = pace_shown(figures.pace) if figures is not None else None
    return {"pace": shown, "pace_curve": pacing.curve(shown), "pace_title": pacing.curve_title(shown)}


def _place(request: HttpRequest, year: int, unit: str) -> Place:
    """The place of an address, for who may look at it."""
    place = place_of(year, unit)
    policies.require(request.user, "department.view" if place.is_department else "unit.view", place)
    return place


@require_GET
def analyse(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Where the year stands: states, execution, lost points, each chart with its table and the way to the records."""
    place = _place(request, year, unit)
    kept = evaluated.present(place.task)
    on = policies.today()
    units = analysis.unit_lines(place, on) if place.is_department else []
    slow = analysis.slowest(place, charts.MOST)
    passed = elapsed(year, on)
    by_unit: list[tuple[str, Any]] = [(line.name, line.figures) for line in units if line.figures]
    by_project: list[tuple[str, Any]] = [(item.name, item) for item in slow]
    rows = kept.rows(core_language()) if place.is_department else []
    own = analysis.own_figures(place)
    context = {
        "year": year,
        "unit": unit,
        "place": place,
        "record": kept.record,
        "stale": kept.stale,
        "figures": own,
        **_pace(own),
        "units": units,
        "slow": slow,
        "elapsed": passed,
        "lost": evaluated.lost_steps(rows),
        "waterfall": scores.waterfall(rows, kept.record) if place.is_department else None,
        "waterfall_title": charts.lost_title(rows),
        "heat": charts.heat(units),
        "heat_title": charts.heat_title(units),
        "unit_rates": charts.rate_bars(by_unit, passed),
        "unit_rates_title": charts.rate_title(by_unit, passed),
        "money": charts.money_bars(by_unit),
        "money_title": charts.money_title(by_unit),
        "project_rates": charts.rate_bars(by_project[:FEW], passed),
        "project_rates_title": charts.rate_title(by_project, passed),
    }
    return render(request, "results/analysis.html", context)


@require_GET
def projects(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The projects of a place; what is asked for stands in the address."""
    place = _place(request, year, unit)
    asked = {name: request.GET.get(name, "").strip() for name in ("text", "owner", "grade")}
    sort = request.GET.get("sort", "")
    page, items = analysis.page_of(analysis.projects(place, **asked), sort, request.GET.get("page"))
    everything = analysis.projects(place)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "year": year,
        "unit": unit,
        "place": place,
        "page": page,
        "items": items,
        "asked": asked,
        "sort": sort,
        "query": query.urlencode(),
        "owners": everything.order_by("unit__code").values_list("unit__code", flat=True).distinct(),
        "grades": everything.exclude(grade="").order_by("grade").values_list("grade", flat=True).distinct(),
    }
    return render(request, "results/projects.html", context)
