"""Pages of scores."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from jixiao.figures import Missing
from jixiao.rules.errors import RuleError
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Line, Scorecard
from jixiao_web import policies
from jixiao_web.cycle.models import Version
from jixiao_web.evaluation import cards, charts, history, selectors, services
from jixiao_web.evaluation.cards import Computed
from jixiao_web.evaluation.places import Place, place_of
from jixiao_web.evaluation.plain import differences, lines_of, score_of
from jixiao_web.results.charts import lost_title
from jixiao_web.shell.language import core_language


def _place(request: HttpRequest, year: int, unit: str) -> Place:
    """The place of an address, for who may look at it."""
    place = place_of(year, unit)
    policies.require(request.user, "department.view" if place.is_department else "unit.view", place)
    return place


def _context(place: Place, **more: Any) -> dict[str, Any]:
    return {"year": place.fiscal_year, "unit": place.node.code, "place": place, **more}


@require_GET
def scorecard(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The department's scorecard; a unit sees the scores of its projects."""
    place = _place(request, year, unit)
    lang = core_language()
    found = selectors.present(place.task)
    rows = found.rows(lang) if place.is_department else []
    record = found.record
    context = _context(
        place,
        record=record,
        scheme=_title(record.scheme) if record else "",
        stale=found.stale,
        rows=rows,
        total_open=record is not None and isinstance(record.total, Missing),
        unscored=record.unscored.get(lang, "") if record else "",
        lost=selectors.lost_steps(rows),
        waterfall=charts.waterfall(rows, record),
        waterfall_title=lost_title(rows),
        projects=selectors.projects_of(place),
    )
    return render(request, "evaluation/scores.html", context)


def _title(scheme: str) -> str:
    """What a scheme is called; one that is no longer among the rules, by its id."""
    try:
        return load_scheme(scheme).title
    except RuleError:
        return scheme


@require_POST
def refresh(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Compute now what can be computed quickly, and go back to the page."""
    place = _place(request, year, unit)
    if selectors.is_small(place.task):
        services.refresh(place.task)
    else:
        services.ask_refresh(place.task)
    return HttpResponseRedirect(reverse("evaluation:scores", args=[year, unit]))


@require_GET
def line(request: HttpRequest, year: int, unit: str, line: str) -> HttpResponse:
    """One line of the department's card with its trace: beside the card, or as a page of its own."""
    place = _place(request, year, unit)
    if not place.is_department:
        raise Http404
    computed = cards.of(place.task)
    return _trace(request, place, computed, computed.card, line)


def _trace(
    request: HttpRequest, place: Place, computed: Computed, card: Scorecard | None, code: str, **more: Any
) -> HttpResponse:
    if card is None:
        raise Http404
    found = _line(card, code)
    context = _context(place, trace=selectors.trace(place, computed, found, core_language()), card=card, **more)
    template = "evaluation/_trace.html" if is_fragment(request) else "evaluation/line.html"
    return render(request, template, context)


def is_fragment(request: HttpRequest) -> bool:
    """Whether only the part beside the card is asked for; somebody who comes back to the address needs the page."""
    return bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")


def _line(card: Scorecard, code: str) -> Line:
    for one in card.lines:
        if one.code == code:
            return one
    raise Http404


@require_GET
def compare(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """What differs from the card before, or from the one of an earlier submission."""
    place = _place(request, year, unit)
    if not place.is_department:
        raise Http404
    lang = core_language()
    found = selectors.present(place.task)
    versions = history.submissions(place.task)
    chosen = request.GET.get("version", "")
    before: list[dict[str, Any]] = []
    total, when, version = None, None, None
    if chosen:
        version = get_object_or_404(
            Version,
            pk=int(chosen) if chosen.isdigit() else 0,
            form__task=place.task,
            form__unit=place.unit,
        )
        card = history.as_submitted(place.task, version).card
        before, when = (lines_of(card) if card else []), version.made_at
        total = card.total if card else None
    elif found.record is not None and found.record.before:
        before, when = found.record.before["lines"], parse_datetime(found.record.before["made_at"])
        total = score_of(found.record.before["total"])
    after = found.record.lines if found.record else []
    context = _context(
        place,
        record=found.record,
        stale=found.stale,
        versions=versions,
        version=version,
        before_total=total,
        before_at=when,
        differences=differences(before, after, lang) if before else [],
        compared=bool(before),
    )
    return render(request, "evaluation/compare.html", context)


@require_GET
def projects(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The projects with money, score and grade."""
    place = _place(request, year, unit)
    found = selectors.present(place.task)
    return render(
        request,
        "evaluation/projects.html",
        _context(place, record=found.record, stale=found.stale, projects=selectors.projects_of(place)),
    )


@require_GET
def project(request: HttpRequest, year: int, unit: str, project: str) -> HttpResponse:
    """The scorecard of one project."""
    place = _place(request, year, unit)
    computed, card = _project(place, project)
    rows = selectors.card_rows(card, core_language())
    context = _context(
        place,
        card=card,
        rows=rows,
        lost=selectors.lost_steps(rows),
        waterfall=charts.waterfall_of(card, rows),
        waterfall_title=lost_title(rows),
        figures=selectors.project_figures(place, project),
        revision=computed.revision,
    )
    return render(request, "evaluation/project.html", context)


@require_GET
def project_line(request: HttpRequest, year: int, unit: str, project: str, line: str) -> HttpResponse:
    """One line of a project's card with its trace."""
    place = _place(request, year, unit)
    computed, card = _project(place, project)
    return _trace(request, place, computed, card, line, project=project)


def _project(place: Place, key: str) -> tuple[Computed, Scorecard]:
    computed = cards.of(place.task)
    card = computed.projects.get(key)
    if card is None or not (place.is_department or key in computed.projects_of(place.node.code)):
        raise Http404
    return computed, card
