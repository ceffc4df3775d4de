"""Notices and the reading list."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.notices import selectors, services
from jixiao_web.organisation.models import Unit


class ReadingForm(forms.Form):
    """A document for everybody of a unit and those under it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("给哪个单位及其下级"))
    title = forms.CharField(max_length=200, label=gettext_lazy("文件"))
    number = forms.CharField(max_length=100, required=False, label=gettext_lazy("文号"))
    link = forms.CharField(max_length=300, required=False, label=gettext_lazy("链接"))


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person, newest first."""
    page = Paginator(selectors.notices_of(request.user), 50).get_page(request.GET.get("page"))  # type: ignore[arg-type]  # signed in
    return render(request, "notices/notices.html", {"page": page})


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice is read, and its page opened."""
    notice = get_object_or_404(selectors.notices_of(request.user), pk=pk)  # type: ignore[arg-type]  # signed in
    services.read(request.user, notice)  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(notice.link or reverse("notices"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All notices are read."""
    services.read_all(request.user)  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(reverse("notices"))


@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """What the holder of the post should have read; who may remind others may also give them documents to read."""
    givers = policies.visible_units(request.user, "reminder.send") or frozenset()  # type: ignore[arg-type]  # signed in
    form = ReadingForm(request.POST or None)
    form.fields["unit"].queryset = Unit.objects.filter(pk__in=givers)  # type: ignore[attr-defined]  # a ModelChoiceField
    if request.method == "POST":
        if not givers:
            policies.require(request.user, "reminder.send")
        if form.is_valid():
            try:
                count = services.give_reading(request.user, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
            except services.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("已放入 {n} 人的清单。").format(n=count))
                return HttpResponseRedirect(reverse("reading"))
    context = {"items": selectors.reading_of(request.user), "form": form if givers else None}  # type: ignore[arg-type]  # signed in
    return render(request, "notices/reading.html", context)


@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One document is read."""
    services.mark_read(request.user, get_object_or_404(selectors.reading_of(request.user), pk=pk))  # type: ignore[arg-type]  # signed in
    return HttpResponseRedirect(reverse("reading"))
