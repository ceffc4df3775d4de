"""The conclusion: the total with its parts, plus and minus items, the grade, and how much was lost where."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.figures import Missing, Score
from jixiao.reports.model import Block, Paragraph, Pending, Spans
from jixiao.reports.writing.changes import against
from jixiao.reports.writing.losses import lost_words, wanted
from jixiao.reports.writing.pen import Pen, first_or, joined, tidy
from jixiao.reports.writing.scores import has_lost, lost_lines
from jixiao.reports.writing.spot import Spot
from jixiao.scoring import Line, Part


def conclusion(pen: Pen, spot: Spot) -> Spans:
    """Total, parts, plus and minus items, grade. Option `order`: names of parts in the order of the place."""
    if pen.card is None:
        return (Pending("自评得分"),)
    change = against(pen, "score", "total")
    order = list(spot.options.get("order", ()))
    nodes = sorted(pen.card.nodes, key=lambda node: order.index(node.name) if node.name in order else len(order))
    return pen.say(
        "{who}{year}年度部门整体支出绩效自评总分{score/total}分，满分{points/total}分。{parts}，{plus}，自评等级为“{score/grade}”{change}。",
        who=pen.department,
        parts=_scores(pen, nodes),
        plus=_plus_and_minus(pen),
        change=pen.say("，总分比上年{change}", change=change) if change else (),
    )


def _scores(pen: Pen, nodes: Sequence[Part | Line]) -> Spans:
    return joined(
        [pen.say("{name}自评得分{figure}分", name=node.name, figure=pen.at("score", node.code)) for node in nodes], "，"
    )


def _plus_and_minus(pen: Pen) -> Spans:
    items = pen.year.bonus
    if not items:
        return pen.say("无其他加减分项")
    told = []
    for item in items:
        word = "减分" if isinstance(item.points, Score) and item.points < Score.zero() else "加分"
        basis = f"（{item.document}）" if isinstance(item.document, str) else ""
        told.append(
            pen.say(
                f"“{{name}}”{word}{{points|abs}}分{{basis}}", "bonus", item.no, name=first_or(item.name), basis=basis
            )
        )
    return pen.say("加减分项有{items}，合计计入{score/adjustments}分", items=joined(told))


def lost_summary(pen: Pen, _spot: Spot) -> Spans:
    """How much was lost, over how many lines; or that nothing was; or which lines still wait for data."""
    if pen.card is None:
        return ()
    waiting = [line for line in pen.card.lines if isinstance(line.score, Missing)]
    if waiting:
        told = [pen.say("“{name}”缺{what}", name=line.name, what=wanted(pen, line)) for line in waiting]
        return pen.say("尚未评定的评分项：{told}。", told=joined(told, "；"))
    if not lost_lines(pen):
        return pen.say("各评分项均得满分，没有失分。")
    return pen.say("共失分{lost/total}分，涉及{lost/count}个评分项。")


def lost_points(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """One paragraph for each line that lost points: how much, why, and which indicators or items are behind it."""
    return tuple(Paragraph(lost_words(pen, line)) for line in lost_lines(pen))


def part_scores(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """One part of the table: its score, the scores of what stands under it, and its losses. Option `part`: its name."""
    name = spot.option("part")
    node = next((node for node in pen.card.nodes if node.name == name), None) if pen.card is not None else None
    if node is None:
        return (Paragraph((Pending(f"{name}得分"),)),)
    said = pen.say(
        "{name}满分{full}分，自评得分{score}分",
        name=node.name,
        full=pen.at("points", node.code),
        score=pen.at("score", node.code),
    )
    children = node.children if isinstance(node, Part) else ()
    if children:
        said += pen.say("。其中：{scores}", scores=_scores(pen, children))
    lost = [line for line in lost_lines(pen) if line.path[:1] == (name,) and has_lost(line)]
    return (Paragraph(tidy((*said, *pen.say("。")))), *(Paragraph(lost_words(pen, line)) for line in lost))
