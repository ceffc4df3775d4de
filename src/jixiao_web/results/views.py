"""Home, and the year of a unit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from jixiao_web import policies
from jixiao_web.accounts.models import ADMINISTRATORS, User
from jixiao_web.evaluation import charts as scores
from jixiao_web.evaluation.plain import rows_of as score_rows
from jixiao_web.organisation.models import Unit
from jixiao_web.results import charts, selectors
from jixiao_web.shell.language import core_language


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
    tree = policies.present_tree(request.user)  # type: ignore[arg-type]  # the middleware lets nobody else in
    names = {node.id: node.short for node in tree.nodes.values()}
    lines: list[tuple[str, Any]] = [(names.get(item.unit_id, item.unit.code), item) for item in found.units] or [
        (item.name, item) for item in found.projects
    ]
    rows = score_rows(found.record.lines, core_language()) if found.record else []
    context = {
        "year": year,
        "unit": unit,
        "found": found,
        "name": names.get(found_unit.pk, unit),
        "units": [(names.get(item.unit_id, item.unit.code), item) for item in found.units],
        "bars": charts.money_bars(lines),
        "waterfall": scores.waterfall(rows, found.record) if found.record else None,
    }
    return render(request, "results/unit_year.html", context)
