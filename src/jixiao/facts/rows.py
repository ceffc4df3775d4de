"""Row facts: every value of every record under its address; computed columns derived, repeated facts told once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from jixiao.facts.address import Address, stem
from jixiao.facts.computing import difference, ratio, total
from jixiao.facts.fact import Fact
from jixiao.facts.passport import Passport, Provenance
from jixiao.facts.registry import Field, Registry, Subject
from jixiao.facts.values import Value
from jixiao.facts.year import DepartmentYear
from jixiao.figures import Missing

_SIGNS = re.compile(r"\s*([+\-/])\s*")
_WORDS = {"+": " ＋ ", "-": " − ", "/": " ÷ "}


def key_of(subject: Subject, record: Any) -> tuple[str, ...]:
    """The business key of a record: the texts of the subject's key fields, empty where one is missing."""
    return tuple("" if isinstance(part := getattr(record, name), Missing) else str(part) for name in subject.key)


@dataclass(frozen=True)
class Rows:
    """The rows of a department-year with their facts, indexed so that looking up a row never means searching for it."""

    year: DepartmentYear
    registry: Registry

    @cached_property
    def facts(self) -> Mapping[Address, Fact]:
        """Every value of every record."""
        found: dict[Address, Fact] = {}
        for subject in self.registry.subjects:
            for record in self.year.records(subject.id):
                found.update((fact.address, fact) for fact in record_facts(self.year, subject, record))
        _repeat_facts(self.year, found)
        return found

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, Any]]:
        return {
            subject.id: {key_of(subject, record)[0]: record for record in self.year.records(subject.id)}
            for subject in self.registry.subjects
            if len(subject.key) == 1
        }

    @cached_property
    def _unread(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """Subject and field → the places of the records whose cell somebody filled and nobody could read."""
        found: dict[tuple[str, str], list[int]] = {}
        for subject in self.registry.subjects if self.year.unread else ():
            for place, record in enumerate(self.year.records(subject.id)):
                here = stem(self.year.year, subject.id, key_of(subject, record))
                for field in subject.fields:
                    if Address(here + field.id) in self.year.unread:
                        found.setdefault((subject.id, field.id), []).append(place)
        return {cell: tuple(places) for cell, places in found.items()}

    def partly_read(self, subject: str, fields: Iterable[str]) -> Iterable[Any]:
        """The records of a subject of which one of these fields was filled and could not be read, in order of entry."""
        places = sorted({place for field in fields for place in self._unread.get((subject, field), ())})
        records = self.year.records(subject) if places else ()
        return (records[place] for place in places)

    def named(self, subject: str, key: str) -> Any | None:
        """The record of a subject with a one-part key, or None."""
        return self._index[subject].get(key)

    def word(self, subject: Subject, record: Any, path: str) -> str:
        """The word in a field, or in a field of the record that a reference names (`project.key_task`); flags as 是/否."""
        name, _, further = path.partition(".")
        value = getattr(record, name)
        if further:
            target = self.registry.by_id[subject.field(name).to]
            other = self.named(target.id, value) if isinstance(value, str) else None
            return "" if other is None else self.word(target, other, further)
        if isinstance(value, bool):
            return "是" if value else "否"
        return "" if isinstance(value, Missing) else str(value)

    def unread(self, subject: Subject, record: Any, path: str) -> str:
        """What could not be read of the word that `word` answers with, in words; empty when nothing stands in the way."""
        name, _, further = path.partition(".")
        key = key_of(subject, record)
        if Address(stem(self.year.year, subject.id, key) + name) in self.year.unread:
            return f"“{subject.sheet}”表“{'·'.join(key)}”的“{subject.field(name).zh}”没有读入"
        if not further or isinstance(value := getattr(record, name), Missing):
            return ""
        target = self.registry.by_id[subject.field(name).to]
        other = self.named(target.id, value)
        return self.lost(target) if other is None else self.unread(target, other, further)

    def lost(self, subject: Subject) -> str:
        """How many rows of a subject were not read, in words; empty when all were."""
        number = self.year.unread_rows.get(subject.id, 0)
        return f"“{subject.sheet}”表有 {number} 行没有读入" if number else ""


def record_facts(year: DepartmentYear, subject: Subject, record: Any) -> Iterable[Fact]:
    """The facts of one record, a computed column after the columns that it is computed from."""
    key = key_of(subject, record)
    label = getattr(record, "name", None)
    title = label if isinstance(label, str) else "·".join(part for part in key if part)
    here, period = stem(year.year, subject.id, key), f"{year.year}年度"
    calls = ["/".join((name, *key, "")) for name in dict.fromkeys((subject.sheet, subject.zh))]
    row: dict[str, Fact] = {}
    for field in subject.fields:
        where = Address(here + field.id)
        names = tuple([call + field.zh for call in calls])
        fact = Fact(
            address=where,
            value=getattr(record, field.id),
            kind=field.kind,
            title=f"{title} · {field.zh}" if key else field.zh,
            passport=year.passports.get(where) or Passport(basis=field.basis, unit=field.unit, period=period),
            names=(*names, field.zh) if subject.is_form else names,
        )
        row[field.id] = _computed(fact, field, subject, row) if field.computed else fact
        yield row[field.id]


def _computed(fact: Fact, field: Field, subject: Subject, row: Mapping[str, Fact]) -> Fact:
    """A computed column: what the cell says becomes `stated`, the formula's value counts."""
    words = _SIGNS.split(field.computed)
    inputs = [row[name] for name in words[::2]]
    value: Value | Missing = inputs[0].value
    for sign, operand in zip(words[1::2], inputs[1:], strict=True):
        match sign:
            case "+":
                value = total(field.kind, [value, operand.value])
            case "-":
                value = difference(value, operand.value)
            case _:
                value = ratio(value, operand.value)
    rule = "".join(_WORDS[word] if index % 2 else subject.field(word).zh for index, word in enumerate(words))
    return replace(
        fact,
        value=value,
        passport=replace(fact.passport, provenance=Provenance.DERIVED, rule=rule),
        stated=fact.value,
        stated_at=fact.passport,
        inputs=tuple(item.address for item in inputs),
        missing=tuple(item.address for item in inputs if isinstance(item.value, Missing)),
    )


def _repeat_facts(year: DepartmentYear, found: dict[Address, Fact]) -> None:
    """An indicator that is the same fact as another indicator or a countable result takes its value from there."""
    for indicator in year.indicator:
        if isinstance(indicator.same_as, Missing):
            continue
        where = year.at("indicator", indicator.no, "actual")
        own = found[where]
        for source in (
            year.at("indicator", indicator.same_as, "actual"),
            year.at("result", indicator.same_as, "value"),
        ):
            other = found.get(source)
            if other is not None and source != where:
                found[where] = replace(
                    own,
                    value=other.value,
                    passport=other.passport,
                    stated=own.value,
                    stated_at=own.passport,
                    inputs=(source,),
                )
