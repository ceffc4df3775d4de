"""What divisions and units wrote themselves, put in its place: grouped by unit, figures in it live."""

from __future__ import annotations

from jixiao.facts.narrative import Narrative
from jixiao.figures import section_mark
from jixiao.reports.model import Block, Heading
from jixiao.reports.writing.pen import Pen, first_or, paragraphs
from jixiao.reports.writing.spot import Spot


def narratives(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """The paragraphs of a slot in the order entered. Option `slot` names it."""
    slot = spot.option("slot")
    return _paragraphs(pen, [item.no for item in pen.year.narrative if item.slot == slot])


def narratives_by_unit(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """The paragraphs of a slot under a numbered heading for each unit; those of no unit come first without one."""
    slot = spot.option("slot")
    groups = _by_unit(pen, [item for item in pen.year.narrative if item.slot == slot])
    blocks: list[Block] = []
    number = spot.first
    for unit, items in groups:
        if unit:
            blocks.append(Heading(spot.below, section_mark(number, spot.below) + pen.unit_name(unit)))
            number += 1
        blocks.extend(_paragraphs(pen, [item.no for item in items]))
    return tuple(blocks)


def _paragraphs(pen: Pen, keys: list[str]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for key in keys:
        item = pen.facts.rows.named("narrative", key)
        heading = first_or(item.heading) if item is not None else ""
        lead = pen.say("{words}", words=heading.rstrip("。：:") + "。") if heading else ()
        blocks.extend(paragraphs(lead + pen.written("narrative", key, "text")))
    return tuple(blocks)


def _by_unit(pen: Pen, items: list[Narrative]) -> list[tuple[str, list[Narrative]]]:
    """Paragraphs by unit in the order of the units' sheet; those of no unit come first."""
    order = ["", *(unit.unit for unit in pen.year.unit)]
    groups: dict[str, list[Narrative]] = {}
    for item in items:
        groups.setdefault(first_or(item.unit), []).append(item)
    keys = sorted(groups, key=lambda key: order.index(key) if key in order else len(order))
    return [(key, groups[key]) for key in keys]
