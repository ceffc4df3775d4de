"""Declared relations: what an identity says, as relations between the quantities of one department-year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jixiao.facts import Address, Derived, Facts, Kind, Subject
from jixiao.facts.rows import key_of
from jixiao.facts.statements import row_address
from jixiao.relations.forms import Form, Mode, Term
from jixiao.relations.identities import STATED, Identity, Name, Tie
from jixiao.relations.quantity import Quantity, quantity, stated_quantity
from jixiao.relations.relation import Relation


@dataclass(frozen=True)
class Declared:
    """The relations that identities declare over one department-year. A relation with a missing figure is left out."""

    facts: Facts
    _named: dict[tuple[str, str], Mapping[str, Sequence[Any]]] = field(default_factory=dict, init=False, repr=False)

    def relations(self, identity: Identity) -> Iterator[Relation]:
        """Every relation of one identity, in the order of its declaration."""
        for tie in identity.ties:
            yield from (self._rows(identity, tie) if tie.each else self._department(identity, tie))

    @cached_property
    def documents(self) -> Mapping[str, Mapping[Address, Quantity]]:
        """What each document (“写在哪里”) states about this year: address of the fact → quantity."""
        found: dict[str, dict[Address, Quantity]] = {}
        for statement in self.facts.statements[0]:
            stated = stated_quantity(statement, row_address(self.facts.year, statement.row))
            if stated is not None:
                found.setdefault(statement.where, {})[statement.fact.address] = stated
        return found

    def restatements(self, code: str, where: Address) -> Iterator[Relation]:
        """Every document's figure for one fact against the derived one, as equalities."""
        for stated in self.documents.values():
            written, derived = stated.get(where), quantity(self.facts.fact(where))
            if written is not None and derived is not None:
                mode = Mode.PRINTED if written.printed else Mode.EXACT
                yield Relation(code, Form.SUM, written, (Term(derived),), mode, self.facts.fact(where).title)

    def _department(self, identity: Identity, tie: Tie) -> Iterator[Relation]:
        sides = [list(self._places(name)) for name in (tie.left, *(name for _, name in tie.terms))]
        if tie.of != STATED:
            yield from self._built(identity, tie, [[self._counting(where) for where in side] for side in sides])
            return
        for stated in self.documents.values():
            if any(where in stated for side in sides[1:] for where in side):
                terms = [[stated.get(where) or self._counting(where) for where in side] for side in sides[1:]]
                yield from self._built(identity, tie, [[stated.get(where) for where in sides[0]], *terms])

    def _rows(self, identity: Identity, tie: Tie) -> Iterator[Relation]:
        subject = self.facts.registry.by_id[tie.each]
        for record in self.facts.year.records(subject.id):
            if any(self.facts.rows.word(subject, record, path) not in words for path, words in tie.where.items()):
                continue
            key = key_of(subject, record)
            left = self._cell(tie, tie.left, key, stated=tie.of == STATED)
            yield from self._built(
                identity, tie, [[left], *(list(self._of_row(tie, name, key)) for _, name in tie.terms)]
            )

    def _of_row(self, tie: Tie, name: Name, key: tuple[str, ...]) -> Iterator[Quantity | None]:
        """The quantities that a name on the right stands for: what was stated, or else what counts."""
        if not name.group:
            stated = self._cell(tie, name, key, stated=True) if tie.of == STATED else None
            yield stated or self._cell(tie, name, key, stated=False)
            return
        facts, subject = self.facts, self.facts.registry.by_id[name.group]
        for record in self._naming(subject, tie.each).get(key[0], ()):
            yield quantity(facts.fact(facts.at(subject.id, *key_of(subject, record), name.figure.id)))

    def _cell(self, tie: Tie, name: Name, key: tuple[str, ...], *, stated: bool) -> Quantity | None:
        """The figure of one column or total of a row; rates are as printed where the tie says so."""
        where = self.facts.at(tie.each, *key, name.figure.id)
        if where not in self.facts:
            return None
        fact = self.facts.fact(where)
        printed = tie.mode is Mode.PRINTED and fact.kind is Kind.PERCENT
        return quantity(fact, stated=stated and bool(fact.inputs), printed=printed)

    def _naming(self, subject: Subject, each: str) -> Mapping[str, Sequence[Any]]:
        """Key of a row of `each` → the rows of another subject that name it, grouped once."""
        if (subject.id, each) not in self._named:
            link = next((item.id for item in subject.fields if item.to == each), "")
            groups: dict[str, list[Any]] = {}
            for record in self.facts.year.records(subject.id) if link else ():
                groups.setdefault(str(getattr(record, link)), []).append(record)
            self._named[subject.id, each] = groups
        return self._named[subject.id, each]

    def _places(self, name: Name) -> Iterator[Address]:
        """The addresses that a name of the department stands for: one, or all of a group."""
        year, figure = self.facts.year.year, name.figure
        if name.group:
            subject = self.facts.registry.by_id.get(name.group)
            if isinstance(figure, Derived):
                yield from (
                    fact.address for fact in self.facts if _is_member(fact.address, year, name.group, figure.id)
                )
            elif subject is not None:
                records = self.facts.year.records(subject.id)
                yield from (self.facts.at(subject.id, *key_of(subject, record), figure.id) for record in records)
            return
        told = figure.name if isinstance(figure, Derived) else f"management/{figure.id}"
        yield Address(f"{year - 1 if name.last_year else year}/{told}")

    def _counting(self, where: Address) -> Quantity | None:
        return quantity(self.facts.fact(where)) if where in self.facts else None

    def _built(self, identity: Identity, tie: Tie, sides: list[list[Quantity | None]]) -> Iterator[Relation]:
        (left, *_), *right = [side or [None] for side in sides]
        terms = [
            Term(item, sign, below=tie.form is Form.RATIO and index == 1)
            for index, ((sign, _), side) in enumerate(zip(tie.terms, right, strict=True))
            for item in side
            if item is not None
        ]
        if left is None or any(item is None for side in right for item in side):
            return
        if tie.form is Form.RATIO and terms[1].quantity.value == 0:
            return
        yield Relation(identity.code, tie.form, left, tuple(terms), tie.mode, tie.text)


def _is_member(where: Address, year: int, group: str, figure: str) -> bool:
    """Whether an address is that figure of some key of a group: 2022/unit/HQ/spent."""
    head = f"{year}/{group}/"
    return where.startswith(head) and where.endswith(f"/{figure}") and "/" not in where[len(head) : -len(figure) - 1]
