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


def test_people_who_came_and_left_are_known_from_the_ledger(world):
    """Movements of the year become rows of the sheet; one that is entered later adds a row and doubles none."""
    from datetime import date

    from jixiao_web.organisation import staff

    by, unit, form = world.fresh("handler"), world.units["HQ"], world.forms["HQ"]
    staff.add_movement(by, unit, category="行政编制", on=date(2022, 6, 1), change=-2, reason="退休", document="人〔1〕")
    staff.add_movement(by, unit, category="行政编制", on=date(2021, 6, 1), change=5, reason="招录")
    assert prefill(by, form) == 7
    (told,) = cells(form, "movement")
    assert told | {"movement": ""} == {
        "movement": "",
        "category": "行政编制",
        "direction": "减少",
        "number": "2",
        "reason": "退休",
        "date": "2022-06-01",
        "source": "人〔1〕",
    }
    staff.add_movement(by, unit, category="行政编制", on=date(2022, 1, 5), change=1, reason="调入")
    prefill(by, form)
    assert sorted((row["direction"], row["number"]) for row in cells(form, "movement")) == [
        ("减少", "2"),
        ("增加", "1"),
    ]


def submitted(world, code: str, *projects: dict[str, str]) -> None:
    """A unit's form as it was submitted with some projects."""
    Version.objects.create(
        form=world.forms[code],
        number=world.forms[code].versions.count() + 1,
        rows={"project": [{"row": 1, "position": 1, "cells": told} for told in projects]},
        digest="0",
        made_by=world.people["handler"],
        made_at=world.year.opened_at,
    )


def test_the_department_takes_problems_and_results_from_its_units(world):
    """What units submitted of their projects stands in the department's sheets; a draft tells nothing, a half-told task stays blank."""
    department = world.forms["UNION"]
    typed(
        world,
        "finance",
        department,
        ("task", {"no": "R1", "name": "关爱劳模", "projects": "P01、P02"}),
        ("task", {"no": "R2", "name": "办学", "projects": "P02，P03"}),
    )
    typed(world, "school_handler", world.forms["SCHOOL"], ("project", {"project": "P03", "problem": "还没有送审"}))
    submitted(
        world,
        "HQ",
        {
            "project": "P01",
            "name": "津贴",
            "result": "全部发放",
            "problem": "发放偏晚。6 月才到账。",
            "remedy": "提前造册",
        },
        {"project": "P02", "name": "慰问", "result": "慰问 30 人", "remedy": "没有问题就没有措施"},
    )
    prefill(world.fresh("finance"), department)

    assert [row.get("result") for row in cells(department, "task")] == ["津贴：全部发放\n慰问：慰问 30 人", None]
    assert cells(department, "problem") == [
        {"no": "W-P01", "title": "发放偏晚", "text": "发放偏晚。6 月才到账。", "projects": "P01"}
    ]
    assert cells(department, "measure") == [
        {"no": "C-P01", "problems": "W-P01", "title": "提前造册", "text": "提前造册"}
    ]
    told = Deed.objects.filter(form=department, kind=Deed.Kind.PREFILL).values_list("label", flat=True)
    assert "所属单位绩效自评（HQ v1）" in told
    submitted(world, "SCHOOL", {"project": "P03", "name": "教室", "result": "完工", "deviation": "招标流标"})
    prefill(world.fresh("finance"), department)
    assert cells(department, "task")[1]["result"] == "慰问：慰问 30 人\n教室：完工"
    assert [row["no"] for row in cells(department, "problem")] == ["W-P01", "W-P03"]
    assert prefill(world.fresh("finance"), department) == 0


def test_what_was_imported_is_not_asked_for(world, settings, tmp_path):
    """A cell that a workbook told is no longer missing, and pre-filling leaves it; the rest comes from the objectives."""
    import openpyxl
    from tests.web.exchange.conftest import cell_of, line, sent
    from tests.web.exchange.conftest import typed as typed_in

    from jixiao_web.exchange import applying, workbooks
    from jixiao_web.exchange import services as exchange
    from jixiao_web.filling.selectors import overview

    settings.MEDIA_ROOT = tmp_path
    form, objectives = world.forms["HQ"], stage(world, Kind.OBJECTIVES)
    typed(world, "handler", objectives, ("budget", {"line": "B1", "initial": "80", "function_code": "2012950"}))
    subject, told = line("B1", "", "100")
    typed_in(world, "handler", "HQ", (subject, {name: text for name, text in told.items() if text and name != "spent"}))

    def missing() -> int:
        form.refresh_from_db()
        return next(item.missing for item in overview(form, False) if item.url_name == "budget")

    assert missing() == 1
    file, name = workbooks.workbook(form, "form")
    path = tmp_path / name
    path.write_bytes(file.read())
    file.close()
    book = openpyxl.load_workbook(path)
    cell_of(book["预算执行"], "B1", "支出决算数").value = 99
    book.save(path)
    applying.apply(world.fresh("handler"), exchange.upload(world.fresh("handler"), form, sent(path)))
    assert missing() == 0

    assert prefill(world.fresh("handler"), form) == 1
    (row,) = cells(form, "budget")
    assert (row["spent"], row["initial"], row["function_code"]) == ("99", "100", "2012950")


def test_after_the_last_day_nothing_is_prefilled(world, client):
    """The button writes no more than a hand could."""
    from datetime import date

    from django.urls import reverse

    typed(world, "handler", stage(world, Kind.OBJECTIVES), ("project", {"project": "P01", "name": "津贴"}))
    Task.objects.filter(pk=world.task.pk).update(due_on=date(2023, 2, 1))
    client.force_login(world.fresh("handler"), "django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("prefill", args=[2022, "HQ", "evaluation"]), follow=True)
    assert "填报时间已过" in answer.content.decode()
    assert cells(world.forms["HQ"], "project") == []
