"""Pages of the year and its tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from jixiao.rules.schemes import entries
from jixiao_web import policies
from jixiao_web.cycle import tasks
from jixiao_web.cycle.models import Kind, Task, Year
from jixiao_web.cycle.workflow import workflow
from jixiao_web.organisation.models import Unit


class Day(forms.DateInput):
    """A day, chosen from a calendar."""

    input_type = "date"


class YearForm(forms.Form):
    """Open a year."""

    department = forms.ModelChoiceField(Unit.objects.filter(kind=Unit.Kind.DEPARTMENT), label=_("主管部门"))
    fiscal_year = forms.IntegerField(label=_("预算年度"), min_value=2000, max_value=2100)
    scheme = forms.ChoiceField(label=_("评分方案"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(entry.id, entry.title) for entry in entries() if entry.form == "department"]
        self.fields["scheme"].choices = [("", _("按所在地和年度自动选用")), *known]  # type: ignore[attr-defined]  # a ChoiceField


class TaskForm(forms.Form):
    """Issue a task."""

    year = forms.ModelChoiceField(Year.objects.all(), label=_("年度"))
    kind = forms.ChoiceField(choices=Kind.choices, label=_("环节"))
    title = forms.CharField(max_length=120, label=_("标题"))
    note = forms.CharField(widget=forms.Textarea, required=False, label=_("要求"))
    opens_on = forms.DateField(widget=Day, label=_("开始日期"))
    due_on = forms.DateField(widget=Day, label=_("单位截止日期"))
    department_due_on = forms.DateField(widget=Day, label=_("部门截止日期"))
    warn_days = forms.IntegerField(initial=7, min_value=0, max_value=60, label=_("提前提醒天数"))


class ExemptionForm(forms.Form):
    """Grant an exemption."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"))
    until = forms.DateField(widget=Day, label=_("延至"))
    reason = forms.CharField(max_length=300, label=_("原因"))


def _visible(request: HttpRequest) -> Any:
    seen = policies.visible_units(request.user, "department.view")  # type: ignore[arg-type]  # the middleware lets nobody else in
    found = Task.objects.select_related("year__department")
    return found if seen is None else found.filter(year__department__in=seen)


def all_tasks(request: HttpRequest) -> HttpResponse:
    """The tasks that were issued; for those who may, the forms to open a year and to issue one."""
    if not policies.visible_units(request.user, "department.view"):  # type: ignore[arg-type]  # as above
        policies.require(request.user, "department.view")
    issuers = policies.visible_units(request.user, "task.issue")  # type: ignore[arg-type]  # as above
    years = Year.objects.filter(department__in=issuers or ())
    told = request.POST if request.method == "POST" else None
    year_form = YearForm(told if told and "fiscal_year" in told else None)
    year_form.fields["department"].queryset = Unit.objects.filter(kind="department", pk__in=issuers or ())  # type: ignore[attr-defined]  # a ModelChoiceField
    task_form = TaskForm(told if told and "kind" in told else None)
    task_form.fields["year"].queryset = years  # type: ignore[attr-defined]  # as above
    for form, deed in ((year_form, tasks.open_year), (task_form, tasks.issue)):
        if form.is_bound and form.is_valid():
            wish = dict(form.cleaned_data)
            try:
                made: Any = deed(request.user, **wish)  # type: ignore[arg-type]  # the middleware lets nobody else in
            except tasks.Refused as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("已办理。"))
                where = reverse("task", args=[made.pk]) if isinstance(made, Task) else reverse("tasks")
                return HttpResponseRedirect(where)
    context = {"tasks": _visible(request), "year_form": year_form, "task_form": task_form, "issues": bool(issuers)}
    return render(request, "cycle/tasks.html", context)


def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: every form with its state; change its days, grant exemptions."""
    found = get_object_or_404(Task.objects.select_related("year__department", "issued_by"), pk=pk)
    policies.require(request.user, "department.view", found)
    form = ExemptionForm(request.POST or None)
    form.fields["unit"].queryset = Unit.objects.filter(forms__task=found)  # type: ignore[attr-defined]  # as above
    if request.method == "POST" and form.is_valid():
        try:
            tasks.exempt(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # as above
        except tasks.Refused as refused:
            messages.error(request, str(refused))
        else:
            return HttpResponseRedirect(reverse("task", args=[pk]))
    listed = list(found.forms.select_related("unit", "task", "assignee"))
    context = {
        "task": found,
        "forms": listed,
        "open": sum(1 for item in listed if workflow().states[item.state].open),
        "exemptions": found.exemptions.select_related("unit", "granted_by"),
        "form": form,
        "may_exempt": policies.may(request.user, "exemption.grant", found),
        "today": policies.today(),
    }
    return render(request, "cycle/task.html", context)


@require_POST
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the days of a task."""
    found = get_object_or_404(Task.objects.select_related("year__department"), pk=pk)
    days = {}
    for name in ("opens_on", "due_on", "department_due_on"):
        try:
            days[name] = forms.DateField().clean(request.POST.get(name))
        except forms.ValidationError:
            messages.error(request, _("日期应写成 2023-04-20 的样子。"))
            return HttpResponseRedirect(reverse("task", args=[pk]))
    try:
        tasks.change_window(request.user, found, **days)  # type: ignore[arg-type]  # as above
    except tasks.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("task", args=[pk]))
