"""The library of indicators: found by words, taken into a form with last year's result, grown from what was approved."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from jixiao_web.cycle.models import Form, Version
from jixiao_web.filling.deeds import Refused
from jixiao_web.filling.models import Row
from jixiao_web.objectives import selectors, services
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.objectives.seed import plant, seeds
from jixiao_web.objectives.tokens import tokens, words_of

pytestmark = pytest.mark.django_db


def entry(name: str, **more) -> LibraryIndicator:
    told = {"lv1": "产出指标", "lv2": "质量指标", "operator": "≥", "unit": "%", **more}
    return LibraryIndicator.objects.create(name=name, words=words_of({"name": name, **told}), **told)


@pytest.fixture
def shelf(world):
    """A small library instead of the seed."""
    LibraryIndicator.objects.all().delete()
    entry("劳模津贴发放率", uses=1)
    entry("劳模慰问人数", lv2="数量指标", unit="人")
    entry("补贴发放准确率", uses=9)
    entry("校舍修缮验收合格率", field="房屋修缮")
    entry("津贴发放及时率", lv2="时效指标", uses=3, retired=True)
    return world


@pytest.mark.parametrize(
    ("asked", "filters", "found"),
    [
        ("劳模 发放", {}, ["劳模津贴发放率", "补贴发放准确率", "劳模慰问人数"]),
        ("发放", {}, ["补贴发放准确率", "劳模津贴发放率"]),
        ("劳模津贴", {}, ["劳模津贴发放率", "劳模慰问人数"]),
        ("修缮", {"field": "房屋修缮"}, ["校舍修缮验收合格率"]),
        ("劳模", {"lv2": "数量指标"}, ["劳模慰问人数"]),
        ("", {"lv2": "数量指标"}, ["劳模慰问人数"]),
        ("量子通信", {}, []),
    ],
)
def test_search_puts_most_words_first_and_then_the_most_used(shelf, asked, filters, found):
    """Words are cut as people read them; what was retired is not found."""
    assert [item.name for item in selectors.search(shelf.fresh("handler"), asked, filters)] == found


def test_words_that_say_nothing_are_not_searched():
    """的 and 和 find nothing; every word stands once."""
    assert tokens("劳模的津贴和津贴，发放！") == ("劳模", "津贴", "发放")


def test_the_seed_is_planted_once(world):
    """After the tables are made the library holds the house's own indicators; planting again adds none."""
    assert len(seeds()) >= 120
    assert LibraryIndicator.objects.filter(provenance="own", place=None).count() == len(seeds())
    assert plant() == 0
    assert all(item.words.startswith(" ") for item in LibraryIndicator.objects.all())


def test_an_indicator_of_another_department_is_not_seen(shelf):
    """What a department learned is its own, and the bureau's to see."""
    item = entry("体育馆开放率", place=shelf.units["SPORT"])
    assert not selectors.visible(shelf.fresh("handler")).filter(pk=item.pk).exists()
    assert selectors.visible(shelf.fresh("other_handler")).filter(pk=item.pk).exists()
    assert selectors.visible(shelf.fresh("bureau")).filter(pk=item.pk).exists()


def final(world, code: str = "HQ", actual: str = "99.73") -> Form:
    """A form of 2022 that was finally approved with one indicator."""
    form = world.forms[code]
    cells = {
        "no": "P21-1",
        "owner": "P21",
        "lv1": "产出指标",
        "lv2": "质量指标",
        "name": "劳模津贴发放率",
        "operator": "≥",
        "target": "98",
        "unit": "%",
        "actual": actual,
    }
    number = form.versions.count() + 1
    Version.objects.create(
        form=form,
        number=number,
        rows={"indicator": [{"row": 1, "position": 1, "cells": cells}]},
        digest="0",
        made_by=world.people["handler"],
        made_at=world.year.opened_at,
    )
    return form


def test_the_library_grows_from_what_was_approved(shelf):
    """Target and result of the year go into the department's own entry; learning again brings it up to date and counts once."""
    assert services.learn(final(shelf), shelf.people["bureau"]) == 1
    item = LibraryIndicator.objects.get(place=shelf.units["UNION"])
    assert (item.name, item.uses, item.provenance) == ("劳模津贴发放率", 1, "learned")
    assert item.history["2022 HQ"]["actual"] == "99.73"
    services.learn(final(shelf, actual="99.80"), shelf.people["bureau"])
    services.learn(final(shelf, "SCHOOL", "97"), shelf.people["bureau"])
    item.refresh_from_db()
    assert (item.uses, item.history["2022 HQ"]["actual"], item.history["2022 SCHOOL"]["actual"]) == (2, "99.80", "97")
    assert [(p.year, p.unit, p.target) for p in selectors.history(item)] == [
        ("2022", "SCHOOL", "98"),
        ("2022", "HQ", "98"),
    ]


def test_finalising_a_year_teaches_the_library(shelf):
    """When the bureau finalises the department's form, its indicators and those of its units are found for the next year."""
    from jixiao_web.audit.models import Entry
    from jixiao_web.cycle import flow

    final(shelf)
    final(shelf, "SCHOOL", "97")
    Form.objects.filter(pk__in=[shelf.forms[code].pk for code in ("HQ", "SCHOOL")]).update(state="approved")
    department = shelf.forms["UNION"]
    Form.objects.filter(pk=department.pk).update(state="reviewed")
    flow.move(shelf.fresh("bureau"), department, "finalise")

    item = LibraryIndicator.objects.get(place=shelf.units["UNION"])
    assert {key: told["actual"] for key, told in item.history.items()} == {"2022 HQ": "99.73", "2022 SCHOOL": "97"}
    assert item in selectors.search(shelf.fresh("handler"), "劳模津贴", {})
    told = Entry.objects.filter(deed="library.learn").values_list("by__username", "after__indicators")
    assert list(told) == [("bureau", 1), ("bureau", 1)]

    flow.move(shelf.fresh("bureau"), department, "cancel_final", note="更正一处笔误")
    final(shelf, actual="99.80")
    flow.move(shelf.fresh("bureau"), department, "finalise")
    item.refresh_from_db()
    assert (item.uses, item.history["2022 HQ"]["actual"]) == (2, "99.80")


def test_an_indicator_goes_into_the_form_with_last_years_result(setting):
    """Its words come from the library, and beside the target to be set stands what the same unit reached last year."""
    item = entry("劳模津贴发放率", place=setting.units["UNION"])
    item.history = {"2021 HQ": {"target": "98", "actual": "99.60", "unit": "%"}, "2021 SCHOOL": {"actual": "50"}}
    item.save()
    services.use(setting.fresh("handler"), item, setting.forms["HQ"], "P21")
    cells = Row.objects.get(form=setting.forms["HQ"], subject="indicator").cells
    assert cells == {
        "no": "P21-1",
        "owner": "P21",
        "lv1": "产出指标",
        "lv2": "质量指标",
        "name": "劳模津贴发放率",
        "operator": "≥",
        "unit": "%",
        "last_year": "99.60",
    }
    services.use(setting.fresh("handler"), item, setting.forms["HQ"], "P21")
    assert Row.objects.filter(form=setting.forms["HQ"], subject="indicator", cells__no="P21-2").exists()
    item.refresh_from_db()
    assert item.uses == 2
    with pytest.raises(Refused):
        services.use(setting.fresh("handler"), item, setting.forms["HQ"], "P99")
    with pytest.raises(PermissionDenied):
        services.use(setting.fresh("school_handler"), item, setting.forms["HQ"], "P21")


GOOD = {"lv1": "产出指标", "lv2": "数量指标", "name": "慰问人次", "operator": "≥", "unit": "人次"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "名称"),
        ({"lv1": "投入指标"}, "一级指标"),
        ({"operator": ">"}, "计算符号"),
        ({"unit": "人" * 30}, "太长"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(shelf, change, words):
    """Levels and operators are the official words; a name is needed."""
    with pytest.raises(Refused, match=words):
        services.keep(shelf.fresh("finance"), {**GOOD, **change}, shelf.units["UNION"])


@pytest.mark.parametrize(
    ("who", "may"),
    [("finance", True), ("bureau", True), ("handler", False), ("auditor", False), ("other_finance", False)],
)
def test_department_finance_keeps_its_library(shelf, who, may):
    """Others look; one name stands once."""
    if not may:
        with pytest.raises(PermissionDenied):
            services.keep(shelf.fresh(who), GOOD, shelf.units["UNION"])
        return
    kept = services.keep(shelf.fresh(who), GOOD, shelf.units["UNION"])
    with pytest.raises(Refused, match="已有"):
        services.keep(shelf.fresh(who), GOOD, shelf.units["UNION"])
    services.retire(shelf.fresh(who), kept, retired=True)
    assert not selectors.search(shelf.fresh(who), "慰问人次", {}).filter(pk=kept.pk).exists()


def test_the_pages_of_the_library(setting, client):
    """Search, look, take into a form; and the same in English."""
    item = LibraryIndicator.objects.get(name="劳模津贴发放率")
    client.force_login(setting.fresh("handler"))
    page = client.get(reverse("library") + "?q=津贴").content.decode()
    assert "劳模津贴发放率" in page
    page = client.get(reverse("library_indicator", args=[item.pk])).content.decode()
    assert "2022/HQ/objectives/P21" in page
    answer = client.post(reverse("library_use", args=[item.pk]), {"into": "2022/HQ/objectives/P21"})
    assert answer.url == reverse("sheet", args=[2022, "HQ", "objectives", "indicator"])
    assert Row.objects.filter(form=setting.forms["HQ"], subject="indicator").count() == 1
    assert client.get(reverse("library_new")).status_code == 403
    client.force_login(setting.fresh("finance"))
    answer = client.post(reverse("library_new"), GOOD)
    made = LibraryIndicator.objects.get(name="慰问人次")
    assert answer.url == reverse("library_indicator", args=[made.pk])
    assert made.place == setting.units["UNION"]
    assert client.get(reverse("library_edit", args=[item.pk])).status_code == 403
    client.force_login(setting.fresh("system"))
    assert client.get(reverse("library")).status_code == 403


def test_the_search_asks_a_constant_number_of_questions(shelf, client, django_assert_max_num_queries):
    """Hundreds of indicators cost no more questions than five."""
    for number in range(300):
        entry(f"劳模指标{number}")
    client.force_login(shelf.fresh("handler"))
    with django_assert_max_num_queries(16):
        assert client.get(reverse("library") + "?q=劳模").status_code == 200
