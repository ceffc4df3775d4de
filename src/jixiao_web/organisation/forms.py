"""What the pages of the organisation ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jixiao.rules.registry import registry
from jixiao_web.organisation.models import Division, Unit
from jixiao_web.organisation.staff import categories


class Day(forms.DateInput):
    """A day, chosen from a calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NamedUnit(forms.ModelChoiceField):
    """A unit, called by its code and latest name."""

    def label_from_instance(self, obj: Unit) -> str:
        """`HQ 某市总工会本级`."""
        return f"{obj.code} {named(obj)}"


class NamedUnits(forms.ModelMultipleChoiceField):
    """Several units."""

    def label_from_instance(self, obj: Unit) -> str:
        """As above."""
        return f"{obj.code} {named(obj)}"


def named(unit: Unit) -> str:
    """The latest name, from periods that were read beforehand."""
    periods = sorted(unit.periods.all(), key=lambda item: item.valid_from)
    return periods[-1].name if periods else ""


def units() -> Any:
    """All units with their periods: two queries for the whole list."""
    return Unit.objects.prefetch_related("periods")


class ChangeForm(forms.Form):
    """A new name or another place from a day on."""

    on = forms.DateField(widget=Day, label=_("自哪天起"))
    name = forms.CharField(max_length=200, label=_("单位名称"))
    short = forms.CharField(max_length=100, required=False, label=_("简称"))
    parent = NamedUnit(Unit.objects.none(), required=False, label=_("上级"))
    consolidated = forms.BooleanField(required=False, initial=True, label=_("纳入汇总"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = units()  # type: ignore[attr-defined]  # a ModelChoiceField


class UnitForm(ChangeForm):
    """A new unit."""

    code = forms.SlugField(max_length=60, label=_("单位编码"))
    kind = forms.ChoiceField(choices=Unit.Kind.choices, initial=Unit.Kind.UNIT, label=_("类别"))
    core_kind = forms.ChoiceField(required=False, label=_("单位性质"))
    region = forms.RegexField(r"^\d{6}$", required=False, label=_("行政区划代码"))
    budget_code = forms.CharField(max_length=30, required=False, label=_("预算单位代码"))
    field_order = (
        "code",
        "kind",
        "name",
        "short",
        "parent",
        "on",
        "core_kind",
        "region",
        "budget_code",
        "consolidated",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = registry().by_id["unit"].field("kind").choices
        self.fields["core_kind"].choices = [("", "—"), *((name, name) for name in known)]  # type: ignore[attr-defined]  # a ChoiceField


class CloseForm(forms.Form):
    """The end of a unit."""

    last_day = forms.DateField(widget=Day, label=_("最后一天"))
    reason = forms.CharField(max_length=300, label=_("原因或文号"))


class SuccessionForm(forms.Form):
    """A merger or a split."""

    old = NamedUnits(Unit.objects.none(), label=_("被合并或拆分的单位"))
    new = NamedUnits(Unit.objects.none(), label=_("承接的单位"))
    on = forms.DateField(widget=Day, label=_("生效日期"))
    document = forms.CharField(max_length=120, label=_("文号"))
    ends = forms.BooleanField(required=False, initial=True, label=_("原单位同时撤销"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            self.fields[name].queryset = units()  # type: ignore[attr-defined]  # a ModelMultipleChoiceField


class DivisionForm(forms.Form):
    """A new division."""

    name = forms.CharField(max_length=100, label=_("处室名称"))
    kind = forms.CharField(max_length=40, required=False, label=_("处室类别"))
    on = forms.DateField(widget=Day, label=_("自哪天起"))


class DivisionEndForm(forms.Form):
    """The end of a division."""

    division = forms.ModelChoiceField(Division.objects.none(), label=_("处室"))
    last_day = forms.DateField(widget=Day, label=_("最后一天"))


class _Category(forms.Form):
    category = forms.ChoiceField(label=_("人员类别"))
    on = forms.DateField(widget=Day, label=_("日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [(name, name) for name in categories()]  # type: ignore[attr-defined]  # a ChoiceField


class BalanceForm(_Category):
    """A head-count on a day."""

    authorised = forms.IntegerField(min_value=0, required=False, label=_("编制数"))
    actual = forms.IntegerField(min_value=0, label=_("实有数"))


class MovementForm(_Category):
    """People who came or left."""

    change = forms.IntegerField(label=_("增减人数"), help_text=_("增加写正数，减少写负数"))
    reason = forms.CharField(max_length=100, label=_("原因"))
    document = forms.CharField(max_length=120, required=False, label=_("依据"))
