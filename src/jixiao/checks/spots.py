"""From addresses to places: the cell that a value was read from, or the cell in which nothing stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from jixiao.checks.finding import Spot
from jixiao.facts import Address, Facts, Field, Origin, Subject, UnknownAddress
from jixiao.facts.address import unescape
from jixiao.files.messages import text
from jixiao.files.references import reference, split_reference


@dataclass(frozen=True)
class Places:
    """The places of one department-year's figures. Columns of blank cells are those of other rows, or of neighbours."""

    facts: Facts

    def spot(self, where: Address) -> Spot:
        """The place of one address; a derived figure has none but its name."""
        facts = self.facts
        if where not in facts:
            return Spot(where, where, Origin())
        fact = facts.fact(where)
        for passport in (fact.stated_at, fact.passport):
            if passport.origin.sheet or passport.origin.file:
                return Spot(where, self._title(where, fact.title), passport.origin)
        _, name, *parts = where.split("/")
        subject = facts.registry.by_id.get(name)
        if subject is None or not parts or all(field.id != parts[-1] for field in subject.fields):
            return Spot(where, fact.title, Origin())
        return self._blank(where, fact.title, subject, subject.field(parts[-1]))

    def _title(self, where: Address, title: str) -> str:
        """The full name of a figure; a row of 填报数 that calls its figure by address is told by the figure's name."""
        _, name, item, *_ = (*where.split("/"), "")
        item = unescape(item)
        if name != "stated" or "/" not in item:
            return title
        try:
            known = self.facts.fact(self.facts.resolve(item)).title
        except UnknownAddress:
            return title
        return title.replace(item, known, 1)

    def _blank(self, where: Address, title: str, subject: Subject, field: Field) -> Spot:
        """The place of a blank cell, told by its neighbours: its cell, or else sheet, row and heading."""
        row = where.rsplit("/", 1)[0]
        for other in subject.fields:
            passport = self.facts.year.passports.get(Address(f"{row}/{other.id}"))
            if passport is None or not passport.origin.sheet:
                continue
            origin = passport.origin
            cell = self._cell(subject, field, origin)
            if cell:
                return Spot(where, title, replace(origin, cell=cell))
            row_number = 0 if subject.is_form else Spot(where, title, origin).row
            near = text("place-blank", row=row_number, field=field.zh) if row_number else f"“{field.zh}”"
            return Spot(where, title, replace(origin, cell=""), near)
        keys = "、".join(unescape(part) for part in row.split("/")[2:] if part)
        return Spot(
            where,
            title,
            Origin(sheet=subject.sheet),
            text("place-row", key=keys, field=field.zh) if keys else f"“{field.zh}”",
        )

    def _cell(self, subject: Subject, field: Field, beside: Origin) -> str:
        """The cell of a field in the row of another cell, or under another answer of a form; empty when not sure."""
        here, known = split_reference(beside.cell), self._known.get((beside.file, beside.sheet, subject.id))
        if here is None or known is None:
            return ""
        along = 0 if subject.is_form else 1  # answers of a form stand below each other, fields of a table side by side
        order = self._orders[subject.id]
        found = position_among({order[name]: place[along] for name, place in known.items()}, order[field.id])
        if found is None:
            return ""
        return reference(found, here[1]) if subject.is_form else reference(here[0], found)

    @cached_property
    def _known(self) -> Mapping[tuple[str, str, str], Mapping[str, tuple[int, int]]]:
        """File, sheet and subject → field → row and column; where rows differ in the column, the usual one."""
        seen: dict[tuple[str, str, str], dict[str, Counter[tuple[int, int]]]] = {}
        for where, passport in self.facts.year.passports.items():
            origin = passport.origin
            place = split_reference(origin.cell) if origin.cell else None
            _, name, *parts = where.split("/")
            subject = self.facts.registry.by_id.get(name)
            if place is None or subject is None or not parts or parts[-1] not in self._orders[name]:
                continue
            fields = seen.setdefault((origin.file, origin.sheet, subject.id), {})
            fields.setdefault(parts[-1], Counter())[place if subject.is_form else (0, place[1])] += 1
        return {
            key: {field: found.most_common(1)[0][0] for field, found in fields.items()} for key, fields in seen.items()
        }

    @cached_property
    def _orders(self) -> Mapping[str, Mapping[str, int]]:
        return {subject.id: _order(subject) for subject in self.facts.registry.subjects}


def _order(subject: Subject) -> Mapping[str, int]:
    """Field → its place in the template; in a form the fields of a group stand together under a heading of their own."""
    if not subject.is_form:
        return {field.id: index for index, field in enumerate(subject.fields)}
    groups = list(dict.fromkeys(field.group for field in subject.fields))
    ordered = sorted(subject.fields, key=lambda field: groups.index(field.group))
    return {field.id: index + groups.index(field.group) for index, field in enumerate(ordered)}


def position_among(known: Mapping[int, int], wanted: int) -> int | None:
    """The position of an item of a list, from the positions of others.

    It is its own, or lies between two that leave no doubt, or is in step with all of them; None where somebody has
    rearranged the list.

    Example:
        position_among({0: 2, 4: 6}, 1) → 3
    """
    if wanted in known:
        return known[wanted]
    before = max((index for index in known if index < wanted), default=None)
    after = min((index for index in known if index > wanted), default=None)
    if before is not None and after is not None:
        return known[before] + wanted - before if known[after] - known[before] == after - before else None
    steps = {position - index for index, position in known.items()}
    return wanted + steps.pop() if len(steps) == 1 else None
