"""What the pages of tasks ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jixiao.reports.writing.outlines import known_outlines
from jixiao.rules.schemes import entries
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Kind, Year
from jixiao_web.organisation.forms import Day, NamedUnit, named, units


class YearForm(forms.Form):
    """Open a year."""

    department = NamedUnit(units().none(), label=_("主管部门"))
    fiscal_year = forms.IntegerField(label=_("预算年度"), min_value=2000, max_value=2100)
    scheme = forms.ChoiceField(label=_("评分方案"), required=False)
    outline = forms.ChoiceField(label=_("报告提纲"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_place = ("", _("按所在地和年度自动选用"))
        schemes = [(entry.id, entry.title) for entry in entries() if entry.form == "department"]
        plans = [(name, plan.title) for name, plan in known_outlines().items()]
        self.fields["scheme"].choices = [by_place, *schemes]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["outline"].choices = [by_place, *plans]  # type: ignore[attr-defined]  # a ChoiceField


class WindowForm(forms.Form):
    """The days of a task."""

    opens_on = forms.DateField(widget=Day, label=_("开始日期"))
    due_on = forms.DateField(widget=Day, label=_("单位截止日期"))
    department_due_on = forms.DateField(widget=Day, label=_("部门截止日期"))


class NamedYear(forms.ModelChoiceField):
    """A year of a department, called by both."""

    def label_from_instance(self, obj: Year) -> str:
        """`2022 UNION 某市总工会`."""
        return f"{obj} {named(obj.department)}"


class TaskForm(WindowForm):
    """Issue a task."""

    year = NamedYear(Year.objects.none(), label=_("年度"))
    kind = forms.ChoiceField(choices=Kind.choices, label=_("环节"))
    title = forms.CharField(max_length=120, label=_("标题"))
    note = forms.CharField(widget=forms.Textarea, required=False, label=_("要求"))
    warn_days = forms.IntegerField(initial=7, min_value=0, max_value=60, label=_("提前提醒天数"))
    field_order = ("year", "kind", "title", "note", "opens_on", "due_on", "department_due_on", "warn_days")


class ExemptionForm(forms.Form):
    """Grant an exemption."""

    unit = NamedUnit(units().none(), label=_("单位"))
    until = forms.DateField(widget=Day, label=_("延至"))
    reason = forms.CharField(max_length=300, label=_("原因"))


class AssignForm(forms.Form):
    """Give a form to somebody."""

    person = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("填报人"), empty_label=_("不指定：本单位经办人都可以填")
    )
