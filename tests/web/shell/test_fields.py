"""The fields of a form: each control names its help and its errors, and every name is there once."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse


class Asked(forms.Form):
    name = forms.CharField(label="名称", help_text="写全称")
    note = forms.CharField(label="说明", required=False)
    way = forms.ChoiceField(
        label="方式", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect, help_text="任选一个"
    )
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


@pytest.mark.parametrize("data", [None, {"note": "", "token": "t"}], ids=["fresh", "wrong"])
def test_help_and_errors_are_named_by_their_control(data):
    """What describes a control is on the page once; a wrong control is described by its error too."""
    one, two = (
        render_to_string("shell/fields.html", {"form": Asked(data, prefix=prefix)}) for prefix in ("one", "two")
    )
    ids = re.findall(r'\bid="([^"]+)"', one + two)
    named = [name for told in re.findall(r'aria-describedby="([^"]+)"', one + two) for name in told.split()]
    assert len(ids) == len(set(ids))
    assert set(named) <= set(ids)
    assert {"id_one-name_helptext", "id_one-way_helptext"} <= set(named)
    assert ("id_one-name_error" in named) is (data is not None)
    assert one.count("<label") == 2 + 2  # two fields, and the two ways of the third, which has a legend
    assert one.count("<legend>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("finance", "tasks"),
        ("bureau", "tasks"),
        ("system", "people"),
        ("security", "people"),
        ("finance", "reading"),
        ("handler", "unit"),
    ],
)
def test_no_name_stands_twice_on_pages_with_several_forms(world, client, who, path):
    """Two forms on one page call nothing by the same id, and every description is there."""
    client.force_login(world.fresh(who), "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse(path, args=["HQ"] if path == "unit" else [])).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    named = [name for told in re.findall(r'aria-describedby="([^"]+)"', page) for name in told.split()]
    assert sorted(name for name in set(ids) if ids.count(name) > 1) == []
    assert set(named) <= set(ids)
