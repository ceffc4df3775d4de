"""The field registry: one declaration of every field, from which template, formulas, forms, schema and glossary are made.

The declarations are data in `rulebook/fields`, `rulebook/derived` and `rulebook/codes`; `jixiao.rules.registry` reads them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property


class Kind(Enum):
    """The type of a field. In sheets money is in 万元 and percents are percent points (98.44)."""

    KEY = "key"
    TEXT = "text"
    PARAGRAPH = "paragraph"
    SOURCE = "source"
    CHOICE = "choice"
    REF = "ref"
    FLAG = "flag"
    YEAR = "year"
    DATE = "date"
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    SCORE = "score"

    @property
    def is_figure(self) -> bool:
        """Whether the field holds a figure, so that sums, formulas and relations may use it."""
        return self in _FIGURES


_FIGURES = frozenset({Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.SCORE})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a subject.

    Attributes:
        id, zh, en: identifier, Chinese and English name.
        kind: type; `unit` is the unit in sheets; `lo`, `hi` are bounds in that unit.
        choices: the permitted words of a choice; `to` is the subject that a reference names.
        computed: formula over fields of the same row; what the workbook shows there is *stated*, the derived value counts.
        stated: the field repeats what a form says and is compared with a computed value, never used in its place.
        basis: the 口径; `help`, `example` are for people; `group` is a heading inside a form sheet.
    """

    id: str
    zh: str
    en: str
    kind: Kind
    help: str
    example: str = ""
    unit: str = ""
    required: bool = False
    lo: Decimal | None = None
    hi: Decimal | None = None
    choices: tuple[str, ...] = ()
    to: str = ""
    computed: str = ""
    stated: bool = False
    basis: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of record: one sheet of the workbook. `key` names the fields whose values make the address of a row."""

    id: str
    zh: str
    en: str
    sheet: str
    row: str
    shape: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def is_form(self) -> bool:
        """Whether the sheet is a list of field and value instead of a table of rows."""
        return self.shape == "form"

    def field(self, field_id: str) -> Field:
        """The field of that id. Raises KeyError."""
        for item in self.fields:
            if item.id == field_id:
                return item
        raise KeyError(f"{self.id}.{field_id}")


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure that is computed from facts: a sum or count over the rows of a subject, or a relation of derived figures.

    Attributes:
        group: the subject part of its address; `id` is the rest (after the key when the group has one).
        by: "subject.field" whose value is the key of the address, or empty for one figure a department.
        operator: sum, count, ratio, minus or plus.
        operands: "subject.field" for a sum, a subject for a count, addresses without year (or ids of the group) otherwise.
        where: field (or reference.field) → permitted values; `positive` keeps only rows above zero.
        empty: what a sum over no matching rows is, "zero" or "missing".
    """

    group: str
    id: str
    zh: str
    en: str
    kind: Kind
    operator: str
    operands: tuple[str, ...]
    by: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positive: bool = False
    empty: str = "zero"
    unit: str = ""
    basis: str = ""

    @property
    def name(self) -> str:
        """Address without year; groups with a key hold a star: `unit/*/spent`."""
        return f"{self.group}/*/{self.id}" if self.by else f"{self.group}/{self.id}"


@dataclass(frozen=True)
class Registry:
    """All subjects in sheet order and all derived figures in order of computation."""

    subjects: tuple[Subject, ...]
    derived: tuple[Derived, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Subject]:
        """Subjects by their id."""
        return {subject.id: subject for subject in self.subjects}

    @cached_property
    def by_sheet(self) -> Mapping[str, Subject]:
        """Subjects by the name of their sheet."""
        return {subject.sheet: subject for subject in self.subjects}

    @cached_property
    def department_figures(self) -> Mapping[str, Derived | Field]:
        """Chinese name → derived figure without key, or figure field of the management form: the words of formulas."""
        names: dict[str, Derived | Field] = {item.zh: item for item in self.derived if not item.by}
        names.update(
            {item.zh: item for item in self.by_id["management"].fields if item.kind.is_figure or item.kind is Kind.FLAG}
        )
        return names

    def fields(self) -> Iterator[tuple[Subject, Field]]:
        """Every field with its subject, in sheet order."""
        for subject in self.subjects:
            for item in subject.fields:
                yield subject, item
