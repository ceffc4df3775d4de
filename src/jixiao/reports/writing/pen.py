"""The pen: the one way from a fact to a span. It fills sentences with live figures and shows what nobody supplied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jixiao.facts import DepartmentYear, Fact, Facts, Kind, UnknownAddress, Value
from jixiao.facts.money import BudgetLine
from jixiao.facts.performance import Indicator
from jixiao.figures import Missing
from jixiao.reports.model import Live, Paragraph, Pending, Span, Spans, Text
from jixiao.reports.writing.formats import FORMATS, printed
from jixiao.rules.templates import Slot, Template, read_template, split
from jixiao.scoring import Scorecard

NO_BASE = "—"
NO_POINTS = "/"
"""Where a column of a form does not apply to a row."""
FIGURES = frozenset({Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.SCORE, Kind.DATE})
"""Kinds that stand in a text as live figures; all others are words."""


@dataclass(frozen=True)
class Pen:
    """Writes the facts of one department-year.

    Attributes:
        facts: every fact, scores included.
        card: the department's scorecard.
        project_cards: the projects' scorecards by project key.
    """

    facts: Facts
    card: Scorecard | None = None
    project_cards: Mapping[str, Scorecard] = field(default_factory=dict)

    @property
    def year(self) -> DepartmentYear:
        """The records."""
        return self.facts.year

    def value(self, *at: str) -> Value | Missing:
        """A value by the parts of its address: `value("project", "P01", "spent")`."""
        return self.facts.value(self.facts.at(*at))

    def figure(self, where: str, form: str = "") -> Span:
        """The span of one fact: live, or words for a text field; — for a rate without a base; 待填 when missing."""
        fact = self.facts.fact(where)
        if isinstance(fact.value, Missing):
            return Live(fact.address, NO_BASE) if has_no_base(fact) else Pending(fact.title, fact.address)
        text = printed(fact.value, fact.kind, form)
        return Live(fact.address, text) if fact.kind in FIGURES else Text(text)

    def baseless(self, *at: str) -> bool:
        """Whether a rate is missing because there is nothing to divide by, as for a project without a budget."""
        fact = self.facts.fact(self.facts.at(*at))
        return isinstance(fact.value, Missing) and has_no_base(fact)

    def at(self, *parts: str, form: str = "") -> Span:
        """The span of the fact at an address given by its parts."""
        return self.figure(self.facts.at(*parts), form)

    def say(self, sentence: str | Template, *base: str, **words: str | Span | Spans) -> Spans:
        """Fill a sentence of ours.

        Args:
            sentence: text with `{name|format}`.
            base: the record that short names belong to: `say("{spent}万元", "project", "P01")`.
            words: words and spans by name; they come before the fields of the record, those before all other facts.
        """
        found: list[Span] = []
        in_quotes = False
        for part in read_template(sentence) if isinstance(sentence, str) else sentence:
            if isinstance(part, str):
                found.append(Text(part))
                in_quotes = part.endswith("“")
                continue
            if part.name in words:
                filled = as_spans(words[part.name])
            elif part.name == "year":
                filled = (Text(str(self.year.year)),)
            else:
                filled = self._filled(self.place(part.name, base), part.form)
            found.extend(map(inner, filled) if in_quotes else filled)
            in_quotes = False
        return tidy(found)

    def _filled(self, where: str, form: str) -> Spans:
        """A fact inside a sentence; a paragraph that an officer wrote is filled in its turn."""
        fact = self.facts.fact(where)
        if fact.kind is Kind.PARAGRAPH and isinstance(fact.value, str):
            return self.prose(fact.value)
        return (self.figure(where, form),)

    def place(self, name: str, base: Sequence[str] = ()) -> str:
        """The address that a name means next to a record, or anywhere. Raises UnknownAddress."""
        if base and (near := self.facts.at(*base, name)) in self.facts:
            return near
        return self.facts.resolve(name)

    def known(self, name: str, *base: str) -> bool:
        """Whether there is such a fact and it has a value."""
        try:
            return not isinstance(self.facts.value(self.place(name, base)), Missing)
        except UnknownAddress:
            return False

    def prose(self, text: str) -> Spans:
        """An officer's own words: `{address}` becomes a live figure, what is no known address a visible 待填."""
        found: list[Span] = []
        for part in split(text):
            if isinstance(part, Slot):
                found.append(self._quoted(part))
            else:
                found.append(Text(part))
        return tidy(found)

    def _quoted(self, slot: Slot) -> Span:
        try:
            fact = self.facts.fact(self.facts.resolve(slot.name))
        except UnknownAddress:
            return Pending(f"{quoted(slot.name)}所指的数据")
        if slot.form and (slot.form not in FORMATS or fact.kind not in FORMATS[slot.form].kinds):
            return Pending(f"{quoted(slot.name)}的格式{quoted(slot.form)}", fact.address)
        return self.figure(fact.address, slot.form)

    def written(self, *at: str) -> Spans:
        """A paragraph field as an officer wrote it, or 待填."""
        value = self.value(*at)
        return self.prose(value) if isinstance(value, str) else (self.at(*at),)

    def unit_name(self, key: str | Missing) -> str:
        """What the text calls a unit: its short name, else its name, else its key."""
        unit = self.facts.rows.named("unit", key) if isinstance(key, str) else None
        if unit is None:
            return key if isinstance(key, str) else ""
        return next((name for name in (unit.short, unit.name) if isinstance(name, str)), unit.unit)

    @cached_property
    def indicators(self) -> Mapping[str, Sequence[Indicator]]:
        """The indicators by owner, in the order entered."""
        return _grouped(self.year.indicator, "owner")

    @cached_property
    def lines(self) -> Mapping[str, Sequence[BudgetLine]]:
        """The budget lines by project."""
        return _grouped(self.year.budget, "project")

    @cached_property
    def spending_units(self) -> tuple[str, ...]:
        """The units that have budget lines, in the order of their sheet."""
        spending = {line.unit for line in self.year.budget}
        return tuple(unit.unit for unit in self.year.unit if unit.unit in spending)

    @cached_property
    def department(self) -> str:
        """What the text calls the department."""
        cover = self.year.cover
        return next((name for name in (cover.short, cover.department) if isinstance(name, str)), "本部门")


def _grouped(records: Iterable[Any], name: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        key = getattr(record, name)
        if isinstance(key, str):
            found.setdefault(key, []).append(record)
    return found


def has_no_base(fact: Fact) -> bool:
    """Whether a rate is missing because there is nothing to divide by, which prints — and asks nobody for anything."""
    return fact.kind is Kind.PERCENT and bool(fact.inputs) and not fact.missing


def as_spans(words: str | Span | Spans) -> Spans:
    """Words or spans as spans."""
    if isinstance(words, str):
        return (Text(words),) if words else ()
    return words if isinstance(words, tuple) else (words,)


_INNER = str.maketrans("“”", "‘’")
"""Quotation marks inside quotation marks."""


def quoted(words: str) -> str:
    """Words in quotation marks, those inside them turned into single ones.

    Example:
        >>> quoted("“三公”经费控制率")
        '“‘三公’经费控制率”'
    """
    return f"“{words.translate(_INNER)}”"


def inner(span: Span) -> Span:
    """A span that stands in quotation marks."""
    return Text(span.text.translate(_INNER)) if isinstance(span, Text) else span


def tidy(spans: Iterable[Span]) -> Spans:
    """The same spans with neighbouring words joined and empty ones left out."""
    found: list[Span] = []
    for span in spans:
        if isinstance(span, Text) and found and isinstance(found[-1], Text):
            found[-1] = Text(found[-1].text + span.text)
        elif span.text:
            found.append(span)
    return tuple(found)


def joined(parts: Sequence[Spans], by: str = "、") -> Spans:
    """Spans with a mark between them."""
    found: list[Span] = []
    for number, part in enumerate(parts):
        found.extend((*((Text(by),) if number else ()), *part))
    return tidy(found)


def bare(spans: Spans) -> Spans:
    """The same words without the stop at their end, to stand inside a sentence."""
    last = spans[-1] if spans else None
    return (*spans[:-1], Text(last.text.rstrip("。；"))) if isinstance(last, Text) else spans


def stopped(spans: Spans) -> Spans:
    """The same words with a stop at their end, so that another sentence can follow."""
    last = spans[-1] if spans else None
    ended = isinstance(last, Text) and last.text.rstrip().endswith(("。", "！", "？", "；", "…"))
    return spans if ended or last is None else tidy((*spans, Text("。")))


def paragraphs(spans: Spans) -> tuple[Paragraph, ...]:
    """An officer's text as paragraphs: a line break in it starts a new one."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if not isinstance(span, Text):
            lines[-1].append(span)
            continue
        for number, line in enumerate(span.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(Text(line.strip(" \r") if number else line))
    return tuple(Paragraph(made) for line in lines if (made := tidy(line)))


def listed(value: Any) -> tuple[str, ...]:
    """The keys in a field that lists them: P13、P14 or P13,P14."""
    if not isinstance(value, str):
        return ()
    for mark in "，,；; ":
        value = value.replace(mark, "、")
    return tuple(part for part in value.split("、") if part)


def first_or(value: object, other: str = "") -> str:
    """The text of a field, or something else where there is none."""
    return value if isinstance(value, str) else other
