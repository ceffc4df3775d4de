"""Performance management of the year: objectives, the rules that were followed, and what was monitored and evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.facts.narrative import Policy
from jixiao.reports.model import Block, Paragraph, Pending, Spans
from jixiao.reports.writing.pen import Pen, paragraphs
from jixiao.reports.writing.spot import Spot


def objectives(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """The objectives of the year as approved, and how far they were met."""
    if not pen.year.objective:
        return (Paragraph((Pending("部门整体绩效目标"),)),)
    blocks: list[Block] = []
    for item in pen.year.objective:
        blocks.extend(paragraphs(pen.say("年度部门整体绩效目标：") + pen.written("objective", item.no, "text")))
        blocks.extend(paragraphs(pen.say("目标实际完成情况：") + pen.written("objective", item.no, "result")))
    return tuple(blocks)


def policies(pen: Pen, _spot: Spot) -> Spans:
    """The rules that were followed, those of the department itself apart."""
    others = [item for item in pen.year.policy if item.own is not True]
    own = [item for item in pen.year.policy if item.own is True]
    said: Spans = ()
    if others:
        said += pen.say("绩效管理依照{names}等上级制度开展。", names=_titles(others))
    if own:
        said += pen.say("本部门另行制定{names}。", names=_titles(own))
    return said or (Pending("绩效管理制度"),)


def _titles(items: Sequence[Policy]) -> str:
    """Titles stand side by side; with document numbers between them they need a mark."""
    told = [f"《{item.title}》" + (f"（{item.number}）" if isinstance(item.number, str) else "") for item in items]
    return ("、" if any(isinstance(item.number, str) for item in items) else "").join(told)
