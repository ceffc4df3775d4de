"""Pages ask the database as often for five units as for five hundred; how often, is checked in beside this file.

Who changes a page so that it asks more or less often writes the new number into `query_counts.json`, and a reader sees it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.conftest import START, World

from jixiao.figures import Money, Score
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation.models import ProjectFigures, ScoreRecord, UnitFigures
from jixiao_web.notices.models import Notice
from jixiao_web.organisation.models import Unit, UnitPeriod

COUNTS: dict[str, int] = json.loads(Path(__file__).with_name("query_counts.json").read_text(encoding="utf-8"))
PAGES = {
    "home of a handler": ("handler", "home", ()),
    "home of an approver": ("approver", "home", ()),
    "home of department finance": ("finance", "home", ()),
    "home of the bureau": ("bureau", "home", ()),
    "home of the auditor": ("auditor", "home", ()),
    "home of the system administrator": ("system", "home", ()),
    "home of the security administrator": ("security", "home", ()),
    "home of the audit administrator": ("audit", "home", ()),
    "year of a unit": ("handler", "unit_year", (2022, "HQ")),
    "year of the department": ("finance", "unit_year", (2022, "UNION")),
    "analysis of a unit": ("handler", "analysis", (2022, "HQ")),
    "analysis of the department": ("finance", "analysis", (2022, "UNION")),
    "projects": ("finance", "year_projects", (2022, "UNION")),
    "projects by rate": ("finance", "year_projects", (2022, "UNION"), "rate"),
    "task": ("finance", "task", ("TASK",)),
    "tasks": ("finance", "tasks", ()),
    "organisation": ("system", "organisation", ()),
    "unit": ("system", "unit", ("HQ",)),
    "notices": ("handler", "notices", ()),
    "reading list": ("finance", "reading", ()),
}


def grown(world: World, units: int, projects: int) -> None:
    """So many units with a form each, so many projects among them, all scored, with a notice for everybody."""
    task = world.task
    made = [world.units["HQ"], world.units["SCHOOL"]]
    made += Unit.objects.bulk_create(Unit(code=f"U{n:04}", kind=Unit.Kind.UNIT) for n in range(units - len(made)))
    fresh = made[2:]
    UnitPeriod.objects.bulk_create(
        UnitPeriod(unit=unit, name=f"单位{unit.code}", parent=world.units["UNION"], valid_from=START) for unit in fresh
    )
    states = ("issued", "draft", "returned_by_department", "at_unit", "at_department", "approved")
    Form.objects.bulk_create(Form(task=task, unit=unit, state=states[n % len(states)]) for n, unit in enumerate(fresh))
    amount = Money.of("12.50")
    UnitFigures.objects.bulk_create(
        UnitFigures(
            task=task,
            unit=unit,
            revision=0,
            budget=amount,
            spent=amount,
            rate="98.44%",
            findings={"error": 1},
            projects=4,
        )
        for unit in (*made, world.units["UNION"])
    )
    ProjectFigures.objects.bulk_create(
        ProjectFigures(
            task=task,
            unit=made[n % len(made)],
            revision=0,
            key=f"P{n:05}",
            name=f"项目{n}",
            budget=amount,
            spent=amount,
            rate=f"{n % 100}.50%",
            score=Score.of("9.50"),
            grade="优",
        )
        for n in range(projects)
    )
    ScoreRecord.objects.create(task=task, revision=0, made_at=timezone.now())
    for person in world.people.values():
        Notice.objects.create(user=person, kind="task", text="请填报", key="x")


@pytest.mark.parametrize(("units", "projects"), [(5, 10), (500, 2000)])
def test_queries_do_not_grow(world: World, units: int, projects: int):
    """Every page of these apps, asked by who uses it most, once what the process keeps of the organisation is read.

    Looks at the stamps of what is kept do not count: a page looks once, but inside a transaction, as here, every time anew.
    """
    grown(world, units, projects)
    found = {}
    for name, (who, address, parts, *sort) in PAGES.items():
        client = Client()
        client.force_login(world.people[who])
        url = reverse(address, args=[world.task.pk if part == "TASK" else part for part in parts])
        cache.clear()
        client.get(reverse("notices"))  # the first page of a session writes it
        asked = {"sort": sort[0]} if sort else {}
        client.get(url, asked)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url, asked)
        assert answer.status_code == 200, name
        found[name] = sum(1 for query in queries if "jixiao_stamp" not in query["sql"])

    assert found == COUNTS
