"""Home names who spends too slowly and how much is missing, from the core's own measure, to who may see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.example import Example

from jixiao.figures import Money
from jixiao.monitoring import paces
from jixiao_web.cycle.models import Kind, Task
from jixiao_web.evaluation import cards, services
from jixiao_web.evaluation.models import ProjectFigures, UnitFigures
from jixiao_web.evaluation.pacing import pace_as_data, pace_shown
from jixiao_web.results import pacing
from jixiao_web.shell.templatetags.shell import printed


def text_of(example: Example, who: str, name: str, *args: object) -> str:
    client = Client()
    client.force_login(example.person(who))
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def stop_at_june(example: Example) -> None:
    """The same department in July: nothing after June is known yet."""
    for form in example.forms.values():
        for row in form.rows.filter(subject="budget"):
            row.cells = {name: text for name, text in row.cells.items() if name not in {"cum_sep", "spent"}}
            row.save()
        form.revision += 1
        form.save()
    services.refresh(example.task)


def test_what_is_kept_is_what_the_core_measures(example: Example):
    """Every unit and project has the pace of the core beside its figures, and reads back as it was."""
    services.refresh(example.task)
    found = paces(cards.of(example.task).facts)
    kept = {item.key: item for item in ProjectFigures.objects.all()}

    assert {key: kept[key].behind for key in found.projects} == {
        key: pace.behind for key, pace in found.projects.items()
    }
    whole = UnitFigures.objects.get(unit__kind="department")
    assert whole.pace == pace_as_data(found.department)
    shown = pace_shown(whole.pace)
    assert [quarter.spent for quarter in shown.quarters] == [point.spent for point in found.department.points]
    assert [quarter.due for quarter in shown.quarters] == [due.due for due in found.department.plan]


def test_home_names_who_is_behind_in_july(example: Example):
    """Department finance reads the projects with the largest sums missing, with amounts, and each leads to its budget."""
    stop_at_june(example)
    found = paces(cards.of(example.task).facts)
    slow = {key for key, pace in found.projects.items() if pace.is_behind}
    told = pacing.behind(example.person("zhou"))

    assert slow
    assert {item.quarter.on.month for item in told.projects} == {6}
    sums = [item.quarter.behind for item in told.projects]
    assert sums == sorted(sums, reverse=True)
    assert len(told.projects) == min(len(slow), pacing.MOST)
    page = text_of(example, "zhou", "home")
    for item in told.projects:
        assert item.name in page
        assert printed(item.quarter.behind) in page
        assert item.link in page
    client = Client()
    client.force_login(example.person("zhou"))
    links = {item.link for item in (*told.projects, *told.units)}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(("who", "codes"), [("handler-ENG", {"ENG"}), ("handler-CP3", set()), ("system", set())])
def test_others_read_of_their_own_only(example: Example, who: str, codes: set[str]):
    """A unit's handler is told of the unit's own projects, an administrator of none."""
    stop_at_june(example)
    ProjectFigures.objects.exclude(unit__code="ENG").update(behind=None)
    ProjectFigures.objects.filter(unit__code="ENG", key="P13").update(behind=Money.of("3"))
    told = pacing.behind(example.person(who))

    assert ({item.code for item in told.projects} if told else set()) == codes


def test_the_later_of_two_tasks_speaks(example: Example):
    """A project that monitoring found slow in June and the self-evaluation knows until December stands there once."""
    services.refresh(example.task)
    monitoring = Task.objects.create(
        year=example.task.year,
        kind=Kind.MONITORING,
        title="运行监控",
        opens_on=example.task.opens_on,
        due_on=example.task.due_on,
        department_due_on=example.task.department_due_on,
        issued_by=example.person("zhou"),
        issued_at=example.task.issued_at,
    )
    slow = ProjectFigures.objects.filter(behind__isnull=False).order_by("-behind").first()
    earlier = {
        **slow.pace,
        "quarters": [
            {k: v for k, v in q.items() if k not in {"spent", "rate", "behind"}} if q["on"] > "2022-07" else q
            for q in slow.pace["quarters"]
        ],
    }
    ProjectFigures.objects.create(
        task=monitoring,
        unit=slow.unit,
        revision=0,
        key=slow.key,
        name=slow.name,
        behind=Money.of("99999"),
        pace=earlier,
    )
    told = [item for item in pacing.behind(example.person("zhou")).projects if item.name == slow.name]

    assert [item.quarter.on.month for item in told] == [12]


def test_who_has_caught_up_is_not_named(example: Example):
    """Monitoring found a project slow in June; by December it spent as planned, and home is silent about it."""
    services.refresh(example.task)
    slow = ProjectFigures.objects.filter(behind__isnull=False).order_by("-behind").first()
    other = Task.objects.get(pk=example.task.pk)
    other.pk, other.kind, other.title = None, Kind.MONITORING, "运行监控"
    other.save()
    quarters = [quarter for quarter in slow.pace["quarters"] if quarter["on"] < "2022-07"]
    ProjectFigures.objects.create(
        task=other,
        unit=slow.unit,
        revision=0,
        key=slow.key,
        name=slow.name,
        behind=Money.of("5"),
        pace={**slow.pace, "quarters": quarters},
    )
    ProjectFigures.objects.filter(pk=slow.pk).update(behind=None, pace={**slow.pace, "level": "in_time"})

    told = pacing.behind(example.person("zhou"))
    assert slow.name not in {item.name for item in (told.projects if told else ())}


@pytest.mark.parametrize("name", ["unit_year", "analysis"])
@pytest.mark.parametrize("code", ["GZ-UNION", "HQ"])
def test_the_curve_has_its_table(example: Example, name: str, code: str):
    """The chart's points are the rates that the core printed, and the table beside it says the same with amounts."""
    services.refresh(example.task)
    page = text_of(example, "zhou", name, 2022, code)
    figures = UnitFigures.objects.get(unit__code=code)
    shown = pace_shown(figures.pace)
    drawn = pacing.curve(shown)

    assert drawn["series"][0]["values"] == [quarter.rate for quarter in shown.quarters]
    assert len(drawn["x"]) == 4
    assert 'data-chart="pace"' in page
    assert pacing.curve_title(shown) in page
    for quarter in shown.quarters:
        assert printed(quarter.due) in page


@pytest.mark.parametrize(
    ("level", "behind", "title"),
    [
        ("in_time", "0", "到 6 月末执行 45.00%，计划 50.00%，进度正常"),
        ("slow", "110000", "到 6 月末执行 45.00%，按计划应为 50.00%，少支出 11.00 万元"),
    ],
)
def test_the_title_says_what_the_curve_shows(level: str, behind: str, title: str):
    """Nobody has to read a chart to know whether the money was in time."""
    quarter = {"on": "2022-06-30", "due": "1", "planned": "50.00", "low": "40.00", "high": "60.00", "elapsed": "49.59"}
    data = {"level": level, "budget": "2", "quarters": [{**quarter, "spent": "1", "rate": "45.00", "behind": behind}]}

    assert pacing.curve_title(pace_shown(data)) == title
    assert pacing.curve_title(pace_shown({**data, "quarters": [quarter]})) == "还没有累计支出数"
    assert pacing.curve(pace_shown({})) is None
