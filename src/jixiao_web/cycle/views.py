"""Pages of the year and its tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle import selectors, tasks
from jixiao_web.cycle.forms import AssignForm, ExemptionForm, TaskForm, WindowForm, YearForm
from jixiao_web.cycle.models import Exemption, Form, Task
from jixiao_web.organisation.forms import units
from jixiao_web.organisation.models import Unit


@require_http_methods(["GET", "POST"])
def all_tasks(request: HttpRequest) -> HttpResponse:
    """The tasks that were issued; for those who may, the forms to open a year and to issue one."""
    person: Any = request.user  # the middleware lets nobody else in
    if policies.visible_units(person, "department.view") == frozenset():
        policies.require(person, "department.view")
    issuers = policies.visible_units(person, "task.issue")
    if request.method == "POST" and issuers == frozenset():
        policies.require(person, "task.issue")
    told = request.POST if request.method == "POST" else None
    year_form = YearForm(told if told and "fiscal_year" in told else None)
    departments = units().filter(kind=Unit.Kind.DEPARTMENT)
    year_form.fields["department"].queryset = departments if issuers is None else departments.filter(pk__in=issuers)  # type: ignore[attr-defined]  # a ModelChoiceField
    task_form = TaskForm(told if told and "kind" in told else None)
    years = selectors.years_for(person)
    task_form.fields["year"].queryset = years.prefetch_related("department__periods")  # type: ignore[attr-defined]  # as above
    deeds: tuple[tuple[forms.Form, Any], ...] = ((year_form, tasks.open_year), (task_form, tasks.issue))
    for form, deed in deeds:
        if not (form.is_bound and form.is_valid()):
            continue
        try:
            made = deed(person, **form.cleaned_data)
        except tasks.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已办理。"))
            where = reverse("task", args=[made.pk]) if isinstance(made, Task) else reverse("tasks")
            return HttpResponseRedirect(where)
    context = {
        "tasks": selectors.tasks_for(person),
        "years": years,
        "year_form": year_form,
        "task_form": task_form,
        "issues": issuers != frozenset(),
    }
    return render(request, "cycle/tasks.html", context)


def _task(request: HttpRequest, pk: int) -> Task:
    found = get_object_or_404(Task.objects.select_related("year__department", "issued_by"), pk=pk)
    policies.require(request.user, "department.view", found)
    return found


@require_GET
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: every form with its state; change its days, grant exemptions, remind."""
    return _page(request, _task(request, pk))


def _page(request: HttpRequest, found: Task, **answered: forms.Form) -> HttpResponse:
    days = {name: getattr(found, name) for name in WindowForm.base_fields}
    exempt_form = answered.get("exempt_form") or _exemption_form(found)
    context = {
        "task": found,
        "found": selectors.task_page(found, policies.today()),
        "exempt_form": exempt_form,
        "window_form": answered.get("window_form") or WindowForm(initial=days, prefix="window"),
        "may_exempt": policies.may(request.user, "exemption.grant", found),
        "may_issue": policies.may(request.user, "task.issue", found),
        "may_remind": policies.may(request.user, "reminder.send", found),
        "may_assign": policies.may(request.user, "form.assign", found),
        "today": policies.today(),
    }
    return render(request, "cycle/task.html", context)


def _exemption_form(found: Task, told: Any = None) -> ExemptionForm:
    form = ExemptionForm(told, prefix="exempt")
    form.fields["unit"].queryset = units().filter(forms__task=found)  # type: ignore[attr-defined]  # a ModelChoiceField
    return form


@require_POST
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave to fill in late."""
    found = _task(request, pk)
    policies.require(request.user, "exemption.grant", found)
    form = _exemption_form(found, request.POST)
    if form.is_valid():
        try:
            tasks.exempt(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except tasks.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已准许延期，到期自动失效。"))
            return HttpResponseRedirect(reverse("task", args=[pk]))
    return _page(request, found, exempt_form=form)


@require_POST
def withdraw(request: HttpRequest, pk: int, exemption: int) -> HttpResponse:
    """An exemption ends now."""
    found = get_object_or_404(Exemption.objects.select_related("task__year__department"), pk=exemption, task=pk)
    try:
        tasks.withdraw_exemption(request.user, found, request.POST.get("reason", ""))  # type: ignore[arg-type]  # signed in
    except tasks.Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("task", args=[pk]))


@require_POST
def window(request: HttpRequest, pk: int) -> HttpResponse:
    """Move the days of a task."""
    found = _task(request, pk)
    policies.require(request.user, "task.issue", found)
    form = WindowForm(request.POST, prefix="window")
    if form.is_valid():
        try:
            tasks.change_window(request.user, found, **form.cleaned_data)  # type: ignore[arg-type]  # signed in
        except tasks.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("期限已更改。"))
            return HttpResponseRedirect(reverse("task", args=[pk]))
    return _page(request, found, window_form=form)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind everybody for whom a form of the task waits."""
    try:
        people = tasks.remind(request.user, _task(request, pk))  # type: ignore[arg-type]  # signed in
    except tasks.Refused as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("已提醒 {n} 人，同一天不会重复提醒。", "已提醒 {n} 人，同一天不会重复提醒。", people)
        messages.success(request, told.format(n=people))
    return HttpResponseRedirect(reverse("task", args=[pk]))


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int, form: int) -> HttpResponse:
    """Give a form to one of those who may fill it in."""
    target = get_object_or_404(Form.objects.select_related("task__year__department", "unit"), pk=form, task=pk)
    policies.require(request.user, "form.assign", target)
    people = tasks.may_fill(target)
    asked = AssignForm(request.POST or None, initial={"person": target.assignee_id})
    choices = asked.fields["person"]
    choices.queryset = User.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]  # a ModelChoiceField
    if request.method == "POST" and asked.is_valid():
        try:
            tasks.assign(request.user, target, asked.cleaned_data["person"])  # type: ignore[arg-type]  # signed in
        except tasks.Refused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, _("已指定填报人。"))
            where = reverse("form", args=[target.task.year.fiscal_year, target.unit.code, target.task.kind])
            oversees = policies.may(request.user, "department.view", target.task)
            return HttpResponseRedirect(reverse("task", args=[pk]) if oversees else where)
    return render(request, "cycle/task_assign.html", {"target": target, "form": asked, "nobody": not people})
