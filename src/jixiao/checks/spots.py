"""From addresses to places: the cell that a value was read from, or row and column of a cell that is blank."""

from __future__ import annotations

import re
from dataclasses import replace

from jixiao.checks.finding import Spot
from jixiao.facts import Address, Facts, Field, Origin, Subject
from jixiao.facts.address import unescape
from jixiao.files.messages import text

_ROW = re.compile(r"(?:[A-Z]+|第)([0-9]+)行?")  # C14 in a workbook, 第14行 in a source file


def spot(facts: Facts, where: Address) -> Spot:
    """The place of one address; a derived figure has none but its name."""
    if where not in facts:
        return Spot(where, where, Origin())
    fact = facts.fact(where)
    for passport in (fact.stated_at, fact.passport):
        if passport.origin.sheet or passport.origin.file:
            return Spot(where, fact.title, passport.origin)
    _, name, *parts = where.split("/")
    subject = facts.registry.by_id.get(name)
    if subject is None or not parts or all(field.id != parts[-1] for field in subject.fields):
        return Spot(where, fact.title, Origin())
    return _blank(facts, where, fact.title, subject, subject.field(parts[-1]))


def _blank(facts: Facts, where: Address, title: str, subject: Subject, field: Field) -> Spot:
    """The place of a blank cell, told by its neighbours: sheet, row and heading."""
    row = where.rsplit("/", 1)[0]
    for other in subject.fields:
        passport = facts.year.passports.get(Address(f"{row}/{other.id}"))
        if passport is None or not passport.origin.sheet:
            continue
        origin = replace(passport.origin, cell="")
        row_number = "" if subject.is_form else _ROW.fullmatch(passport.origin.cell)
        near = text("place-blank", row=row_number[1], field=field.zh) if row_number else f"“{field.zh}”"
        return Spot(where, title, origin, near)
    keys = "、".join(unescape(part) for part in row.split("/")[2:] if part)
    return Spot(
        where,
        title,
        Origin(sheet=subject.sheet),
        text("place-row", key=keys, field=field.zh) if keys else f"“{field.zh}”",
    )
