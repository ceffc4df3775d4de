"""Pre-filling: what is known already is not asked for again, and nothing that somebody entered is touched."""

from __future__ import annotations

import uuid

import pytest

from jixiao_web.cycle.models import Form, Kind, Task, Version, Year
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Change, Deed, Row
from jixiao_web.filling.prefill import prefill

pytestmark = pytest.mark.django_db


def typed(world, who, form, *rows):
    changes = []
    for number, (subject, cells) in enumerate(rows):
        changes.append(CellChange(f"n{number}", subject, "", "", "1"))
        changes += (CellChange(f"n{number}", subject, name, "", text) for name, text in cells.items())
    request = DeedRequest(Deed.Kind.TYPING, tuple(changes), client=uuid.uuid4())
    return services.apply(world.fresh(who), form, request).rows


def stage(world, kind: str, year: Year | None = None, unit: str = "HQ") -> Form:
    """A form of another stage, or of another year."""
    like = world.task
    task, _ = Task.objects.get_or_create(
        year=year or world.year,
        kind=kind,
        defaults={
            "title": kind,
            "opens_on": like.opens_on,
            "due_on": like.due_on,
            "department_due_on": like.department_due_on,
            "issued_by": like.issued_by,
            "issued_at": like.issued_at,
        },
    )
    return Form.objects.create(task=task, unit=world.units[unit])


def last_year(world) -> Year:
    return Year.objects.create(
        department=world.units["UNION"],
        fiscal_year=2021,
        opened_by=world.people["finance"],
        opened_at=world.year.opened_at,
    )


def cells(form, subject):
    return list(
        Row.objects.filter(form=form, subject=subject, alive=True)
        .order_by("position", "pk")
        .values_list("cells", flat=True)
    )


INDICATOR = {"no": "P01-1", "owner": "P01", "lv1": "产出指标", "lv2": "质量指标", "name": "发放率", "operator": "≥"}


def test_the_objectives_of_the_year_are_there_at_its_end(world):
    """Names, targets and the initial budget come from the objective form; each cell says from where."""
    objectives = stage(world, Kind.OBJECTIVES)
    typed(
        world,
        "handler",
        objectives,
        ("project", {"project": "P01", "name": "津贴", "objective": "按时发放"}),
        (
            "budget",
            {"line": "B1", "expenditure": "项目支出", "project": "P01", "fund": "一般公共预算", "initial": "100.50"},
        ),
        ("indicator", {**INDICATOR, "target": "98", "unit": "%", "weight": "90"}),
    )
    number = prefill(world.fresh("finance"), world.forms["HQ"])
    assert cells(world.forms["HQ"], "project") == [{"project": "P01", "name": "津贴", "objective": "按时发放"}]
    assert cells(world.forms["HQ"], "budget")[0]["initial"] == "100.50"
    assert cells(world.forms["HQ"], "indicator")[0]["target"] == "98"
    assert number == 3 + 5 + 9
    deed = Deed.objects.get(form=world.forms["HQ"])
    assert (deed.kind, deed.label) == (Deed.Kind.PREFILL, "2022 年绩效目标（未送审）")
    assert set(deed.changes.exclude(field="").values_list("origin", flat=True)) == {deed.label}
    assert prefill(world.fresh("finance"), world.forms["HQ"]) == 0


def test_a_half_years_result_is_not_taken_for_the_years(world):
    """Monitoring tells targets and cumulative spending; what it says of results and causes is asked for anew."""
    monitoring = stage(world, Kind.MONITORING)
    changes = [
        ("indicator", {**INDICATOR, "target": "98", "actual": "45", "deviation": "尚未到期"}),
        ("budget", {"line": "B1", "cum_jun": "40", "adjust": "5"}),
    ]
    for subject, told in changes:
        row = Row.objects.create(form=monitoring, subject=subject, position=1, cells=told)
        assert row.pk
    prefill(world.fresh("finance"), world.forms["HQ"])
    assert cells(world.forms["HQ"], "indicator") == [{**INDICATOR, "target": "98"}]
    assert cells(world.forms["HQ"], "budget") == [{"line": "B1", "cum_jun": "40"}]


def test_what_somebody_entered_emptied_or_took_out_stays_so(world):
    """Only cells that nobody ever wrote are filled, in rows that are there or never were."""
    objectives = stage(world, Kind.OBJECTIVES)
    told = [
        ("project", {"project": key, "name": f"旧{key}", "category": "特定目标类"}) for key in ("P01", "P02", "P03")
    ]
    typed(world, "handler", objectives, *told)
    form = world.forms["HQ"]
    made = typed(
        world,
        "handler",
        form,
        ("project", {"project": "P01", "name": "新P01"}),
        ("project", {"project": "P02", "name": "待删"}),
        ("project", {"project": "P03", "name": "待清"}),
    )
    changes = (
        CellChange(made["n1"], "project", "", "1", ""),
        CellChange(made["n2"], "project", "name", "待清", ""),
    )
    services.apply(world.fresh("handler"), form, DeedRequest(Deed.Kind.TYPING, changes, client=uuid.uuid4()))
    prefill(world.fresh("handler"), form)
    assert cells(form, "project") == [
        {"project": "P01", "name": "新P01", "category": "特定目标类"},
        {"project": "P03", "category": "特定目标类"},
    ]


def test_last_years_results_stand_beside_this_years_targets(world):
    """From last year's approved version: names stay, its result becomes 上年完成值, its carry-over comes in, its figures do not."""
    earlier = stage(world, Kind.EVALUATION, last_year(world))
    rows = {
        "project": [
            {"project": "P01", "name": "津贴", "attribute": "常年性", "result": "已发放"},
            {"project": "P09", "name": "一次活动", "attribute": "一次性"},
        ],
        "budget": [
            {
                "line": "B1",
                "expenditure": "项目支出",
                "project": "P01",
                "fund": "一般公共预算",
                "initial": "100",
                "adjust": "0",
                "carried_in": "0",
                "spent": "90",
                "carried_out": "10.00",
            }
        ],
        "indicator": [{**INDICATOR, "target": "98", "unit": "%", "actual": "99.60", "weight": "90"}],
    }
    Version.objects.create(
        form=earlier,
        number=3,
        rows={name: [{"row": 1, "position": 1, "cells": told} for told in listed] for name, listed in rows.items()},
        digest="0",
        made_by=world.people["handler"],
        made_at=world.year.opened_at,
    )
    form = stage(world, Kind.OBJECTIVES)
    prefill(world.fresh("finance"), form)
    assert cells(form, "project") == [{"project": "P01", "name": "津贴", "attribute": "常年性", "novelty": "延续"}]
    assert cells(form, "indicator") == [{**INDICATOR, "unit": "%", "weight": "90", "last_year": "99.6"}]
    assert cells(form, "budget") == [
        {"line": "B1", "expenditure": "项目支出", "project": "P01", "fund": "一般公共预算"}
    ]
    written = Change.objects.filter(deed__form=form).exclude(field="")
    assert set(written.values_list("origin", flat=True)) == {"2021 年绩效自评 v3"}


def test_last_year_adds_no_rows_to_a_sheet_that_was_begun(world):
    """A project that is not in this year's objectives does not come back from last year."""
    earlier = stage(world, Kind.EVALUATION, last_year(world))
    for position, key in enumerate(("P01", "P02")):
        told = {"project": key, "name": f"去年{key}", "category": "特定目标类"}
        Row.objects.create(form=earlier, subject="project", position=position, cells=told)
    typed(world, "handler", stage(world, Kind.OBJECTIVES), ("project", {"project": "P01", "name": "今年"}))
    prefill(world.fresh("finance"), world.forms["HQ"])
    assert cells(world.forms["HQ"], "project") == [
        {"project": "P01", "name": "今年", "category": "特定目标类", "novelty": "延续"}
    ]


def test_the_staff_ledger_fills_the_sheet_of_people(world):
    """Head-counts come from the organisation; undone as one deed, they come again when somebody asks for them."""
    from datetime import date

    from jixiao_web.organisation.models import StaffBalance

    for day, actual in ((date(2021, 12, 31), 60), (date(2022, 12, 31), 62)):
        StaffBalance.objects.create(unit=world.units["HQ"], category="行政编制", on=day, authorised=65, actual=actual)
    assert prefill(world.fresh("finance"), world.forms["HQ"]) == 4
    assert cells(world.forms["HQ"], "staff") == [
        {"category": "行政编制", "actual": "62", "authorised": "65", "last_year": "60"}
    ]
    deed = Deed.objects.get(form=world.forms["HQ"])
    services.undo(world.fresh("handler"), deed)
    assert cells(world.forms["HQ"], "staff") == []
    assert prefill(world.fresh("handler"), world.forms["HQ"]) == 4
