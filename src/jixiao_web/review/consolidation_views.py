"""Pages of consolidation: all units of a department, its totals opened, several forms accepted at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jixiao.rules import RuleError
from jixiao_web import policies
from jixiao_web.cycle import flow
from jixiao_web.cycle.models import Form, Task
from jixiao_web.cycle.selectors import tasks_of
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.selectors import present
from jixiao_web.filling.places import person_of
from jixiao_web.review import consolidation, totals
from jixiao_web.shell.language import core_language


def _task(request: HttpRequest, year: int, unit: str) -> Task:
    wanted = request.GET.get("kind") or request.POST.get("kind")
    tasks = [item for item in tasks_of(year, unit) if not wanted or item.kind == wanted]
    task = tasks[-1] if tasks else None
    if task is None:
        raise Http404(_("{year} 年度还没有给单位 {unit} 下达这项任务。").format(year=year, unit=unit))
    policies.require(request.user, "department.view", task)
    return task


@require_GET
def units(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """All units of a department: state, money, findings, and who is late."""
    task = _task(request, year, unit)
    kept = present(task)  # brings the figures up to date where that takes no time
    found = consolidation.of(person_of(request), task, policies.today(), kept.record)
    context = {
        "year": year,
        "unit": unit,
        "task": task,
        "found": found,
        "own": found.own,
        "tasks": tasks_of(year, unit),
        "reminder": consolidation.reminder(task, found.open) if found.open else "",
        "may_remind": policies.may(request.user, "reminder.send", task),
    }
    return render(request, "review/consolidation.html", context)


@require_GET
def compare(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """The totals that the units' forms come to, beside what was stated elsewhere."""
    task = _task(request, year, unit)
    context = {"year": year, "unit": unit, "task": task}
    try:
        context["totals"] = totals.compared(task, cards.of(task))
    except RuleError as error:
        context["refused"] = error.text(core_language())
    template = "review/_totals.html" if request.headers.get("HX-Request") else "review/totals.html"
    return render(request, template, context)


@require_GET
def total(request: HttpRequest, year: int, unit: str, name: str) -> HttpResponse:
    """One total opened: the rows of the units' forms that make it, each once."""
    task = _task(request, year, unit)
    try:
        found = totals.opened(task, cards.of(task), name)
    except RuleError as error:
        raise Http404(error.text(core_language())) from error
    if found is None:
        raise Http404
    context = {"year": year, "unit": unit, "task": task, "fact": found[0], "parts": found[1]}
    return render(request, "review/total.html", context)


@require_POST
def accept_many(request: HttpRequest, year: int, unit: str) -> HttpResponse:
    """Accept several units' forms; each is its own deed, and what cannot be accepted is told."""
    task = _task(request, year, unit)
    wanted = [int(item) for item in request.POST.getlist("form") if item.isdigit()]
    done = 0
    for form in Form.objects.filter(task=task, pk__in=wanted).select_related("unit", "task__year"):
        try:
            flow.move(person_of(request), form, "accept")
        except (flow.CannotMove, PermissionDenied) as refused:
            messages.error(request, f"{form.unit.code}：{refused}")
        else:
            done += 1
    if done:
        messages.success(request, _("已审核通过 {n} 个单位。").format(n=done))
    elif not wanted:
        messages.error(request, _("没有选中任何单位，什么也没有办理：请先在要通过的单位前打勾。"))
    return HttpResponseRedirect(f"{reverse('consolidation', args=[year, unit])}?kind={task.kind}")
