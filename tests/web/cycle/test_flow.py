"""Moves of forms: what each needs, what it leaves behind, and what people see of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jixiao_web import policies
from jixiao_web.accounts.models import Delegation
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import flow, opinions, versions, windows
from jixiao_web.cycle.flow import CannotMove
from jixiao_web.cycle.models import Comment, Exemption, Form, Move, Version
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row
from jixiao_web.notices.models import Notice

pytestmark = pytest.mark.django_db

LINE = {"line": "L1", "expenditure": "基本支出", "fund": "一般公共预算", "initial": "100", "spent": "98.44"}
WHO = {"HQ": ("handler", "approver"), "SCHOOL": ("school_handler", "school_approver")}


def type_in(world: Any, who: str, code: str, subject: str, cells: dict[str, str]) -> int:
    changes = tuple(CellChange("n1", subject, name, "", text) for name, text in cells.items())
    return services.apply(world.fresh(who), world.forms[code], DeedRequest(Deed.Kind.TYPING, changes)).rows["n1"]


def go(world: Any, who: str, code: str, deed: str, **more: Any) -> Move:
    return flow.move(world.fresh(who), world.forms[code], deed, **more)


def state(world: Any, code: str) -> str:
    return Form.objects.get(pk=world.forms[code].pk).state


@pytest.fixture
def filled(world):
    """Each unit has one line of budget."""
    for code, (handler, _approver) in WHO.items():
        type_in(world, handler, code, "budget", LINE | {"line": f"L-{code}"})
    return world


@pytest.fixture
def accepted(filled):
    """Both units were accepted by the department."""
    for code, (handler, approver) in WHO.items():
        go(filled, handler, code, "submit")
        go(filled, approver, code, "approve")
        go(filled, "finance", code, "accept")
    return filled


def test_handing_in_freezes_the_rows(filled):
    """A version holds the rows as they were, with their digest, and stays as it is when the form goes on."""
    made = go(filled, "handler", "HQ", "submit")

    assert state(filled, "HQ") == "at_unit"
    kept = Version.objects.get()
    assert made.version == kept
    assert [row["cells"] for row in kept.rows["budget"]] == [LINE | {"line": "L-HQ"}]
    assert versions.is_intact(kept)
    assert kept.digest == versions.digest_of(kept.rows)
    assert kept.findings["block"] == 0
    go(filled, "approver", "HQ", "return", note="支出数与决算不一致")
    type_in(filled, "handler", "HQ", "narrative", {"no": "1", "text": "说明"})
    go(filled, "handler", "HQ", "submit")
    first, second = Version.objects.order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert (first.rows, first.digest) == (kept.rows, kept.digest)
    assert {(one.subject, one.field, one.after) for one in versions.compare(first, second)} == {
        ("narrative", "", "1"),
        ("narrative", "no", "1"),
        ("narrative", "text", "说明"),
    }


def test_a_version_that_was_tampered_with_is_noticed(filled):
    """Whoever changes a kept version in the database makes its digest wrong, and the page says so."""
    kept = go(filled, "handler", "HQ", "submit").version
    rows = {**kept.rows, "budget": [{**kept.rows["budget"][0], "cells": LINE | {"spent": "99.99"}}]}
    Version.objects.filter(pk=kept.pk).update(rows=rows)

    assert not versions.is_intact(Version.objects.get())
    assert "摘要不符" in page(filled, "approver", "version", "HQ", 1)


def test_what_blocks_must_be_mended_first(world):
    """A form with a finding that blocks is not handed in; the sentence names the first, and no waiver helps."""
    with pytest.raises(CannotMove, match="预算执行"):
        go(world, "handler", "HQ", "submit")
    assert state(world, "HQ") == "issued"
    assert not Move.objects.exists()
    assert not Version.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({}, "原因"),
        ({"note": "  "}, "原因"),
        ({"reasons": ["XXX-99"]}, "XXX-99"),
        ({"reasons": ["REL-01", "MNY-99"]}, "MNY-99"),
        ({"note": "数字不符"}, ""),
        ({"reasons": ["TIM-06"]}, ""),
        ({"note": "数字不符", "due_on": -1}, "已经过去"),
        ({"note": "数字不符", "due_on": 1}, ""),
    ],
)
def test_a_return_says_why(filled, told, refused):
    """A sentence, or codes of checks that exist; and a day that is still to come."""
    go(filled, "handler", "HQ", "submit")
    if "due_on" in told:
        told = {**told, "due_on": policies.today() + timedelta(days=told["due_on"])}
    if "REL-01" in told.get("reasons", ()):
        told = {**told, "reasons": ["TIM-06", "MNY-99"]}
    if refused:
        with pytest.raises(CannotMove, match=refused):
            go(filled, "approver", "HQ", "return", **told)
        assert state(filled, "HQ") == "at_unit"
    else:
        made = go(filled, "approver", "HQ", "return", **told)
        assert state(filled, "HQ") == "returned_by_unit"
        assert (made.note, made.reasons) == (told.get("note", ""), told.get("reasons", []))


def test_a_return_after_the_last_day_opens_the_form_until_the_answer_is_due(accepted):
    """The department gives a form back with a day; the unit can then mend it until that day, and no longer."""
    today = policies.today()
    accepted.task.due_on = today - timedelta(days=2)
    accepted.task.save()
    with pytest.raises(CannotMove, match="答复期限"):
        go(accepted, "finance", "HQ", "send_back", note="请补充")
    go(accepted, "finance", "HQ", "send_back", note="请补充", due_on=today + timedelta(days=3))
    form = Form.objects.select_related("task", "unit").get(pk=accepted.forms["HQ"].pk)

    assert windows.last_day(form) == today + timedelta(days=3)
    granted = Exemption.objects.get()
    assert granted.granted_by == accepted.people["finance"]
    assert Entry.objects.filter(deed="exemption.grant", target=str(granted.pk)).exists()
    type_in(accepted, "handler", "HQ", "narrative", {"no": "1", "text": "补充"})
    assert state(accepted, "HQ") == "draft"


def test_an_approver_cannot_promise_a_day_after_the_window(filled):
    """Whoever may not grant late entry gives a day within the window."""
    go(filled, "handler", "HQ", "submit")
    late = filled.task.due_on + timedelta(days=1)
    with pytest.raises(CannotMove, match="晚于"):
        go(filled, "approver", "HQ", "return", note="请改", due_on=late)


def test_after_the_last_day_nothing_is_handed_in(filled):
    """Unless late entry was granted."""
    filled.task.due_on = policies.today() - timedelta(days=1)
    filled.task.save()
    with pytest.raises(CannotMove, match="延期"):
        go(filled, "handler", "HQ", "submit")


def test_nobody_hands_in_over_an_opinion_that_is_missing(filled):
    """Every person asked must answer, or the question is withdrawn."""
    go(filled, "handler", "HQ", "submit")
    asked = opinions.ask(filled.fresh("approver"), filled.forms["HQ"], filled.people["business"], "数字对吗？")
    with pytest.raises(CannotMove, match="人员-business"):
        go(filled, "approver", "HQ", "approve")
    with pytest.raises(PermissionDenied):
        opinions.answer(filled.fresh("handler"), asked, agrees=True, opinion="")
    with pytest.raises(opinions.Refused, match="不同意"):
        opinions.answer(filled.fresh("business"), asked, agrees=False, opinion=" ")
    opinions.answer(filled.fresh("business"), asked, agrees=True, opinion="")
    with pytest.raises(opinions.Refused, match="已经答复"):
        opinions.answer(filled.fresh("business"), asked, agrees=False, opinion="又不对")
    go(filled, "approver", "HQ", "approve")
    assert Notice.objects.filter(user=filled.people["approver"], kind="countersign").count() == 1

    other = opinions.ask(filled.fresh("finance"), filled.forms["HQ"], filled.people["approver"], "为何增加？")
    with pytest.raises(CannotMove):
        go(filled, "finance", "HQ", "accept")
    opinions.withdraw(filled.fresh("finance"), other)
    go(filled, "finance", "HQ", "accept")


@pytest.mark.parametrize(
    ("who", "asked", "question", "refused"),
    [
        ("approver", "approver", "?", "另选"),
        ("approver", "other_handler", "?", "另选"),
        ("approver", "system", "?", "另选"),
        ("approver", "business", " ", "空的"),
    ],
)
def test_an_opinion_is_asked_of_somebody_who_can_look(world, who, asked, question, refused):
    """Not of oneself, not of a stranger, and with a question."""
    with pytest.raises(opinions.Refused, match=refused):
        opinions.ask(world.fresh(who), world.forms["HQ"], world.people[asked], question)


def test_the_department_waits_for_its_units(filled):
    """Its form goes to the bureau when every unit was accepted, and then the units stay as they are."""
    type_in(filled, "finance", "UNION", "cover", {"region": "440100"})
    with pytest.raises(CannotMove, match="HQ、SCHOOL"):
        go(filled, "finance", "UNION", "submit")
    for code, (handler, approver) in WHO.items():
        go(filled, handler, code, "submit")
        go(filled, approver, code, "approve")
        go(filled, "finance", code, "accept")
    made = go(filled, "finance", "UNION", "submit")

    assert made.version.scheme
    assert made.version.rules
    with pytest.raises(CannotMove, match="部门的表"):
        go(filled, "finance", "HQ", "send_back", note="再改")
    go(filled, "bureau", "UNION", "return", note="口径不对")
    go(filled, "finance", "HQ", "send_back", note="再改")
    assert state(filled, "HQ") == "returned_by_department"


def test_final_takes_the_units_along_and_back(accepted):
    """What becomes final with the department is one transaction, with a move of each form."""
    go(accepted, "finance", "UNION", "submit")
    go(accepted, "bureau", "UNION", "review")
    go(accepted, "bureau", "UNION", "finalise")
    assert {state(accepted, code) for code in accepted.forms} == {"final"}
    last = {code: Move.objects.filter(form=form).last() for code, form in accepted.forms.items()}
    assert {move.deed for move in last.values()} == {"finalise"}
    assert Entry.objects.filter(deed="move.finalise").count() == 3

    go(accepted, "bureau", "UNION", "cancel_final", note="复核发现差错")
    assert [state(accepted, code) for code in ("UNION", "HQ", "SCHOOL")] == ["reviewed", "approved", "approved"]


def test_whoever_stands_in_is_recorded_with_the_one_for_whom(filled):
    """Both names stand in the move and in the trail."""
    go(filled, "handler", "HQ", "submit")
    day = policies.today()
    Delegation.objects.create(
        post=filled.posts["approver"], deputy=filled.people["business"], valid_from=day, valid_to=day, reason="出差"
    )
    made = go(filled, "business", "HQ", "approve")

    assert (made.by.username, made.on_behalf_of.username) == ("business", "approver")
    assert Entry.objects.get(deed="move.approve").after["on_behalf_of"] == "人员-approver"


def test_those_who_are_next_are_told_and_nobody_else(filled):
    """The approver hears of a form that was handed in, the handler of one that came back."""
    go(filled, "handler", "HQ", "submit", note="请审")
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"approver"}  # recall is the handler's own

    go(filled, "approver", "HQ", "return", note="数字不符")
    told = Notice.objects.get(user=filled.people["handler"])
    assert "数字不符" in told.text
    assert told.link == reverse("form", args=[2022, "HQ", "evaluation"])


def test_a_return_leaves_remarks_at_cells(filled):
    """A remark made with a return belongs to it, and stands at its cell until somebody closes it."""
    row = Row.objects.get(form=filled.forms["HQ"], subject="budget")
    go(filled, "handler", "HQ", "submit")
    made = go(
        filled, "approver", "HQ", "return", note="见意见", comments=[("budget", row.pk, "spent", "与决算表不一致")]
    )
    found = Comment.objects.get()

    assert (found.move, found.row, found.field, found.text) == (made, row.pk, "spent", "与决算表不一致")
    opinions.reply(filled.fresh("handler"), found, "已更正")
    found.refresh_from_db()
    assert (found.answer, found.resolved_at) == ("已更正", None)
    opinions.resolve(filled.fresh("approver"), found)
    found.refresh_from_db()
    assert (found.answer, found.resolved_by) == ("已更正", filled.people["approver"])
    with pytest.raises(opinions.Refused):
        opinions.reply(filled.fresh("handler"), found, "又改")


def test_a_refused_move_changes_nothing(filled):
    """A stranger, a wrong state, an unknown deed: each with a sentence and without a trace."""
    before = Move.objects.count()
    for who, deed, error in (
        ("school_handler", "submit", PermissionDenied),
        ("approver", "submit", PermissionDenied),
        ("handler", "approve", PermissionDenied),
        ("bureau", "finalise", CannotMove),
        ("handler", "vanish", CannotMove),
    ):
        with pytest.raises(error) as told:
            go(filled, who, "HQ", deed)
        assert str(told.value).endswith("。")
    assert Move.objects.count() == before


# ---------------------------------------------------------------------------------------------------------------- pages


def client(world: Any, who: str) -> Client:
    found = Client()
    found.force_login(world.fresh(who), "django.contrib.auth.backends.ModelBackend")
    return found


def page(world: Any, who: str, name: str, code: str, *more: Any, query: str = "") -> str:
    answer = client(world, who).get(reverse(name, args=[2022, code, "evaluation", *more]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_panel_offers_what_can_be_done_and_says_why_not(filled):
    """A button for each move; greyed with a sentence where something is lacking."""
    type_in(filled, "finance", "UNION", "cover", {"region": "440100"})
    assert 'data-dialog="move-submit"' in page(filled, "handler", "flow", "HQ")
    greyed = page(filled, "finance", "flow", "UNION")
    assert 'data-dialog="move-submit"' not in greyed
    assert "还有 2 个单位的表没有审核通过" in greyed
    assert "现在没有需要您办理的" in page(filled, "auditor", "flow", "HQ")


def test_a_move_is_made_and_refused_on_the_page(filled):
    """Both ways lead back to the form with a message."""
    handler, approver = client(filled, "handler"), client(filled, "approver")
    row = Row.objects.get(form=filled.forms["HQ"], subject="budget")

    def send(who: Client, deed: str, **told: Any) -> str:
        address = reverse("move", args=[2022, "HQ", "evaluation", deed])
        answer = who.post(address, {"next": reverse("versions", args=[2022, "HQ", "evaluation"]), **told}, follow=True)
        return answer.content.decode()

    assert "已办理：送审" in send(handler, "submit")
    assert "请写明原因" in send(approver, "return")
    told = {"at_subject": "budget", "at_row": str(row.pk), "at_field": "spent", "at_text": "请核对"}
    assert "已办理：退回" in send(approver, "return", reasons=["TIM-06", "TIM-06"], **told)
    assert Move.objects.filter(form=filled.forms["HQ"]).last().reasons == ["TIM-06"]
    assert Comment.objects.get().row == row.pk
    assert state(filled, "HQ") == "returned_by_unit"


def test_pages_do_not_send_people_elsewhere(filled):
    """The address to go back to is one of ours."""
    answer = client(filled, "handler").post(
        reverse("move", args=[2022, "HQ", "evaluation", "submit"]), {"next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == reverse("form", args=[2022, "HQ", "evaluation"])


def test_a_remark_is_written_answered_and_closed_in_the_panel(filled):
    """The thread comes back as a piece of the page."""
    handler, approver = client(filled, "handler"), client(filled, "approver")
    said = approver.post(
        reverse("comment", args=[2022, "HQ", "evaluation"]),
        {"text": "怎么算的？", "subject": "budget"},
        HTTP_HX_REQUEST="true",
    ).content.decode()
    assert "怎么算的？" in said
    assert "<html" not in said
    found = Comment.objects.get()
    assert Notice.objects.filter(user=filled.people["handler"], kind="comment").count() == 1
    where = reverse("resolve_comment", args=[2022, "HQ", "evaluation", found.pk])
    assert "按决算" in handler.post(where, {"answer": "按决算", "close": "no"}, HTTP_HX_REQUEST="true").content.decode()
    assert "关闭" in approver.post(where, {"close": "yes"}, HTTP_HX_REQUEST="true").content.decode()
    blank = approver.post(reverse("comment", args=[2022, "HQ", "evaluation"]), {"text": " "}, HTTP_HX_REQUEST="true")
    assert "是空的" in blank.content.decode()
    stranger = client(filled, "school_handler").post(where, {"answer": "x"})
    assert stranger.status_code == 403


def test_versions_are_listed_shown_and_set_beside_each_other(filled):
    """Each as it was handed in, and what is different now."""
    row = Row.objects.get(form=filled.forms["HQ"], subject="budget")
    go(filled, "handler", "HQ", "submit")
    go(filled, "approver", "HQ", "return", note="请改")
    change = CellChange(row.pk, "budget", "spent", "98.44", "97.00")
    services.apply(filled.fresh("handler"), filled.forms["HQ"], DeedRequest(Deed.Kind.TYPING, (change,)))

    assert "第 1 版" in page(filled, "handler", "versions", "HQ")
    shown = page(filled, "finance", "version", "HQ", 1)
    assert "98.44" in shown
    assert "97.00" not in shown
    assert "内容与送审时一致" in shown
    beside = page(filled, "auditor", "compare_versions", "HQ", query="?one=1")
    assert "<del>98.44</del>" in beside
    assert "<ins>97.00</ins>" in beside
    assert "1 处不同" in beside
    assert "两者完全相同" in page(filled, "handler", "compare_versions", "HQ", query="?one=1&two=1")
    assert (
        client(filled, "school_handler").get(reverse("version", args=[2022, "HQ", "evaluation", 1])).status_code == 403
    )


def test_the_panel_asks_the_same_however_long_the_story(filled, django_assert_max_num_queries):
    """A form that went to and fro ten times opens as quickly as a new one."""
    now = timezone.now()
    for number in range(40):
        Move.objects.create(
            form=filled.forms["HQ"],
            deed="return",
            before="at_unit",
            after="returned_by_unit",
            by=filled.people["approver"],
            at=now,
        )
        Comment.objects.create(form=filled.forms["HQ"], text=f"意见{number}", by=filled.people["approver"], at=now)
    who = client(filled, "handler")
    address = reverse("flow", args=[2022, "HQ", "evaluation"])
    who.get(address, HTTP_HX_REQUEST="true")
    with django_assert_max_num_queries(30):
        who.get(address, HTTP_HX_REQUEST="true")
