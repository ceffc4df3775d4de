"""Comparing two versions of a department-year: what changed, under which address, from what to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.facts import Address, Fact, Facts, Provenance, Value
from jixiao.figures import MISSING, Missing


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs. MISSING on one side: it came or went. `derived` facts follow from the others."""

    address: Address
    title: str
    before: Value | Missing
    after: Value | Missing
    derived: bool


def changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    """Every fact that differs, entered ones first, each kind in the order of the sheets."""
    found = list(_changes(before, after))
    return tuple(sorted(found, key=lambda change: change.derived))


def _changes(before: Facts, after: Facts) -> Iterator[Change]:
    for fact in after:
        old = before.fact(fact.address) if fact.address in before else None
        if old is None or (old.value, old.stated) != (fact.value, fact.stated):
            yield from _change(old, fact)
    for fact in before:
        if fact.address not in after:
            yield from _change(fact, None)


def _change(old: Fact | None, new: Fact | None) -> Iterator[Change]:
    fact = new or old
    if fact is None:
        return
    before, after = (MISSING if old is None else old.value), (MISSING if new is None else new.value)
    if before == after:  # only what somebody wrote into a computed cell changed
        before, after = (MISSING if old is None else old.stated), (MISSING if new is None else new.stated)
    if before != after:
        yield Change(fact.address, fact.title, before, after, fact.passport.provenance is Provenance.DERIVED)
