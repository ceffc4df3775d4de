"""Pages of the indicator library: search, one indicator, keep, retire, take into a form."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.selectors import form_at
from jixiao_web.objectives import selectors, services
from jixiao_web.objectives.forms import IndicatorForm
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.organisation.models import Unit


def _person(request: HttpRequest) -> User:
    policies.require(request.user, "library.view")
    return request.user  # type: ignore[return-value]  # a right is a person's


def _place(person: User) -> Unit | None:
    """Whose indicators a person keeps: the department's of the post, or everybody's at the bureau. Raises PermissionDenied."""
    for post in policies.posts_of(person):
        if policies.may(person, "library.edit", post):
            return None if post.unit.kind == Unit.Kind.BUREAU else post.unit
    policies.require(person, "library.edit")
    return None


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Search the library."""
    person = _person(request)
    asked = request.GET.get("q", "")[:100]
    filters = {name: request.GET.get(name, "") for name in ("lv1", "lv2", "field")}
    found = selectors.search(person, asked, filters)
    page = Paginator(found, selectors.PAGE).get_page(request.GET.get("page"))
    address = request.GET.copy()
    address.pop("page", None)
    context = {
        "page": page,
        "asked": asked,
        "filters": filters,
        "choices": selectors.choices(person),
        "address": address.urlencode(),
        "may_keep": any(policies.may(person, "library.edit", post) for post in policies.posts_of(person)),
    }
    return render(request, "objectives/library.html", context)


@require_GET
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: what it means, what was reached in earlier years, and the way into a form."""
    person = _person(request)
    item = selectors.indicator_of(person, pk)
    context = {
        "item": item,
        "history": selectors.history(item),
        "targets": selectors.targets(person),
        "may_keep": policies.may(person, "library.edit", item),
    }
    return render(request, "objectives/indicator.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a new indicator into the library."""
    person = _person(request)
    return _kept(request, person, _place(person), None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an indicator."""
    person = _person(request)
    item = selectors.indicator_of(person, pk)
    policies.require(person, "library.edit", item)
    return _kept(request, person, None, item)


def _kept(request: HttpRequest, person: User, place: Unit | None, item: LibraryIndicator | None) -> HttpResponse:
    present = {name: getattr(item, name) for name in services.FIELDS} if item else None
    form = IndicatorForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.keep(person, form.cleaned_data, place, item)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存“{name}”。").format(name=kept.name))
            return HttpResponseRedirect(reverse("library_indicator", args=[kept.pk]))
    return render(request, "objectives/edit.html", {"form": form, "item": item})


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an indicator out of the search, or bring it back."""
    person = _person(request)
    item = selectors.indicator_of(person, pk)
    retired = request.POST.get("retired") == "1"
    services.retire(person, item, retired=retired)
    told = _("已停用“{name}”，用过它的表不受影响。") if retired else _("已恢复“{name}”。")
    messages.success(request, told.format(name=item.name))
    return HttpResponseRedirect(reverse("library_indicator", args=[item.pk]))


@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an indicator into a form; `into` is year/unit/kind/owner."""
    person = _person(request)
    item = selectors.indicator_of(person, pk)
    year, unit, kind, owner = [*request.POST.get("into", "").split("/", 3), "", "", "", ""][:4]
    if not year.isdigit() or len(year) > 4:
        messages.error(request, _("请先选择要引用到哪张表、哪个项目。"))
        return HttpResponseRedirect(reverse("library_indicator", args=[item.pk]))
    form = form_at(int(year), unit, kind)
    policies.require(person, "form.view", form)
    try:
        services.use(person, item, form, owner)
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("library_indicator", args=[item.pk]))
    messages.success(request, _("已把“{name}”引用到“绩效指标”表，请填指标值和分值。").format(name=item.name))
    return HttpResponseRedirect(reverse("sheet", args=[year, unit, kind, "indicator"]))
