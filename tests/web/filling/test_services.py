"""Deeds on forms: what is written, what is left alone, and that nothing is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao_web.audit.models import Entry
from jixiao_web.cycle.models import Exemption
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest, Refused
from jixiao_web.filling.models import Change, Deed, Row

pytestmark = pytest.mark.django_db


def typing(*changes: CellChange, client: uuid.UUID | None = None) -> DeedRequest:
    return DeedRequest(Deed.Kind.TYPING, changes, client=client or uuid.uuid4())


def add_project(world, key: str = "P01", name: str = "培训"):
    request = typing(CellChange("n1", "project", "project", "", key), CellChange("n1", "project", "name", "", name))
    return services.apply(world.fresh("handler"), world.forms["HQ"], request).rows["n1"]


def test_a_new_row_is_written_with_its_cells(world):
    """A deed on a temporary row makes the row, its cells, one ledger entry a cell and one audit entry."""
    row = Row.objects.get(pk=add_project(world))
    assert row.cells == {"project": "P01", "name": "培训"}
    assert [(c.field, c.before, c.after) for c in Change.objects.all()] == [
        ("", "", "1"),
        ("project", "", "P01"),
        ("name", "", "培训"),
    ]
    assert Entry.objects.filter(deed="form.typing").count() == 1
    world.forms["HQ"].refresh_from_db()
    assert (world.forms["HQ"].revision, world.forms["HQ"].state) == (1, "draft")


def test_a_deed_sent_twice_is_written_once(world):
    """A browser that lost the answer asks again with the same number and gets the same answer."""
    client = uuid.uuid4()
    request = typing(CellChange("n1", "project", "project", "", "P01"), client=client)
    first = services.apply(world.fresh("handler"), world.forms["HQ"], request)
    assert services.apply(world.fresh("handler"), world.forms["HQ"], request) == first
    assert Row.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "after", "written", "kept"),
    [
        ("培训", "职工培训", True, "职工培训"),
        ("旧名", "职工培训", False, "培训"),  # somebody changed it meanwhile
        ("旧名", "培训", False, "培训"),  # both want the same: no conflict, nothing to write
        ("培训", "", True, None),
    ],
)
def test_a_cell_is_written_only_over_what_the_asker_saw(world, before, after, written, kept):
    """What somebody else wrote meanwhile is never overwritten unseen."""
    row = add_project(world)
    applied = services.apply(
        world.fresh("handler"), world.forms["HQ"], typing(CellChange(row, "project", "name", before, after))
    )
    assert bool(applied.written) is written
    assert Row.objects.get(pk=row).cells.get("name") == kept
    assert [c.theirs for c in applied.conflicts] == ([kept] if kept and kept not in (after, before) else [])


def test_one_conflict_does_not_keep_the_other_cells_from_being_written(world):
    """Of a block, the cells that can be written are."""
    row = add_project(world)
    applied = services.apply(
        world.fresh("handler"),
        world.forms["HQ"],
        typing(CellChange(row, "project", "name", "旧名", "新名"), CellChange(row, "project", "code", "", "440100")),
    )
    assert [c.field for c in applied.conflicts] == ["name"]
    assert applied.written == ((row, "code", "440100"),)


def test_a_deleted_row_comes_back_with_its_cells(world):
    """Undoing a deletion is one deed, and undoing the undo deletes again."""
    row = add_project(world)
    gone = services.apply(world.fresh("handler"), world.forms["HQ"], typing(CellChange(row, "project", "", "1", "")))
    assert not Row.objects.get(pk=row).alive
    back = services.undo(world.fresh("handler"), Deed.objects.get(pk=gone.deed))
    assert Row.objects.get(pk=row).alive
    assert Row.objects.get(pk=row).cells["name"] == "培训"
    services.undo(world.fresh("handler"), Deed.objects.get(pk=back.deed))
    assert not Row.objects.get(pk=row).alive


def test_undo_leaves_alone_what_was_changed_since(world):
    """A cell that somebody changed after the deed keeps their value and is told as a conflict."""
    row = add_project(world)
    handler, form = world.fresh("handler"), world.forms["HQ"]
    first = services.apply(
        handler,
        form,
        typing(CellChange(row, "project", "name", "培训", "甲"), CellChange(row, "project", "code", "", "1")),
    )
    services.apply(handler, form, typing(CellChange(row, "project", "name", "甲", "乙")))
    undone = services.undo(handler, Deed.objects.get(pk=first.deed))
    assert Row.objects.get(pk=row).cells == {"project": "P01", "name": "乙"}
    assert [(c.field, c.theirs) for c in undone.conflicts] == [("name", "乙")]
    with pytest.raises(Refused):
        services.undo(handler, Deed.objects.get(pk=first.deed))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (CellChange("n1", "nothing", "name", "", "x"), "没有"),
        (CellChange("n1", "project", "no_such", "", "x"), "不填"),
        (CellChange("n1", "management", "contracts", "", "1"), "没有"),
        (CellChange("n1", "budget", "rate", "", "98.44"), "不填"),  # a computed field is not asked for
        (CellChange(10**9, "project", "name", "", "x"), "不在这张表"),
        (CellChange("n1", "project", "name", "", "x" * 20_001), "20001"),
        (CellChange("n1", "project", "name", "", "a\0b"), "控制字符"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(world, change, told):
    """Nothing of a refused deed is written."""
    with pytest.raises(Refused, match=told):
        services.apply(
            world.fresh("handler"),
            world.forms["HQ"],
            typing(CellChange("n0", "project", "project", "", "P09"), change),
        )
    assert not Row.objects.exists()


@pytest.mark.parametrize(
    "name", ["approver", "school_handler", "other_handler", "auditor", "bureau", "finance", "system"]
)
def test_only_those_who_fill_in_a_form_may_change_it(world, name):
    """The rights table decides, and a stranger's deed leaves no trace."""
    with pytest.raises(PermissionDenied):
        services.apply(world.fresh(name), world.forms["HQ"], typing(CellChange("n1", "project", "project", "", "P01")))
    assert not Row.objects.exists()


def test_after_the_deadline_only_an_exemption_opens_the_form_and_it_ends_by_itself(world):
    """Late entry needs an exemption that is still running."""
    today = timezone.localdate()
    world.task.due_on = today - timedelta(days=3)
    world.task.save()
    form, change = world.forms["HQ"], CellChange("n1", "project", "project", "", "P01")
    form.refresh_from_db()
    with pytest.raises(PermissionDenied, match="延期"):
        services.apply(world.fresh("handler"), form, typing(change))
    exemption = Exemption.objects.create(
        task=world.task,
        unit=world.units["HQ"],
        until=today,
        reason="换岗交接",
        granted_by=world.people["finance"],
        granted_at=timezone.now(),
    )
    assert services.apply(world.fresh("handler"), form, typing(change)).written
    exemption.until = today - timedelta(days=1)
    exemption.save()
    with pytest.raises(PermissionDenied):
        services.apply(world.fresh("handler"), form, typing(change))


def test_a_business_division_fills_in_its_own_projects_only(world):
    """宣教处 may write in its project's rows and not in others."""
    own = add_project(world, "P01", "宣教")
    other = add_project(world, "P02", "基建")
    handler, form = world.fresh("handler"), world.forms["HQ"]
    services.apply(handler, form, typing(CellChange(own, "project", "division", "", "宣教处")))
    business = world.fresh("business")
    assert services.apply(business, form, typing(CellChange(own, "project", "result", "", "完成"))).written
    with pytest.raises(PermissionDenied, match="宣教处"):
        services.apply(business, form, typing(CellChange(other, "project", "result", "", "完成")))
    line = CellChange("n1", "budget", "project", "", "P01")
    assert services.apply(business, form, typing(CellChange("n1", "budget", "line", "", "L1"), line)).written


TEXTS = st.sampled_from(["", "甲", "乙", "12.50"])


@given(
    steps=st.lists(st.tuples(st.sampled_from(["name", "code", "result"]), TEXTS, st.booleans()), min_size=1, max_size=8)
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_tells_the_rows(world, steps):
    """Whatever is written, undone and refused: replaying the changes gives exactly what stands in the rows."""
    Change.objects.all().delete()
    Deed.objects.all().update(undoes=None)
    Deed.objects.all().delete()
    Row.objects.all().delete()
    row = add_project(world)
    handler, form = world.fresh("handler"), world.forms["HQ"]
    for name, after, take_back in steps:
        before = Row.objects.get(pk=row).cells.get(name, "")
        applied = services.apply(handler, form, typing(CellChange(row, "project", name, before, after)))
        if take_back and applied.deed:
            services.undo(handler, Deed.objects.get(pk=applied.deed))
    replayed: dict[str, str] = {}
    for change in Change.objects.filter(row=row).exclude(field=""):
        assert replayed.get(change.field, "") == change.before
        replayed[change.field] = change.after
    assert {name: value for name, value in replayed.items() if value} == Row.objects.get(pk=row).cells
