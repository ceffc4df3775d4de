"""Forms of people and posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jixiao_web.accounts.models import Role, User
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.tree import Tree


class Day(forms.DateInput):
    """A day, chosen from a calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonChoice(forms.ModelChoiceField):
    """Somebody who may sign in, by name and sign-in name."""

    def __init__(self, label: Any) -> None:
        super().__init__(User.objects.filter(is_active=True).order_by("username"), label=label)

    def label_from_instance(self, obj: Any) -> str:
        """张三（zhangsan）."""
        return f"{obj.name}（{obj.username}）"


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(label=_("登录名"), max_length=60, validators=[UnicodeUsernameValidator()])
    name = forms.CharField(label=_("姓名"), max_length=60)
    email = forms.EmailField(label=_("电子邮件"), required=False)


class PostForm(forms.Form):
    """A post for somebody, at one of the units on which the reader may give posts."""

    person = PersonChoice(_("人员"))
    role = forms.ChoiceField(choices=Role.choices, label=_("角色"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("单位"))
    division = forms.ModelChoiceField(
        Division.objects.none(), label=_("处室"), required=False, help_text=_("只有业务处室的岗位需要选。")
    )
    start = forms.DateField(widget=Day, label=_("起始日期"), initial=timezone.localdate)
    until = forms.DateField(widget=Day, label=_("终止日期"), required=False, help_text=_("不填为长期。"))

    def __init__(self, *args: Any, tree: Tree, units: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Unit.objects.filter(pk__in=[key for key in tree.nodes if units is None or key in units])
        unit: Any = self.fields["unit"]
        unit.queryset = found
        unit.label_from_instance = lambda item: f"{tree.nodes[item.pk].name}（{item.code}）"
        division: Any = self.fields["division"]
        division.queryset = Division.objects.filter(unit__in=found).select_related("unit").order_by("unit", "name")
        division.label_from_instance = lambda item: f"{tree.nodes[item.unit_id].short} · {item.name}"


class HandOverForm(forms.Form):
    """To whom, from when, why."""

    successor = PersonChoice(_("接任人"))
    on = forms.DateField(widget=Day, label=_("接任日期"), initial=timezone.localdate)
    reason = forms.CharField(label=_("交接原因"), max_length=200)


class DelegationForm(forms.Form):
    """Who stands in, from when to when, why."""

    deputy = PersonChoice(_("代办人"))
    start = forms.DateField(widget=Day, label=_("起始日期"), initial=timezone.localdate)
    until = forms.DateField(widget=Day, label=_("终止日期"))
    reason = forms.CharField(label=_("原因"), max_length=200)


class LanguageForm(forms.Form):
    """In which language pages and mail come."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("语言"))
