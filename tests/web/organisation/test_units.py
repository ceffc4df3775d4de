"""Units through time: what changes from a day on leaves the days before as they were."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from tests.web.conftest import World

from jixiao_web.audit.models import Entry
from jixiao_web.organisation import selectors, services
from jixiao_web.organisation.models import Division, Succession, Unit
from jixiao_web.organisation.services import Refused
from jixiao_web.organisation.tree import tree_on

NEW_YEAR = date(2023, 1, 1)
LAST_DAY = date(2022, 12, 31)


def names(day: date) -> dict[str, str]:
    """What each unit is called on a day."""
    return {node.code: node.name for node in tree_on(day).nodes.values()}


def above(code: str, day: date) -> str:
    """The code of the unit above one on a day."""
    tree = tree_on(day)
    parent = tree.by_code[code].parent
    return tree.nodes[parent].code if parent is not None else ""


def test_a_report_of_2022_asks_the_tree_of_2022(world: World):
    """A unit that was renamed and went over to another department at New Year stands in last year's tree as it was."""
    services.change_unit(
        world.people["system"], world.units["SCHOOL"], on=NEW_YEAR, name="某市职工大学", parent=world.units["SPORT"]
    )

    assert names(LAST_DAY)["SCHOOL"] == "某市工人业余大学"
    assert names(NEW_YEAR)["SCHOOL"] == "某市职工大学"
    assert (above("SCHOOL", LAST_DAY), above("SCHOOL", NEW_YEAR)) == ("UNION", "SPORT")
    entry = Entry.objects.get(deed="unit.change")
    assert (entry.before["name"], entry.after["name"]) == ("某市工人业余大学", "某市职工大学")


def test_a_change_between_two_others_ends_where_the_next_begins(world: World):
    """A name that is entered later for an earlier time leaves the present name alone."""
    system, school, union = world.people["system"], world.units["SCHOOL"], world.units["UNION"]
    services.change_unit(system, school, on=NEW_YEAR, name="职工大学", parent=union)
    services.change_unit(system, school, on=date(2020, 7, 1), name="工人大学", parent=union)

    found = [(day, names(day)["SCHOOL"]) for day in (date(2020, 6, 30), date(2020, 7, 1), LAST_DAY, NEW_YEAR)]
    assert [name for _day, name in found] == ["某市工人业余大学", "工人大学", "工人大学", "职工大学"]


def test_a_slip_of_the_first_day_is_mended_in_place(world: World):
    """A change on the first day of a period makes no second period of no days."""
    services.change_unit(
        world.people["system"], world.units["HQ"], on=date(2015, 1, 1), name="总工会本级", parent=world.units["UNION"]
    )

    assert [period.name for period in world.units["HQ"].periods.all()] == ["总工会本级"]


def test_a_merger_ends_the_old_units_the_day_before(world: World):
    """Two units become one: both stand in the tree of the last day, neither in that of the first, and the new one knows its roots."""
    system, union = world.people["system"], world.units["UNION"]
    merged = services.add_unit(
        system, code="PALACE", kind=Unit.Kind.UNIT, name="某市工人文化宫", parent=union, on=NEW_YEAR
    )
    services.succeed(
        world.fresh("system"),
        [world.units["HQ"], world.units["SCHOOL"]],
        [merged],
        on=NEW_YEAR,
        document="某编〔2022〕9号",
    )

    assert {"HQ", "SCHOOL"} <= names(LAST_DAY).keys()
    assert "PALACE" not in names(LAST_DAY)
    assert {"HQ", "SCHOOL"} & names(NEW_YEAR).keys() == set()
    assert {item.old.code for item in Succession.objects.filter(new=merged)} == {"HQ", "SCHOOL"}
    assert Division.objects.get(name="宣教处").valid_to == LAST_DAY
    events = [(event.kind, event.other.code if event.other else "") for event in selectors.timeline(merged)]
    assert sorted(events) == [("began", ""), ("from", "HQ"), ("from", "SCHOOL")]
    assert [event.kind for event in selectors.timeline(world.units["HQ"])] == ["into", "ended", "began"]


def test_a_split_may_leave_the_old_unit_in_being(world: World):
    """Duties that go over to a new unit do not end the old one unless somebody says so."""
    system = world.people["system"]
    part = services.add_unit(
        system, code="PART", kind=Unit.Kind.UNIT, name="培训中心", parent=world.units["UNION"], on=NEW_YEAR
    )
    services.succeed(
        world.fresh("system"), [world.units["SCHOOL"]], [part], on=NEW_YEAR, document="某编〔2022〕10号", ends=False
    )

    assert {"SCHOOL", "PART"} <= names(NEW_YEAR).keys()


@pytest.mark.parametrize(
    ("deed", "told"),
    [
        ("under itself", "不能隶属"),
        ("department under unit", "不能隶属"),
        ("no parent", "请选择上级"),
        ("code taken", "已经用过"),
        ("before it was", "没有登记"),
        ("nothing new", "没有要改的"),
        ("close with units", "还有 2 个单位"),
        ("close without reason", "须写明"),
        ("merge with itself", "不能两边都选"),
        ("merge without document", "须写明批准文号"),
        ("division twice", "已经登记"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(world: World, deed: str, told: str):
    """Nothing is written where the tree would contradict itself, and the person reads what to do."""
    by, units = world.people["system"], world.units
    deeds = {
        "under itself": lambda: services.change_unit(by, units["HQ"], on=NEW_YEAR, name="甲", parent=units["HQ"]),
        "department under unit": lambda: services.change_unit(
            by, units["UNION"], on=NEW_YEAR, name="甲", parent=units["HQ"]
        ),
        "no parent": lambda: services.change_unit(by, units["HQ"], on=NEW_YEAR, name="甲", parent=None),
        "code taken": lambda: services.add_unit(
            by, code="HQ", kind="unit", name="甲", parent=units["UNION"], on=NEW_YEAR
        ),
        "before it was": lambda: services.change_unit(
            by, units["HQ"], on=date(2010, 1, 1), name="甲", parent=units["UNION"]
        ),
        "nothing new": lambda: services.change_unit(
            by, units["HQ"], on=NEW_YEAR, name="某市总工会本级", short="某市总工会本级", parent=units["UNION"]
        ),
        "close with units": lambda: services.close_unit(by, units["UNION"], last_day=LAST_DAY, reason="撤销"),
        "close without reason": lambda: services.close_unit(by, units["HQ"], last_day=LAST_DAY, reason=" "),
        "merge with itself": lambda: services.succeed(by, [units["HQ"]], [units["HQ"]], on=NEW_YEAR, document="x"),
        "merge without document": lambda: services.succeed(
            by, [units["HQ"]], [units["SCHOOL"]], on=NEW_YEAR, document=""
        ),
        "division twice": lambda: services.add_division(by, units["HQ"], name="宣教处", on=NEW_YEAR),
    }
    before = Entry.objects.count()

    with pytest.raises(Refused, match=told):
        deeds[deed]()

    assert Entry.objects.count() == before
    assert names(NEW_YEAR) == names(LAST_DAY)


@pytest.mark.parametrize("who", ["finance", "bureau", "handler", "security", "audit", "auditor"])
def test_only_the_system_administrator_changes_the_tree(world: World, who: str):
    """Whoever fills in or approves forms cannot move a unit out of sight."""
    with pytest.raises(PermissionDenied):
        services.change_unit(
            world.people[who], world.units["SCHOOL"], on=NEW_YEAR, name="甲", parent=world.units["UNION"]
        )


def test_a_closed_unit_can_still_be_put_right(world: World):
    """A unit that has ended stands under what it stood under last: its closing day can be undone by nobody but who closes units."""
    system, school = world.people["system"], world.units["SCHOOL"]
    services.close_unit(system, school, last_day=LAST_DAY, reason="某编〔2022〕1号")

    assert services.may_edit(world.fresh("system"), school)
    assert not services.may_edit(world.fresh("finance"), school)
    with pytest.raises(Refused, match="没有登记"):
        services.change_unit(system, school, on=NEW_YEAR, name="甲", parent=world.units["UNION"])
