"""The dashboards show the core's own figures, each with the way to its records."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.example import Example

from jixiao.figures import Money
from jixiao.monitoring.pace import elapsed
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation import cards, services
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures
from jixiao_web.results import analysis, charts
from jixiao_web.shell.templatetags.shell import printed


def page(example: Example, who: str, name: str, unit: str, **query: str):
    client = Client()
    client.force_login(example.person(who))
    return client.get(reverse(name, args=[2022, unit]), query)


@pytest.mark.parametrize(
    ("year", "day", "passed"),
    [
        (2022, date(2022, 1, 1), "0.27%"),
        (2022, date(2022, 7, 2), "50.14%"),
        (2022, date(2022, 12, 31), "100.00%"),
        (2022, date(2026, 1, 1), "100.00%"),
        (2022, date(2021, 12, 31), "0.00%"),
        (2024, date(2024, 7, 1), "50.00%"),
    ],
)
def test_how_much_of_the_year_has_passed(year: int, day: date, passed: str):
    """The day itself counts; a leap year has a day more; before and after the year nothing more passes."""
    assert elapsed(year, day).percent() == passed


def test_the_department_s_figures_are_the_core_s(example: Example):
    """Budget, spending, rate and total on the dashboard are those that the core derives, to the last 分."""
    answer = page(example, "zhou", "analysis", "GZ-UNION")

    assert answer.status_code == 200
    facts, card = cards.of(example.task).facts, cards.of(example.task).card
    figures = answer.context["figures"]
    assert figures.budget == facts.value(facts.at("department", "total/full"))
    assert figures.spent == facts.value(facts.at("department", "total/spent"))
    assert answer.context["record"].total == card.total
    text = answer.content.decode()
    assert printed(figures.budget) in text
    assert card.total.text() in text


def test_each_lost_point_leads_to_its_line(example: Example):
    """The steps of the waterfall are the lines that lost points, from full marks to what was reached, and so is its table."""
    answer = page(example, "zhou", "analysis", "GZ-UNION")
    steps = answer.context["waterfall"]["steps"]
    lost = [step for step in steps if step["kind"] == "lost"]

    assert [row.code for row in answer.context["lost"]] == [step["code"] for step in lost]
    text = answer.content.decode()
    for step in lost:
        assert reverse("evaluation:line", args=[2022, "GZ-UNION", step["code"]]) in text
    assert answer.context["waterfall_title"].startswith(f"{len(lost)} 项扣分")


def test_every_unit_stands_in_the_table_with_its_lamp(example: Example):
    """Each unit has its state, findings and money, and each number leads on."""
    handed_in = next(code for code in example.units if code)
    Form.objects.filter(unit=example.units[handed_in]).update(state="approved")
    answer = page(example, "zhou", "analysis", "GZ-UNION")
    lines = {line.code: line for line in answer.context["units"]}

    assert set(lines) == {code for code in example.units if code}
    kept = {item.unit.code: item for item in UnitFigures.objects.select_related("unit")}
    assert {code: line.figures.budget for code, line in lines.items()} == {code: kept[code].budget for code in lines}
    assert not lines[handed_in].waits
    text = answer.content.decode()
    for code in lines:
        assert reverse("unit_year", args=[2022, code]) in text
        assert f"{reverse('year_projects', args=[2022, 'GZ-UNION'])}?owner={code}" in text


@pytest.mark.parametrize(
    ("state", "days", "findings", "lamp"),
    [
        ("issued", 3, {}, "blue"),
        ("draft", 0, {"warning": 2}, "blue"),
        ("draft", -1, {}, "red"),
        ("draft", 3, {"error": 1}, "yellow"),
        ("draft", 3, {"block": 1, "error": 1}, "red"),
        ("approved", -9, {}, "green"),
        ("approved", -9, {"error": 1}, "yellow"),
        ("at_unit", -1, {}, "green"),
    ],
)
def test_what_the_lamps_mean(state: str, days: int, findings: dict[str, int], lamp: str):
    """Red asks for somebody now, yellow has errors, green is handed in, blue is in work."""
    line = analysis.UnitLine("HQ", "本级", Form(state=state), days, UnitFigures(findings=findings))

    assert line.lamp == lamp
    assert analysis.UnitLine("HQ", "本级", Form(state="issued"), 1, None).lamp == "blue"


@pytest.mark.parametrize(
    ("rates", "day", "title"),
    [
        ([], date(2022, 7, 2), "还没有执行率"),
        (["60.00%", "50.14%"], date(2022, 7, 2), "都不慢于序时进度（50.14%）"),
        (["60.00%", "50.13%"], date(2022, 7, 2), "1 个未达序时进度（50.14%），最低的是“乙”（50.13%）"),
        (["10.00%", "9.00%"], date(2022, 7, 2), "全部慢于序时进度（50.14%），最低的是“乙”（9.00%）"),
        (["98.44%", "1,100.00%"], date(2023, 7, 2), "1 个未达序时进度（100.00%），最低的是“甲”（98.44%）"),
        (["98.44%", ""], date(2023, 7, 2), "1 个未达序时进度（100.00%），最低的是“甲”（98.44%）"),
    ],
)
def test_the_title_says_who_is_behind(rates: list[str], day: date, title: str):
    """A chart says what it shows: how many are slower than the year, and who is last."""
    lines = [(name, UnitFigures(rate=rate)) for name, rate in zip("甲乙", rates, strict=False)]

    assert charts.rate_title(lines, elapsed(2022, day)) == title


def test_bars_of_execution_begin_with_the_slowest():
    """Bars have the core's own rates; who has none is left to the table."""
    lines = [
        (name, UnitFigures(rate=rate))
        for name, rate in (("甲", "98.44%"), ("乙", ""), ("丙", "100.00%"), ("丁", "9.50%"))
    ]
    drawn = charts.rate_bars(lines, elapsed(2022, date(2023, 1, 1)))

    assert [(row["name"], row["parts"][0]["length"]) for row in drawn["rows"]] == [
        ("丁", "9.50"),
        ("甲", "98.44"),
        ("丙", "100.00"),
    ]
    assert drawn["line"]["length"] == "100.00"


def figures(example: Example, number: int) -> None:
    """So many projects of one unit."""
    services.refresh(example.task)
    unit = next(example.units[code] for code in example.units if code)
    ProjectFigures.objects.all().delete()
    ProjectFigures.objects.bulk_create(
        ProjectFigures(
            task=example.task,
            unit=unit,
            revision=0,
            key=f"P{n:03}",
            name=f"培训项目{n}" if n % 2 else f"修缮项目{n}",
            budget=Money.of(n),
            spent=Money.of(n),
            rate="" if n == 7 else f"{100 - n % 100}.00%",
            grade="优" if n % 3 else "良",
        )
        for n in range(number)
    )


@pytest.mark.parametrize(
    ("query", "count", "first"),
    [
        ({}, 230, "P000"),
        ({"sort": "budget"}, 230, "P229"),
        ({"sort": "rate"}, 230, "P099"),
        ({"sort": "rate", "page": "3"}, 230, None),
        ({"text": "培训"}, 115, "P001"),
        ({"text": "P22"}, 10, "P220"),
        ({"grade": "良"}, 77, "P000"),
        ({"owner": "none"}, 0, None),
        ({"sort": "no-such"}, 230, "P000"),
        ({"page": "x"}, 230, "P000"),
    ],
)
def test_projects_are_found_put_in_order_and_leafed_through(
    example: Example, query: dict[str, str], count: int, first: str | None
):
    """What is asked stands in the address; a page has a hundred; an order that is none is the usual one."""
    figures(example, 230)
    answer = page(example, "zhou", "year_projects", "GZ-UNION", **query)

    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == count
    assert len(answer.context["items"]) <= 100
    if first:
        assert answer.context["items"][0].key == first


def test_projects_without_a_rate_come_last(example: Example):
    """What is missing is not a zero: it is not the slowest."""
    figures(example, 20)

    assert page(example, "zhou", "year_projects", "GZ-UNION", sort="rate").context["items"][-1].key == "P007"


@pytest.mark.parametrize("name", ["analysis", "year_projects", "unit_year"])
def test_a_unit_sees_its_own_and_no_other(example: Example, name: str):
    """A handler opens the dashboards of the own unit only; its projects are its own."""
    one, two = [code for code in example.units if code][:2]
    services.refresh(example.task)
    answer = page(example, f"handler-{one}", name, one)
    assert answer.status_code == 200
    listed = answer.context.get("items") or answer.context.get("slow") or []
    assert {item.unit.code for item in listed} <= {one}
    assert page(example, f"handler-{one}", name, two).status_code == 403
    assert page(example, f"handler-{one}", name, "GZ-UNION").status_code == 403
    assert page(example, "fang", name, two).status_code == 200


@pytest.mark.parametrize("name", ["analysis", "year_projects"])
@pytest.mark.parametrize("place", [(1999, "GZ-UNION"), (2022, "NOBODY"), (2022, "GZ-CZ")])
def test_a_year_that_was_not_opened_is_not_found(example: Example, name: str, place: tuple[int, str]):
    """An address of another year or unit says so, and does not break."""
    client = Client()
    client.force_login(example.person("fang"))

    assert client.get(reverse(name, args=place)).status_code == 404


def test_a_chart_that_stands_in_for_many_units_shows_the_worst():
    """Of more units than can be read the chart shows those that ask for somebody; the table holds all."""
    lines = [
        analysis.UnitLine(f"U{n:02}", f"单位{n}", Form(state="draft"), -1 if n == 39 else 3, None) for n in range(40)
    ]
    drawn = charts.heat(lines)

    assert len(drawn["rows"]) == charts.MOST
    assert drawn["rows"][0]["name"] == "单位39"
    assert charts.heat_title(lines) == "40 个单位还没送审（1 个逾期），0 个单位有必须改的问题"


def test_the_year_of_a_unit_says_whose_turn_it_is(example: Example):
    """Each form tells its state, the days left and the next step."""
    code = next(code for code in example.units if code)
    text = page(example, f"handler-{code}", "unit_year", code).content.decode()
    assert "下一步：送审（单位经办人）" in text
    Form.objects.filter(unit=example.units[code]).update(state="at_department")
    assert "下一步：审核通过（部门财务）" in page(example, f"handler-{code}", "unit_year", code).content.decode()
