"""From facts, a scorecard and an outline to the report: sections numbered by their place, every figure live."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.facts import Facts
from jixiao.figures import Missing, section_mark
from jixiao.reports.model import (
    Annex,
    Block,
    Heading,
    Paragraph,
    Pending,
    Report,
    Span,
    Spans,
    Text,
    spans_of,
    text_of,
)
from jixiao.reports.writing.changes import change_facts
from jixiao.reports.writing.formats import sign_of
from jixiao.reports.writing.funding import funding_facts
from jixiao.reports.writing.indicators import completions
from jixiao.reports.writing.lists import list_facts
from jixiao.reports.writing.notes import addresses, notes
from jixiao.reports.writing.pen import Pen, tidy
from jixiao.reports.writing.reasons import reason_facts
from jixiao.reports.writing.scores import score_facts
from jixiao.reports.writing.spot import Spot
from jixiao.reports.writing.staffing import movement_facts
from jixiao.reports.writing.vocabulary import BLOCKS, INLINE
from jixiao.rules.outlines import Call, Condition, Outline, Prose, Section, Sentence
from jixiao.rules.templates import Slot
from jixiao.scoring import Scorecard


def compose(facts: Facts, card: Scorecard | None, outline: Outline, project_cards: Sequence[Scorecard] = ()) -> Report:
    """Write the report of a department-year.

    Args:
        facts: the department-year; figures of the scorecards are joined here.
        card: the department's scorecard, or None where nothing was scored yet.
        outline: the plan, strictly loaded.
        project_cards: scorecards of projects, for the annexes.

    Returns:
        The report; a draft while anything in it is pending.

    Example:
        compose(facts, score(facts, scheme), outline("guangzhou-2022")).title → ("广州市总工会", …)
    """
    pen = reporting_pen(facts, card, project_cards)
    body = _sections(pen, outline.sections, 1, 1)
    annexes: list[Block] = []
    for number, plan in enumerate(outline.annexes, 1):
        annexes.append(Annex(f"附件{number}", plan.title, plan.wide))
        annexes.extend(_items(pen, plan.items, level=2) or [Paragraph((Text("无。"),))])
    blocks = (*body, *annexes)
    signature: Spans = (pen.at("cover", "department"),)
    date: Spans = (pen.at("cover", "filled_on"),)
    spans = [*signature, *date, *(span for block in blocks for span in spans_of(block))]
    return Report(
        title=tuple(text_of(pen.say(line)) for line in outline.heading),
        blocks=blocks,
        signature=signature,
        date=date,
        facts=notes(pen.facts, addresses(blocks, signature, date)),
        attachments=tuple(plan.title for plan in outline.annexes),
        draft=any(isinstance(span, Pending) for span in spans),
    )


def reporting_pen(facts: Facts, card: Scorecard | None, project_cards: Sequence[Scorecard] = ()) -> Pen:
    """A pen over the facts joined by everything that a report prints beside them: scores, changes, counts, completions."""
    more = {**completions(facts), **movement_facts(facts), **funding_facts(facts), **list_facts(facts, card)}
    more.update(score_facts(facts, card, project_cards))
    if card is not None:
        more.update(reason_facts(facts, card))
    # Joining derives everything anew, so what the caller joined already is not joined once more.
    scored = facts if card is None or facts.at("score", "total") in facts else facts.extended(more)
    joined = facts.extended({**more, **change_facts(scored)})
    return Pen(joined, card, {one.project: one for one in project_cards})


def _section(pen: Pen, section: Section, level: int, number: int) -> list[Block]:
    blocks: list[Block] = [Heading(level, section_mark(number, level) + section.title)]
    blocks.extend(_items(pen, section.items, level))
    blocks.extend(_sections(pen, section.sections, level + 1, _first(blocks[1:], level + 1)))
    return blocks


def _sections(pen: Pen, sections: Sequence[Section], level: int, number: int) -> list[Block]:
    """Sections numbered from a number on; where nothing stands, an optional one is left out, any other is asked for."""
    blocks: list[Block] = []
    for section in sections:
        made = _section(pen, section, level, number)
        if len(made) == 1 and section.optional:
            continue
        blocks.extend(made if len(made) > 1 else [*made, Paragraph((Pending(section.title),))])
        number += 1
    return blocks


def _items(pen: Pen, items: Sequence[Prose | Call], level: int) -> list[Block]:
    blocks: list[Block] = []
    for item in items:
        if not holds(pen, item.when):
            continue
        if isinstance(item, Prose):
            spans = prose(pen, item)
            blocks.extend([Paragraph(spans)] if spans else [])
        else:
            spot = Spot(level, _first(blocks, level + 1), item.options)
            blocks.extend(BLOCKS[item.writer].write(pen, spot))
    return blocks


def _first(blocks: Sequence[Block], level: int) -> int:
    """The number of the next heading of a level."""
    return 1 + sum(isinstance(block, Heading) and block.level == level for block in blocks)


def prose(pen: Pen, item: Prose) -> Spans:
    """The sentences of one paragraph."""
    found: list[Span] = []
    for part in item.parts:
        if not holds(pen, part.when):
            continue
        if isinstance(part, Sentence):
            found.extend(_sentence(pen, part))
        else:
            found.extend(INLINE[part.writer].write(pen, Spot(options=part.options)))
    return tidy(found)


def _sentence(pen: Pen, sentence: Sentence) -> Spans:
    template = sentence.choices.get(_sign(pen, sentence.by) if sentence.by else "say")
    if template is None:
        return _waiting(pen, sentence)
    if sentence.optional and not all(_told(pen, part) for part in template if isinstance(part, Slot)):
        return ()
    return pen.say(template)


def _waiting(pen: Pen, sentence: Sentence) -> Spans:
    """A sentence whose choice nobody can make: the fact that decides is missing, or its sign has no words."""
    span = pen.figure(pen.facts.resolve(sentence.by))
    return (span, Text("。")) if isinstance(span, Pending) and not sentence.optional else ()


def _told(pen: Pen, slot: Slot) -> bool:
    return slot.name == "year" or pen.known(slot.name)


def _sign(pen: Pen, name: str) -> str:
    value = pen.facts.value(pen.facts.resolve(name))
    return "missing" if isinstance(value, Missing) else sign_of(value)


def holds(pen: Pen, conditions: Sequence[Condition]) -> bool:
    """Whether all conditions hold; a score that the scheme does not have is missing."""
    return all(_holds(pen, one) for one in conditions)


def _holds(pen: Pen, condition: Condition) -> bool:
    known = pen.known(condition.name)
    if condition.state in ("present", "missing"):
        return known is (condition.state == "present")
    if not known:
        return False
    sign = _sign(pen, condition.name)
    return sign != "zero" if condition.state == "nonzero" else sign == condition.state
