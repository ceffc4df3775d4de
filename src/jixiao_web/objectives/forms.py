"""The form by which an indicator of the library is kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jixiao.rules.registry import registry


def _words(name: str) -> Iterable[tuple[str, str]]:
    return ((word, word) for word in registry().by_id["indicator"].field(name).choices)


class IndicatorForm(forms.Form):
    """What is asked of an indicator; the services judge it."""

    lv1 = forms.ChoiceField(label=_("一级指标"))
    lv2 = forms.ChoiceField(label=_("二级指标"))
    name = forms.CharField(
        label=_("三级指标"), max_length=100, help_text=_("对象 + 被衡量的属性，例如“劳模津贴发放率”。")
    )
    operator = forms.ChoiceField(label=_("计算符号"))
    unit = forms.CharField(label=_("计量单位"), max_length=20, required=False)
    definition = forms.CharField(label=_("指标解释"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    basis = forms.CharField(label=_("设定依据"), max_length=200, required=False)
    field = forms.CharField(label=_("适用领域"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lv1", "lv2", "operator"):
            self.fields[name].choices = list(_words(name))  # type: ignore[attr-defined]  # these three are choices
