"""Reasons of score lines with live figures: what a rule's own sentence quotes is quoted by address, not pasted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.facts import Address, Fact, Facts, Kind, Passport, Provenance, Value
from jixiao.figures import MISSING, Missing, Ratio, half_up
from jixiao.figures.money import Money
from jixiao.reports.model import Live, Span, Spans, Text
from jixiao.reports.writing.formats import FORMATS, shown, sign_of
from jixiao.reports.writing.pen import FIGURES, Pen, joined, tidy
from jixiao.rules.formula.steps import Worker
from jixiao.rules.reasons import MONEY_SCALE, Blank
from jixiao.rules.reasons import shown as filled
from jixiao.scoring import Line, Scorecard
from jixiao.scoring.because import ByRow

READ = 4
"""A rule that read more figures than these has them in the score table's step, not in a sentence."""


def reason_facts(facts: Facts, card: Scorecard) -> dict[Address, Fact]:
    """The figures that reasons compute on the way, as `2022/reason/B-05-04/1`: facts like any other, with their rule."""
    return {fact.address: fact for line in card.lines for fact in _computed(facts, line)}


def _computed(facts: Facts, line: Line) -> Iterator[Fact]:
    if not isinstance(line.because, ByRow):
        return
    for number, blank in enumerate(_blanks(line.because), 1):
        if blank.value is None:
            continue
        yield Fact(
            address=facts.at("reason", line.code, str(number)),
            value=_worth(blank, line.because),
            kind=_kind(blank, line.because),
            title=f"{line.name} · 扣分原因中的数",
            passport=Passport(
                Provenance.DERIVED, period=f"{facts.year.year}年度", rule="由" + "、".join(blank.names) + "算得"
            ),
            inputs=tuple(line.facts),
        )


def _blanks(because: ByRow) -> tuple[Blank, ...]:
    return tuple(part for part in because.rule.reasons[because.outcome.row - 1] if isinstance(part, Blank))


def _kind(blank: Blank, because: ByRow) -> Kind:
    if blank.is_percent:
        return Kind.PERCENT
    money = any(because.rule.columns[name].scale == MONEY_SCALE for name in blank.names)
    return Kind.MONEY if money else Kind.NUMBER


def _worth(blank: Blank, because: ByRow) -> Value | Missing:
    if blank.value is None or any(because.values.get(name) is None for name in blank.names):
        return MISSING
    try:
        worth = Fraction(Worker(because.rule.columns, because.values).worth(blank.value))
    except ZeroDivisionError:
        return MISSING
    match _kind(blank, because):
        case Kind.PERCENT:
            return Ratio(worth)
        case Kind.MONEY:
            return Money.of(half_up(worth, MONEY_SCALE))
        case _:
            return half_up(worth, 2)


def reason_words(pen: Pen, line: Line) -> Spans:
    """The reason of a line; where its sentence quotes nothing, the figures that the rule read follow in brackets."""
    because = line.because
    if not isinstance(because, ByRow) or because.outcome.kind == "missing":
        return (Text(line.reason.rstrip("。")),) if line.reason else ()
    found: list[Span] = []
    number = 0
    for part in because.rule.reasons[because.outcome.row - 1]:
        if isinstance(part, Blank):
            number += 1
            found.append(_quoted(pen, line, because, part, number))
        else:
            found.append(Text(part))
    last = found[-1] if found else None
    if isinstance(last, Text):
        found[-1] = Text(last.text.rstrip("。"))
    return tidy((*found, *(() if any(isinstance(span, Live) for span in found) else _read(pen, line))))


def _quoted(pen: Pen, line: Line, because: ByRow, blank: Blank, number: int) -> Span:
    text = filled(blank, because.rule.columns, because.values)
    source = because.vocabulary.words[blank.field].source if blank.value is None else ""
    where = pen.facts.at("reason", line.code, str(number)) if blank.value is not None else because.home.at(source)
    if where not in pen.facts:
        return Text(text)
    fact = pen.facts.fact(where)
    if text in ways_of(fact):
        return Live(where, text)
    return pen.figure(where, "points" if fact.kind is Kind.PERCENT and not text.endswith("%") else "")


def ways_of(fact: Fact) -> set[str]:
    """Every way in which a fact may be printed."""
    if isinstance(fact.value, Missing):
        return {"—"}
    return {shown(fact.value)} | {form.write(fact.value) for form in FORMATS.values() if fact.kind in form.kinds}


def _read(pen: Pen, line: Line) -> Spans:
    """The figures that a rule read, with their names and units: a few, and no zeros, for those the reason tells itself."""
    told = []
    for where in dict.fromkeys(line.facts):
        if where in pen.facts and (fact := pen.facts.fact(where)).kind in FIGURES and _tells(fact):
            unit = "" if fact.passport.unit == "%" else fact.passport.unit
            told.append(pen.say("{title}{figure}{unit}", title=fact.title, figure=pen.figure(where), unit=unit))
    return pen.say("（{told}）", told=joined(told)) if 0 < len(told) <= READ else ()


def _tells(fact: Fact) -> bool:
    return not isinstance(fact.value, Missing) and sign_of(fact.value) != "zero"
