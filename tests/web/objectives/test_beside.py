"""Beside the sheet of indicators: weights that must close, and remarks on wording."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from tests.web.exchange.conftest import typed

from jixiao.figures import MISSING, Score
from jixiao_web.objectives.weights import weights

pytestmark = pytest.mark.django_db
HQ = (2022, "HQ", "objectives")


def indicator(number: int, weight: str, **more: str):
    told = {
        "lv1": "产出指标",
        "lv2": "数量指标",
        "name": f"人次{number}",
        "operator": "≥",
        "target": "5",
        "unit": "人次",
    }
    cells = {"no": f"P21-{number}", "owner": "P21", **told, **more}
    return "indicator", {**cells, "weight": weight} if weight else cells


@pytest.mark.parametrize(
    ("points", "total", "short", "blank", "closes"),
    [
        (["50", "40"], "90", None, 0, True),
        (["60", "40"], "100", None, 0, True),
        (["50", "30"], "80", "10", 0, False),
        (["50", "45"], "95", "5", 0, False),
        (["60", "50"], "110", "-10", 0, False),
        (["50", "40", ""], "90", None, 1, False),
        (["33.33", "33.33", "23.34"], "90", None, 0, True),
        (["33.33", "33.33", "23.33"], "89.99", "0.01", 0, False),
    ],
)
def test_weights_are_added_and_judged_by_the_core(setting, points, total, short, blank, closes):
    """90 beside the execution rate, or 100: what lacks to the nearest, and what is too much."""
    typed(setting, "handler", "HQ", *(indicator(number, weight) for number, weight in enumerate(points)))
    (found,) = weights(setting.forms["HQ"])
    assert (found.name, found.sum, found.blank, found.closes) == ("劳模津贴", Score.of(total), blank, closes)
    assert found.short == (MISSING if short is None else Score.of(short))


def test_the_fragment_says_how_much_lacks(setting, client):
    """Shown as text: the sum, and 差 or 多 with the points."""
    typed(setting, "handler", "HQ", indicator(1, "50"), indicator(2, "30"))
    client.force_login(setting.fresh("handler"))
    page = client.get(reverse("weights", args=HQ)).content.decode()
    assert "80.00" in page
    assert "差 10.00" in " ".join(page.split())
    client.force_login(setting.fresh("other_handler"))
    assert client.get(reverse("weights", args=HQ)).status_code == 403


def test_remarks_come_for_saved_and_for_unsaved_rows(setting, client):
    """The sheet as it is kept, or rows just typed; each remark names its row."""
    (row,) = typed(setting, "handler", "HQ", indicator(1, "50", name="培训经费支出"))
    client.force_login(setting.fresh("handler"))
    address = reverse("lint", args=HQ)
    told = client.get(address).json()["remarks"]
    assert [(item["row"], item["code"]) for item in told] == [(row, "input")]
    sent = [
        {"id": "n1", "cells": {"name": "提升水平", "lv1": "效益指标", "operator": "≥", "target": "1", "unit": "次"}}
    ]
    told = client.post(address, json.dumps(sent), content_type="application/json").json()["remarks"]
    assert [(item["row"], item["code"]) for item in told] == [("n1", "vague")]
    assert client.post(address, "[1]", content_type="application/json").status_code == 400
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f"#r{row}-name" in fragment
