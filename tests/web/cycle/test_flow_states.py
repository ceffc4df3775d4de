"""Every state that forms can come to together: from each the work can finish, and nothing is lost on the way.

The first half explores the workflow as data; the second plays it with the services on a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao_web import policies
from jixiao_web.accounts.models import Role
from jixiao_web.audit.models import Entry
from jixiao_web.cycle import flow, versions
from jixiao_web.cycle.models import Form, Move, Version
from jixiao_web.cycle.workflow import NEEDS, MoveRule, workflow
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row

UNITS = 2
"""Two units show whatever several can do to each other."""


class Stand(NamedTuple):
    """Where a form stands, whether it was ever submitted, and whether its rows differ from its last version."""

    state: str
    kept: bool
    changed: bool


class World(NamedTuple):
    """The department's form and its units' forms."""

    department: Stand
    units: tuple[Stand, ...]


START = World(Stand("issued", False, False), (Stand("issued", False, False),) * UNITS)


def allowed(rule: MoveRule, world: World) -> bool:
    """What forms have to say about each other. Windows open by exemption, findings are mended, opinions are answered."""
    if "units" in rule.needs and any(unit.state not in {"approved", "final"} for unit in world.units):
        return False
    return "department" not in rule.needs or workflow().states[world.department.state].open


def moved(stand: Stand, rule: MoveRule) -> Stand:
    return Stand(rule.after, True, False) if "version" in rule.needs else stand._replace(state=rule.after)


def edited(stand: Stand) -> Stand:
    """A deed on rows: the first one makes a draft."""
    return Stand("draft", stand.kept, True)


def taken(world: World, rule: MoveRule) -> World:
    along = workflow().taken.get(rule.deed, {}) if rule.takes_units else {}
    return world._replace(units=tuple(unit._replace(state=along.get(unit.state, unit.state)) for unit in world.units))


def steps(world: World) -> Iterator[tuple[str, World]]:
    """What can happen next."""
    if workflow().states[world.department.state].open:
        yield "department.edit", world._replace(department=edited(world.department))
    for rule in workflow().from_state("department", world.department.state):
        if allowed(rule, world):
            yield f"department.{rule.deed}", taken(world._replace(department=moved(world.department, rule)), rule)
    for place, unit in enumerate(world.units):
        others = world.units[:place], world.units[place + 1 :]
        if workflow().states[unit.state].open:
            yield "unit.edit", world._replace(units=(*others[0], edited(unit), *others[1]))
        for rule in workflow().from_state("unit", unit.state):
            if allowed(rule, world):
                yield f"unit.{rule.deed}", world._replace(units=(*others[0], moved(unit, rule), *others[1]))


@cache
def reachable() -> dict[World, tuple[tuple[str, World], ...]]:
    """Every world that can come to be, with what can happen next in it."""
    found: dict[World, tuple[tuple[str, World], ...]] = {}
    waiting = [START]
    while waiting:
        world = waiting.pop()
        if world not in found:
            found[world] = tuple(steps(world))
            waiting.extend(after for _deed, after in found[world])
    return found


def is_finished(world: World) -> bool:
    return all(workflow().states[form.state].end for form in (world.department, *world.units))


def test_from_every_state_the_work_can_finish():
    """Nothing that anybody may do leads into a place without a way out."""
    before: dict[World, list[World]] = {}
    for world, after in reachable().items():
        for _deed, one in after:
            before.setdefault(one, []).append(world)
    finishing = {world for world in reachable() if is_finished(world)}
    waiting = list(finishing)
    while waiting:
        for world in before.get(waiting.pop(), ()):
            if world not in finishing:
                finishing.add(world)
                waiting.append(world)

    assert len(reachable()) > 400  # it did explore
    assert set(reachable()) - finishing == set()


def test_a_finished_form_is_at_rest():
    """Where the work is at its end nothing follows."""
    assert all(not after for world, after in reachable().items() if is_finished(world))


def test_every_state_and_every_move_is_of_use():
    """A state that nobody comes to, or a move that is never possible, is a slip in the data."""
    seen = {form.state for world in reachable() for form in (world.department, *world.units)}
    done = {deed for after in reachable().values() for deed, _world in after}

    assert seen == set(workflow().states)
    assert {f"{rule.scope}.{rule.deed}" for rule in workflow().moves if not rule.silent} <= done
    assert len({state.code for state in workflow().states.values()}) == len(workflow().states)


def test_what_was_handed_in_is_what_stands_in_the_form():
    """A form that waits for somebody's answer was frozen, and its rows have not changed since."""
    for world in reachable():
        for form in (world.department, *world.units):
            if not workflow().states[form.state].open:
                assert form.kept, world
                assert not form.changed, world


def test_while_the_department_is_with_finance_its_units_stay_accepted():
    """The consolidated figures that the bureau looks at cannot change under its eyes."""
    for world in reachable():
        if not workflow().states[world.department.state].open:
            assert {unit.state for unit in world.units} <= {"approved", "final", "archived"}, world


def test_a_department_and_its_units_are_final_and_archived_together():
    """No unit is left behind, and none runs ahead."""
    for world in reachable():
        states = {unit.state for unit in world.units}
        past = {"final", "rechecked", "published", "rectifying", "rectified"}
        assert (world.department.state in past) == (states == {"final"}), world
        assert (world.department.state == "archived") == (states == {"archived"}), world


@pytest.mark.parametrize("rule", workflow().moves, ids=lambda rule: f"{rule.scope}.{rule.deed}")
def test_a_move_has_somebody_who_does_it(rule: MoveRule):
    """Every move names roles that exist, states that exist, and the table of rights knows it."""
    granted = policies.grants(f"move.{rule.scope}.{rule.deed}")

    assert {grant.role for grant in granted} == {Role(name) for name in rule.roles} != set()
    assert {*rule.before, rule.after} <= set(workflow().states)
    assert set(rule.needs) <= set(NEEDS)
    assert not rule.takes_units or rule.deed in workflow().taken


@pytest.mark.parametrize("state", [state for state in workflow().states.values() if state.open], ids=lambda s: s.id)
@pytest.mark.parametrize("scope", ["unit", "department"])
def test_a_form_in_an_open_state_can_be_filled_in_and_handed_in(scope: str, state):
    """Somebody may type in it, and one of those who may also hands it in."""
    states = {form.state for world in reachable() for form in (world.units if scope == "unit" else (world.department,))}
    others = {"department": {"returned_by_unit", "returned_by_department"}, "unit": {"returned_by_finance"}}
    assert (state.id in states) is (state.id not in others[scope])
    if state.id in others[scope]:
        return
    editors = {grant.role for grant in policies.grants("form.edit") if state.id in grant.states}
    senders = {Role(r) for rule in workflow().from_state(scope, state.id) if rule.deed == "submit" for r in rule.roles}

    assert senders & editors, state.id


@pytest.mark.parametrize("state", [state for state in workflow().states.values() if not state.open], ids=lambda s: s.id)
def test_a_form_that_was_handed_in_cannot_be_changed(state):
    """Nobody types in a form that waits for an answer."""
    assert not any(state.id in grant.states or not grant.states for grant in policies.grants("form.edit"))


def test_a_return_opens_the_form_and_gives_a_reason():
    """Whoever gets a form back can mend it, and is told why."""
    back = [rule for rule in workflow().moves if rule.deed in {"return", "send_back"}]

    assert len(back) == 3
    assert all(workflow().states[rule.after].open and "reason" in rule.needs for rule in back)


# ------------------------------------------------------------------------------------------------------- on a database

PEOPLE = ("handler", "approver", "school_handler", "school_approver", "finance", "bureau")
EDITORS = {"HQ": "handler", "SCHOOL": "school_handler", "UNION": "finance"}
TOLD = {"HQ": ("narrative", "text"), "SCHOOL": ("narrative", "text"), "UNION": ("problem", "title")}


def choices(world) -> list[tuple[str, str, str]]:
    """Who can do what to which form now: (person, form, deed), edits among them."""
    found = []
    for code, form in world.forms.items():
        present = Form.objects.select_related("task__year__department", "unit").get(pk=form.pk)
        if workflow().states[present.state].open:
            found.append((EDITORS[code], code, "edit"))
        for name in PEOPLE:
            offered = flow.possible(world.fresh(name), present)
            found += ((name, code, item.rule.deed) for item in offered if not item.why_not)
    return found


def edit(world, name: str, code: str) -> None:
    """One more row of words."""
    form, (subject, field) = world.forms[code], TOLD[code]
    number = str(Row.objects.filter(form=form).count() + 1)
    write(world, name, code, subject, {"no": number, field: "甲"})
    assert Row.objects.filter(form=form, cells__no=number).exists()


def write(world, name: str, code: str, subject: str, cells: dict[str, str]) -> None:
    changes = tuple(CellChange("n1", subject, key, "", text) for key, text in cells.items())
    services.apply(world.fresh(name), world.forms[code], DeedRequest(Deed.Kind.TYPING, changes))


@pytest.fixture
def begun(world):
    """Every unit has a line of budget, without which nothing can be handed in."""
    for code in ("HQ", "SCHOOL"):
        line = {"line": f"{code}-1", "expenditure": "基本支出", "fund": "一般公共预算", "initial": "100", "spent": "98"}
        write(world, EDITORS[code], code, "budget", line)
    return world


def ledger() -> tuple[set, set, list]:
    """All that must never become less: rows, versions, moves."""
    rows = {(row.pk, row.form_id) for row in Row.objects.all()}
    kept = {(version.pk, version.digest, versions.digest_of(version.rows)) for version in Version.objects.all()}
    return rows, kept, list(Move.objects.order_by("pk").values_list("pk", "form", "deed", "before", "after"))


@pytest.mark.django_db
@given(draws=st.lists(st.integers(min_value=0, max_value=10_000), min_size=6, max_size=20))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_people_do_rows_versions_and_trail_stay(begun, draws):
    """Any sequence of possible moves and edits: nothing disappears, and each move stands in the audit trail as it happened."""
    world = begun
    with transaction.atomic():
        before = ledger()
        for draw in draws:
            options = choices(world)
            name, code, deed = options[draw % len(options)]
            if deed == "edit":
                edit(world, name, code)
            else:
                flow.move(world.fresh(name), world.forms[code], deed, note="原因")
            after = ledger()
            assert before[0] <= after[0]
            assert before[1] <= after[1]
            assert after[2][: len(before[2])] == before[2]
            assert all(digest == again for _pk, digest, again in after[1])
            before = after
        trail = list(Entry.objects.filter(deed__startswith="move.").order_by("pk"))
        told = [
            (one.after["move"], int(one.target), one.deed[5:], one.before["state"], one.after["state"]) for one in trail
        ]
        assert told == before[2]
        for code, form in world.forms.items():
            moves = [item for item in before[2] if item[1] == form.pk]
            assert Form.objects.get(pk=form.pk).state == (moves[-1][4] if moves else "issued"), code
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(workflow().states))
def test_what_is_not_possible_is_refused_and_leaves_no_trace(world, state):
    """In every state, for everybody: a move without a button is refused, and nothing is written."""
    Form.objects.filter(pk=world.forms["HQ"].pk).update(state=state)
    form = Form.objects.select_related("task__year__department", "unit").get(pk=world.forms["HQ"].pk)
    for name in PEOPLE:
        person = world.fresh(name)
        offered = {item.rule.deed for item in flow.possible(person, form)}
        for rule in workflow().moves:
            if rule.scope == "unit" and not rule.silent and rule.deed not in offered:
                with pytest.raises(PermissionDenied):
                    flow.move(person, form, rule.deed, note="原因")
    assert not Move.objects.exists()
    assert not Entry.objects.filter(deed__startswith="move.").exists()
