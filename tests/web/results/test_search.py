"""One box finds units, forms, projects, indicators, people, rules and fields; and nobody finds what they may not open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.conftest import World

from jixiao_web import policies
from jixiao_web.filling.models import Row
from jixiao_web.objectives.models import LibraryIndicator
from jixiao_web.organisation.models import UnitPeriod
from jixiao_web.results import search
from jixiao_web.results.initials import initials

EVERYBODY = ("handler", "approver", "business", "finance", "auditor", "bureau", "system", "security", "audit")
EVERYBODY += ("school_handler", "other_finance", "other_handler")


@pytest.fixture
def filled(world: World) -> World:
    """The world with projects in two units, an indicator of one department, and a unit that had another name."""
    for code, key, name in (("HQ", "P01", "劳模津贴"), ("SCHOOL", "P02", "校舍修缮")):
        Row.objects.create(
            form=world.forms[code],
            subject="project",
            position=1,
            cells={"project": key, "name": name, "code": f"4401{key}"},
        )
    LibraryIndicator.objects.create(place=world.units["UNION"], lv1="产出指标", lv2="质量指标", name="劳模津贴到账率")
    LibraryIndicator.objects.create(lv1="产出指标", lv2="数量指标", name="外派培训人次", operator="≥")
    today = policies.today()
    period = UnitPeriod.objects.get(unit=world.units["SCHOOL"])
    UnitPeriod.objects.filter(pk=period.pk).update(valid_to=today - timedelta(days=1), name="某市职工大学")
    UnitPeriod.objects.create(
        unit=world.units["SCHOOL"], name=period.name, parent=world.units["UNION"], valid_from=today
    )
    return world


def found(world: World, who: str, asked: str, most: int = 30) -> dict[str, list[str]]:
    return {group.word: [hit.name for hit in group.hits] for group in search.search(world.fresh(who), asked, most)}


@pytest.mark.parametrize(
    ("who", "asked", "kind", "names"),
    [
        ("finance", "业余", "单位", ["某市工人业余大学"]),
        ("finance", "职工大学", "单位", ["某市工人业余大学"]),
        ("finance", "school", "单位", ["某市工人业余大学"]),
        ("finance", "gryydx", "单位", ["某市工人业余大学"]),
        ("finance", "mszgh", "单位", ["某市总工会本级", "某市总工会"]),
        ("handler", "体育馆", "单位", ["某市体育馆"]),
        ("finance", "自评 HQ", "表和任务", ["2022 年度部门整体支出绩效自评"]),
        ("finance", "2022 业余", "表和任务", ["2022 年度部门整体支出绩效自评"]),
        ("finance", "2021 业余", "表和任务", []),
        ("finance", "劳模", "项目", ["劳模津贴"]),
        ("finance", "p02", "项目", ["校舍修缮"]),
        ("finance", "4401P01", "项目", ["劳模津贴"]),
        ("handler", "校舍", "项目", []),
        ("other_finance", "劳模", "项目", []),
        ("finance", "劳模津贴到账", "指标库", ["劳模津贴到账率"]),
        ("other_finance", "劳模津贴到账", "指标库", []),
        ("other_finance", "外派 数量", "指标库", ["外派培训人次"]),
        ("system", "培训", "指标库", []),
        ("system", "school_h", "人员", ["人员-school_handler"]),
        ("security", "人员-auditor", "人员", ["人员-auditor"]),
        ("bureau", "人员-auditor", "人员", []),
        ("handler", "art-06", "核对规则", ["财政资金支出超过全年预算"]),
        ("handler", "六月末", "在哪里填", ["六月末累计支出"]),
        ("finance", "六月末", "在哪里填", ["六月末累计支出"]),
        ("system", "六月末", "在哪里填", []),
        ("handler", "满意度 样本", "核对规则", ["满意度没有调查样本数", "样本太少而满意度 100%"]),
    ],
)
def test_what_a_word_finds(filled: World, who: str, asked: str, kind: str, names: list[str]):
    """Names of now and of before, codes, first letters; every word must fit; only what the person's post shows."""
    assert found(filled, who, asked).get(kind, []) == names


@pytest.mark.parametrize("asked", ["", "x", "   ", "%", "_", "\x00", "没有这样的东西", "a\x00b", "'; --"])
def test_a_question_that_asks_for_nothing_finds_nothing(filled: World, asked: str):
    """One letter is no question; signs that a database would understand are signs like any other."""
    assert found(filled, "finance", asked) == {}


@pytest.mark.parametrize("who", EVERYBODY)
def test_whatever_is_found_can_be_opened(filled: World, who: str):
    """Each link leads to a page that the person may see: finding is no way around the rights."""
    client = Client()
    client.force_login(filled.people[who])
    links = {
        hit.link
        for asked in ("某市", "2022", "劳模", "修缮", "率", "人员", "ART-0", "P0", "支出", "培训")
        for group in search.search(filled.fresh(who), asked, 30)
        for hit in group.hits
    }
    assert links
    assert {link: client.get(link.partition("#")[0]).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize("who", ["handler", "other_finance", "system", "audit"])
def test_what_may_not_be_opened_is_not_found(filled: World, who: str):
    """A form or a project outside of the post's place appears in no answer."""
    text = "".join(
        f"{hit.name} {hit.told} {hit.link}"
        for asked in ("校舍", "P02", "自评", "4401", "school")
        for group in search.search(filled.fresh(who), asked, 30)
        for hit in group.hits
    )
    assert "校舍修缮" not in text
    assert reverse("form", args=[2022, "SCHOOL", "evaluation"]) not in text


def test_somebody_without_a_post_finds_nothing(filled: World):
    """Before the security administrator gives a post there is nothing to find."""
    filled.posts["handler"].delete()

    assert found(filled, "handler", "劳模") == {}


def test_more_than_fits_is_said(filled: World):
    """A kind with many things shows the first ones and says that there are others."""
    groups = {group.word: group for group in search.search(filled.fresh("bureau"), "某市", 2)}

    assert len(groups["单位"].hits) == 2
    assert groups["单位"].more


def test_the_page_works_without_a_script_and_the_part_while_typing(filled: World):
    """Enter opens a page of everything; typing asks for the part under the box only."""
    client = Client()
    client.force_login(filled.people["finance"])
    page = client.get(reverse("search"), {"q": "劳模"}).content.decode()
    part = client.get(reverse("search"), {"q": "劳模"}, headers={"HX-Request": "true"}).content.decode()

    assert "<h1>" in page
    assert 'value="劳模"' in page
    assert "劳模津贴到账率" in page
    assert "<html" not in part
    assert "劳模津贴到账率" in part
    assert "没有找到" in client.get(reverse("search"), {"q": "没有这样的"}).content.decode()


@pytest.mark.parametrize("asked", ["某市", "项目", "mszgh"])
def test_searching_asks_the_database_as_often_for_many_as_for_few(filled: World, asked: str):
    """Ten times as many projects and units are found with as many queries."""
    counts = []
    for round_ in range(2):
        with CaptureQueriesContext(connection) as queries:
            search.search(filled.fresh("finance"), asked, 30)
        counts.append(len(queries))
        for number in range(20 * (1 - round_)):
            filled.unit(f"MORE{number}", "unit", f"某市总工会{number}", "UNION")
            cells = {"project": f"M{number}", "name": f"项目{number}"}
            Row.objects.create(form=filled.forms["HQ"], subject="project", position=number + 2, cells=cells)
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("text", "letters"),
    [("总工会", "zgh"), ("广州市第二工人文化宫", "gzsdegrwhg"), ("HQ-1 楼", "hq1l"), ("", ""), ("囧", ""), ("座", "z")],
)
def test_first_letters(text: str, letters: str):
    """Common characters have the letter of their sound; a rare one has none and stops nothing."""
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [("ART-06", 200, "财政资金支出超过全年预算"), ("art-06", 200, "ART-06"), ("NO-1", 404, "规则一览")],
)
def test_a_rule_is_explained(world: World, code: str, status: int, told: str):
    """The page of a code says what the terminal says; a wrong code says where to look."""
    client = Client()
    client.force_login(world.people["handler"])
    answer = client.get(reverse("rule", args=[code]))

    assert answer.status_code == status
    assert told in answer.content.decode()


def test_every_rule_has_its_page(world: World):
    """The list names each code with a link; each page opens, in both languages."""
    client = Client()
    client.force_login(world.people["handler"])
    listed = client.get(reverse("rules")).content.decode()
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        for code in search.every_code():
            assert reverse("rule", args=[code]) in listed
            answer = client.get(reverse("rule", args=[code]))
            assert answer.context["parts"], code
