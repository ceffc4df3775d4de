"""The library inside the sheet of indicators: found there with last year's figures, taken as one deed, undone as one."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.web.exchange.conftest import typed
from tests.web.objectives.test_library import entry

from jixiao_web.audit.models import Entry
from jixiao_web.filling import history, services
from jixiao_web.filling.models import Deed, Row
from jixiao_web.objectives.models import LibraryIndicator

pytestmark = pytest.mark.django_db
HQ = (2022, "HQ", "objectives")


@pytest.fixture
def item(setting) -> LibraryIndicator:
    """An indicator that HQ used last year."""
    cache.clear()
    LibraryIndicator.objects.all().delete()
    made = entry("劳模津贴发放率", place=setting.units["UNION"])
    made.history = {"2021 HQ": {"target": "98", "actual": "99.60", "unit": "%"}, "2021 SCHOOL": {"target": "1"}}
    made.save()
    entry("培训场次", lv2="数量指标", unit="场")
    return made


def enter(client, setting, who: str) -> None:
    client.force_login(setting.fresh(who), "django.contrib.auth.backends.ModelBackend")


def taken(client, item, owner: str = "P21", number: str = "", **more: str):
    told = {"owner": owner, "client": number or str(uuid.uuid4()), **more}
    return client.post(reverse("library_take", args=[*HQ, item.pk]), told)


def rows(setting) -> list[dict[str, str]]:
    return list(
        Row.objects.filter(form=setting.forms["HQ"], subject="indicator", alive=True)
        .order_by("position")
        .values_list("cells", flat=True)
    )


def test_the_search_tells_last_years_target_and_result(setting, client, item):
    """Beside each found indicator stands what this very unit promised and reached; those in the sheet already are marked."""
    enter(client, setting, "handler")
    address = reverse("library_pick", args=HQ)
    page = client.get(address, {"q": "津贴"}).content.decode()
    assert "上年指标值 98，完成值 99.60（%）" in page
    assert "培训场次" not in page
    assert "表中已有" not in page
    taken(client, item)
    assert "表中已有" in client.get(address, {"q": "津贴"}).content.decode()
    assert "没有找到" in client.get(address, {"q": "量子通信"}).content.decode()
    enter(client, setting, "other_handler")
    assert client.get(address).status_code == 403


def test_it_is_taken_as_one_deed_and_undone_as_one(setting, client, item):
    """The row comes with words, last year's target to begin with and last year's result; one undo takes it back whole."""
    enter(client, setting, "handler")
    number = str(uuid.uuid4())
    answer = taken(client, item, number=number, target="1").json()
    assert rows(setting) == [
        {
            "no": "P21-1",
            "owner": "P21",
            "lv1": "产出指标",
            "lv2": "质量指标",
            "name": "劳模津贴发放率",
            "operator": "≥",
            "target": "98",
            "unit": "%",
            "last_year": "99.60",
        }
    ]
    assert {told[1] for told in answer["written"]} >= {"", "name", "target", "last_year"}
    assert taken(client, item, number=number).json()["deed"] == answer["deed"]  # sent again: nothing is taken twice
    assert len(rows(setting)) == 1
    item.refresh_from_db()
    assert item.uses == 1
    deed = Deed.objects.get(pk=answer["deed"])
    assert (deed.label, str(deed.client)) == ("指标库 › 劳模津贴发放率", number)
    assert Entry.objects.filter(deed="form.typing", reason=deed.label).count() == 1

    assert history.undoable(setting.forms["HQ"], setting.fresh("handler")) == deed
    services.undo(setting.fresh("handler"), deed)
    assert rows(setting) == []


def test_a_date_of_last_year_is_no_target(setting, client, item):
    """Of an indicator that asks for a day, the day of last year does not go where a figure is asked for."""
    item.history = {"2021 HQ": {"target": "2021-12-31", "actual": "2021-11-05", "unit": "日"}}
    item.save()
    enter(client, setting, "handler")
    taken(client, item, target="1")
    assert not {"target", "last_year"} & set(rows(setting)[0])


@pytest.mark.parametrize(
    ("who", "told", "status", "words"),
    [
        ("handler", {"owner": "P99"}, 400, "P99"),
        ("handler", {"number": "one"}, 400, "刷新"),
        ("approver", {}, 403, "岗位"),
        ("finance", {}, 403, "岗位"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(setting, client, item, who, told, status, words):
    """No such project, no number of the deed, no right: nothing is written."""
    enter(client, setting, who)
    answer = taken(client, item, **told)
    assert (answer.status_code, words in answer.json()["sentence"]) == (status, True)
    assert rows(setting) == []


def test_the_sheet_of_indicators_has_them_beside_it(setting, client, item):
    """Weights, lint and library stand with the sheet of indicators, the library only for who may fill it in; with no other sheet."""
    enter(client, setting, "handler")
    page = client.get(reverse("sheet", args=[*HQ, "indicator"])).content.decode()
    assert reverse("weights", args=HQ) in page
    assert reverse("lint", args=HQ) in page
    assert "P21 劳模津贴" in page
    other = client.get(reverse("sheet", args=[*HQ, "project"])).content.decode()
    assert reverse("weights", args=HQ) not in other
    enter(client, setting, "finance")
    page = client.get(reverse("sheet", args=[*HQ, "indicator"])).content.decode()
    assert reverse("weights", args=HQ) in page
    assert 'id="library"' not in page


def test_offering_asks_a_constant_number_of_questions(setting, client, item, django_assert_max_num_queries):
    """A long sheet and a large library cost no more."""
    for number in range(60):
        entry(f"劳模指标{number}")
    typed(
        setting,
        "handler",
        "HQ",
        *(("indicator", {"no": f"P21-{number}", "owner": "P21", "name": f"劳模指标{number}"}) for number in range(60)),
    )
    enter(client, setting, "handler")
    with django_assert_max_num_queries(14):
        assert client.get(reverse("library_pick", args=HQ), {"q": "劳模"}).status_code == 200
