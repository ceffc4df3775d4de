"""Facts: every figure of a department-year under its address, entered and derived, each with its passport."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jixiao.facts.accounting import StatedFigure
from jixiao.facts.address import Address
from jixiao.facts.derive import derived_facts
from jixiao.facts.fact import Fact
from jixiao.facts.registry import Registry
from jixiao.facts.rows import Rows
from jixiao.facts.statements import Statement, other_years, statements
from jixiao.facts.values import Value
from jixiao.facts.year import DepartmentYear
from jixiao.figures import Missing


class UnknownAddress(KeyError):
    """No fact lives there. Carries the text that was asked for."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


@dataclass(frozen=True)
class Facts:
    """The facts of one department-year.

    Attributes:
        year: the records as entered.
        registry: the declarations by which they are named and derived.
        extra: facts computed later (scores), by address.
        extends: the facts that these add to, which have the same records.

    Example:
        facts.value(facts.resolve("部门支出决算数")) → Money('46154.11 万元')
    """

    year: DepartmentYear
    registry: Registry
    extra: Mapping[Address, Fact] = field(default_factory=dict)

    extends: Facts | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _all(self) -> Mapping[Address, Fact]:
        known = {**self._own, **self.extra}
        if all(row.year in (self.year.year, Missing.MISSING) for row in self.year.stated):
            return known
        return {**known, **other_years(self.year, known, _by_name(known))}

    @cached_property
    def _own(self) -> Mapping[Address, Fact]:
        """Entered and derived facts, computed once for all extensions."""
        return self.extends._own if self.extends else {**self.rows.facts, **derived_facts(self.rows)}

    @cached_property
    def rows(self) -> Rows:
        """The records with their indexes."""
        return self.extends.rows if self.extends else Rows(self.year, self.registry)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._all.values())

    def __contains__(self, where: object) -> bool:
        return where in self._all

    def fact(self, where: str) -> Fact:
        """The fact at an address. Raises UnknownAddress."""
        try:
            return self._all[Address(where)]
        except KeyError:
            raise UnknownAddress(where) from None

    def value(self, where: str) -> Value | Missing:
        """The value at an address: the derived one where there is a rule, else the entered one. Raises UnknownAddress."""
        return self.fact(where).value

    def at(self, subject: str, *parts: str) -> Address:
        """An address of this year, whether or not a fact lives there."""
        return self.year.at(subject, *parts)

    def extended(self, more: Mapping[Address, Fact]) -> Facts:
        """These facts and more: how scores join the facts they were computed from."""
        return Facts(self.year, self.registry, {**self.extra, **more}, self)

    def resolve(self, text: str) -> Address:
        """The address that a person means: with or without the year, in ids or in Chinese names.

        `{2022/project/P01/spent}`, `project/P01/spent`, `项目/P01/支出决算数` and `部门支出决算数` all work.
        Raises UnknownAddress.
        """
        text = text.strip()
        for candidate in (text, f"{self.year.year}/{text}"):
            if candidate in self._all:
                return Address(candidate)
        found = self._by_name.get(text)
        if found is None:
            raise UnknownAddress(text)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Address]:
        return _by_name(self._all)

    @cached_property
    def statements(self) -> tuple[tuple[Statement, ...], tuple[StatedFigure, ...]]:
        """What was stated elsewhere about this year, and the rows of 填报数 that name no figure."""
        return statements(self.year, self._find)

    def _find(self, name: str) -> Fact | None:
        try:
            return self.fact(self.resolve(name))
        except UnknownAddress:
            return None


def _by_name(facts: Mapping[Address, Fact]) -> Mapping[str, Address]:
    """Every way to call a fact in Chinese → its address; a name that two facts share calls neither."""
    names: dict[str, Address | None] = {}
    for where, fact in facts.items():
        for name in fact.names:
            names[name] = None if name in names and names[name] != where else where
    return {name: where for name, where in names.items() if where is not None}
