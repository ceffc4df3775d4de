"""The audit trail tells when somebody touched it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from tests.web.conftest import World

from jixiao_web.audit import chain as chain_module
from jixiao_web.audit import services as audit
from jixiao_web.audit.chain import seal, verify
from jixiao_web.audit.models import ChainHead, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(world: World) -> World:
    """Five deeds, sealed."""
    QuerySet(Entry).delete()
    ChainHead.objects.all().delete()
    for number in range(5):
        audit.record(
            by=world.people["handler"],
            deed="form.submit",
            target=world.forms["HQ"],
            before={"figure": f"{number}.10"},
            after={"figure": f"{number + 1}.10", "on": date(2023, 3, 31)},
        )
    assert seal() == 5
    return world


def rewrite(statement: str) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_chain_is_whole(chain: World):
    """Numbers run from one, and nothing is said to be wrong."""
    verdict = verify()

    assert (verdict.sealed, verdict.waiting, verdict.broken) == (5, 0, "")
    assert verdict.digest == ChainHead.objects.get().digest


TOUCHED = {
    "a changed person": ("UPDATE audit_entry SET by_name = '别人' WHERE number = 3", 3, "被改动过"),
    "a changed figure": ('UPDATE audit_entry SET before = \'{"figure": "9.10"}\' WHERE number = 2', 2, "被改动过"),
    "a changed time": ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE number = 1", 1, "被改动过"),
    "a changed address": ("UPDATE audit_entry SET address = '10.0.0.1' WHERE number = 5", 5, "被改动过"),
    "a changed digest": ("UPDATE audit_entry SET digest = '00' WHERE number = 4", 4, "被改动过"),
    "a removed entry": ("DELETE FROM audit_entry WHERE number = 3", 3, "第 3 条缺失"),
    "a removed beginning": ("DELETE FROM audit_entry WHERE number = 1", 1, "第 1 条缺失"),
    "a removed end": ("DELETE FROM audit_entry WHERE number = 5", 5, "末尾缺失"),
    "a removed head": ("DELETE FROM audit_chainhead", 5, "链头缺失"),
    "a head set back": ("UPDATE audit_chainhead SET number = 4", 5, "末尾多出"),
    "a head of another chain": ("UPDATE audit_chainhead SET digest = '00'", 5, "末条的登记被改动过"),
}


COLUMNS = [field.name for field in Entry._meta.fields if field.name != "id"]
OTHER = {"by": None, "at": datetime(2020, 1, 1, tzinfo=UTC), "before": {"a": "1"}, "after": {}, "number": 99}


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_entry_is_left_unsealed(chain: World, column: str):
    """Whatever is changed of an entry, a column that is added tomorrow included, is found at its place."""
    assert QuerySet(Entry).filter(number=3).update(**{column: OTHER.get(column, "zz")}) == 1

    assert verify().number == 3


def copied(source: int, /, **other: object) -> None:
    """An entry more, made from another one."""
    made = Entry.objects.get(number=source)
    made.pk, made._state.adding = None, True
    for name, value in other.items():
        setattr(made, name, value)
    made.save(force_insert=True)


def shift(start: int, by: int) -> None:
    """Renumber what stands behind a place."""
    rewrite(f"UPDATE audit_entry SET number = -number WHERE number >= {start}")
    rewrite(f"UPDATE audit_entry SET number = -number + {by} WHERE number < 0")


def put_in(place: int) -> None:
    shift(place, 1)
    copied(place - 1 if place > 1 else 2, number=place, deed="form.approve")


def cut_out(place: int) -> None:
    rewrite(f"DELETE FROM audit_entry WHERE number = {place}")
    shift(place + 1, -1)
    rewrite("UPDATE audit_chainhead SET number = number - 1")


def move(one: int, other: int) -> None:
    for here, there in ((one, 99), (other, one), (99, other)):
        rewrite(f"UPDATE audit_entry SET number = {there} WHERE number = {here}")


def append_forged() -> None:
    copied(5, number=6)
    rewrite("UPDATE audit_chainhead SET number = 6")


FORGED = {
    "put in at the beginning": (lambda: put_in(1), 1),
    "put in in the middle": (lambda: put_in(3), 3),
    "put in at the end": (append_forged, 6),
    "put in behind the head": (lambda: copied(5, number=6, digest="1" * 64), 6),
    "cut out and renumbered": (lambda: cut_out(3), 3),
    "the first cut out": (lambda: cut_out(1), 1),
    "swapped neighbours": (lambda: move(2, 3), 2),
    "swapped far apart": (lambda: move(1, 5), 1),
}


@pytest.mark.parametrize(("forge", "number"), FORGED.values(), ids=FORGED)
def test_no_forged_chain_passes(chain: World, forge, number: int):
    """Put in, cut out and put in another's place, with every number made to fit: found where it begins."""
    forge()

    verdict = verify()
    assert (verdict.number, bool(verdict.broken)) == (number, True), verdict


@pytest.mark.parametrize(("statement", "number", "told"), TOUCHED.values(), ids=TOUCHED)
def test_every_touch_is_found_at_its_place(chain: World, statement: str, number: int, told: str):
    """Changed, removed, cut off: the first place that is wrong, in a sentence."""
    rewrite(statement)

    verdict = verify()
    assert (verdict.number, told in verdict.broken) == (number, True), verdict.broken


def test_two_entries_in_each_others_place_are_named(chain: World):
    """Swapping is told apart from changing."""
    for one, other in ((2, 99), (4, 2), (99, 4)):
        rewrite(f"UPDATE audit_entry SET number = {other} WHERE number = {one}")

    assert verify().broken == "第 2 条与第 4 条被调换了位置。"


def test_what_a_killed_process_left_is_sealed_by_the_next(chain: World):
    """Entries that were committed and not sealed are taken in their order."""
    for deed in ("first", "second"):
        audit.record(by=None, name="x", deed=deed)  # nobody commits here, so nobody seals

    assert verify().waiting == 2
    assert seal() == 2
    assert [entry.deed for entry in Entry.objects.filter(number__gt=5).order_by("number")] == ["first", "second"]
    assert verify().broken == ""


def test_more_than_one_helping_is_sealed(chain: World, monkeypatch: pytest.MonkeyPatch):
    """A long queue does not stay half sealed."""
    monkeypatch.setattr("jixiao_web.audit.chain.AT_ONCE", 3)
    for number in range(7):
        audit.record(by=None, name="x", deed=f"d{number}")

    assert seal() == 7
    assert verify().sealed == 12


def test_entries_are_not_changed_through_models(chain: World):
    """Neither one nor many, neither changed nor deleted."""
    entry = Entry.objects.get(number=1)
    entry.reason = "另有原因"
    for touch in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(reason=""),
        lambda: Entry.objects.filter(number=1).update(reason=""),
        lambda: Entry.objects.bulk_update([entry], ["reason"]),
        Entry.objects.all().delete,
    ):
        with pytest.raises(TypeError), transaction.atomic():
            touch()
    assert verify().sealed == 5


def test_the_command_says_what_it_found(chain: World):
    """0 and a sentence, or 1 and the place."""
    audit.record(by=None, name="x", deed="left behind")
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert "5 条" in out.getvalue()
    assert "补封 1 条" in out.getvalue()

    rewrite("UPDATE audit_entry SET deed = 'nothing' WHERE number = 2")
    with pytest.raises(CommandError, match="第 2 条") as raised:
        call_command("audit_verify", stdout=out)
    assert raised.value.returncode == 1


@pytest.mark.django_db(transaction=True)
def test_a_commit_seals():
    """Nobody need call anything."""
    with transaction.atomic():
        audit.record(by=None, name="x", deed="deed")
        assert Entry.objects.get().number is None

    assert Entry.objects.get().number == 1
    assert verify().sealed == 1


@pytest.mark.django_db(transaction=True)
def test_entries_that_come_meanwhile_are_no_broken_end(monkeypatch: pytest.MonkeyPatch):
    """Somebody works while the chain is read: what is sealed after the reading began is not missed at its end."""
    if connection.vendor != "postgresql":
        pytest.skip(
            "SQLite in memory has one writer and no second reader; tests/web/audit/test_busy.py reads it from a file"
        )
    audit.record(by=None, name="x", deed="first")
    real = chain_module._end

    def work() -> None:
        audit.record(by=None, name="y", deed="meanwhile")
        connections.close_all()

    def late(number: int, digest: str) -> tuple[str, int]:
        other = threading.Thread(target=work)
        other.start()
        other.join()
        return real(number, digest)

    monkeypatch.setattr(chain_module, "_end", late)
    verdict = verify()
    assert (verdict.sealed, verdict.broken) == (1, "")
    assert verify().sealed == 2
