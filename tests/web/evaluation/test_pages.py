"""The pages of scores show the core's figures to those who may see them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.evaluation.example import Example

from jixiao_web.evaluation import cards, services
from jixiao_web.evaluation.models import ScoreRecord


def signed_in(example: Example, name: str) -> Client:
    client = Client()
    client.force_login(example.person(name))
    return client


def page(example: Example, who: str, name: str, *args: object, **more: str):
    return signed_in(example, who).get(reverse(f"evaluation:{name}", args=[2022, *args]), **more)


def test_the_card_shows_every_line_of_the_core(example: Example):
    """Each line of the department's card stands on the page with its points and its score."""
    answer = page(example, "zhou", "scores", "GZ-UNION")

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "97.48" in text
    card = cards.of(example.task).card
    shown = {row.code: (row.points, row.score) for row in answer.context["rows"] if row.is_line}
    assert shown == {line.code: (line.points, line.score) for line in card.lines}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_line_opens_its_trace(example: Example, language: str):
    """Rule, step, figures and article of every line, as a page and beside the card; entered figures lead to their cell."""
    client = signed_in(example, "zhou")
    client.cookies["django_language"] = language
    links = 0
    for line in cards.of(example.task).card.lines:
        url = reverse("evaluation:line", args=[2022, "GZ-UNION", line.code])
        whole, part = client.get(url), client.get(url, headers={"HX-Request": "true"})
        assert whole.status_code == part.status_code == 200
        assert "<html" in whole.content.decode()
        assert "<html" not in part.content.decode()
        for text in (line.name, line.score.text()):
            assert text in part.content.decode()
        links += part.content.decode().count("/evaluation/sheet/")
    assert links > 20


def test_somebody_who_comes_back_gets_the_page(example: Example):
    """The browser's back button asks for the whole page again, not for the part that stood beside the card."""
    line = cards.of(example.task).card.lines[0].code
    answer = page(
        example,
        "zhou",
        "line",
        "GZ-UNION",
        line,
        headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )

    assert "<html" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "unit", "status"),
    [
        ("zhou", "GZ-UNION", 200),
        ("fang", "GZ-UNION", 200),
        ("auditor", "GZ-UNION", 200),
        ("zhou", "ENG", 200),
        ("handler-ENG", "ENG", 200),
        ("handler-ENG", "GZ-UNION", 403),
        ("handler-ENG", "HQ", 403),
        ("system", "GZ-UNION", 403),
        ("zhou", "NOBODY", 404),
    ],
)
def test_who_sees_scores(example: Example, who: str, unit: str, status: int):
    """A unit sees its own projects; the department's card is for finance, bureau and auditor."""
    assert page(example, who, "scores", unit).status_code == status


def test_a_unit_sees_its_own_projects_only(example: Example):
    """Another unit's project is not there for it, nor is the department's card."""
    services.refresh(example.task)
    own = [one.key for one in page(example, "handler-ENG", "scores", "ENG").context["projects"]]
    others = set(cards.of(example.task).projects) - set(own)

    assert own
    assert others
    assert page(example, "handler-ENG", "project", "ENG", own[0]).status_code == 200
    assert page(example, "handler-ENG", "project", "ENG", min(others)).status_code == 404
    assert "97.48" not in page(example, "handler-ENG", "scores", "ENG").content.decode()


def test_an_open_line_is_told_apart_from_a_zero(example: Example):
    """With a figure missing there is no total: what was reached and what is open stand in its place."""
    row = example.row("", "management")
    example.type_in(row, "assets_in_use", "")

    answer = page(example, "zhou", "scores", "GZ-UNION")
    record = ScoreRecord.objects.get()

    assert answer.context["total_open"]
    assert record.open.points > 0
    assert record.reached.text() in answer.content.decode()


def test_what_changed_since_the_last_computing(example: Example):
    """After an edit the page of comparison names the lines whose score is another, and only those."""
    before = services.refresh(example.task)
    row = example.row("", "management")
    example.type_in(row, "assets_in_use", "")

    answer = page(example, "zhou", "compare", "GZ-UNION")

    now = ScoreRecord.objects.get()
    old = {line["code"]: line["score"] for line in before.lines if line["kind"] != "part"}
    new = {line["code"]: line["score"] for line in now.lines if line["kind"] != "part"}
    assert (
        {item.code for item in answer.context["differences"]}
        == {code for code in new if old[code] != new[code]}
        != set()
    )


def test_a_large_department_is_not_waited_for(example: Example, monkeypatch: pytest.MonkeyPatch):
    """The page shows the old values with their date while a job computes the new ones."""
    services.refresh(example.task)
    example.type_in(example.row("", "management"), "assets_in_use", "")
    monkeypatch.setattr("jixiao_web.evaluation.selectors.SMALL", 10)

    answer = page(example, "zhou", "scores", "GZ-UNION")

    assert answer.context["stale"]
    assert "97.48" in answer.content.decode()
    from jixiao_web.jobs.models import Job
    from jixiao_web.jobs.worker import drain

    Job.objects.update(not_before=None)
    assert drain() == 1
    assert not page(example, "zhou", "scores", "GZ-UNION").context["stale"]
    assert page(example, "zhou", "scores", "GZ-UNION").context["total_open"]


def test_every_project_has_a_card(example: Example):
    """Each project opens its card with the core's total."""
    for key, card in cards.of(example.task).projects.items():
        answer = page(example, "zhou", "project", "GZ-UNION", key)
        assert answer.status_code == 200
        assert card.total.text() in answer.content.decode()
        first = card.lines[0].code
        assert page(example, "zhou", "project_line", "GZ-UNION", key, first).status_code == 200
