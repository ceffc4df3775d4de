"""Key projects: their steps, their money this year and in all, how far the works are, what was promised and reached."""

from __future__ import annotations

from jixiao.facts.money import Milestone, Project
from jixiao.figures import MISSING, Missing, Money, section_mark
from jixiao.reports.model import Block, Heading, Paragraph, Spans, Text
from jixiao.reports.writing.indicators import indicator_words, owned
from jixiao.reports.writing.lists import NAMED
from jixiao.reports.writing.pen import Pen, bare, first_or, joined, paragraphs
from jixiao.reports.writing.spot import Spot


def key_projects(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """One heading a key project, or the sentence that there is none."""
    chosen = [item for item in pen.year.project if item.key_task is True]
    if not chosen:
        return (Paragraph(pen.say("本年度没有按重点任务单独评价的项目。")),)
    blocks: list[Block] = []
    if len(chosen) > NAMED:
        blocks.append(
            Paragraph(pen.say("重点项目共{重点项目个数}个，以下为全年预算最大的几个，其余列在附件的项目自评汇总表。"))
        )
        largest = sorted(chosen, key=lambda item: _size(pen, item), reverse=True)[:NAMED]
        chosen = [item for item in chosen if item in largest]
    for number, item in enumerate(chosen, spot.first):
        blocks.append(Heading(spot.below, section_mark(number, spot.below) + first_or(item.name, item.project)))
        blocks.extend(_project(pen, item))
    return tuple(blocks)


def _size(pen: Pen, item: Project) -> Money:
    full = pen.value("project", item.project, "full")
    return full if isinstance(full, Money) else Money.zero()


def _project(pen: Pen, item: Project) -> list[Block]:
    key = item.project
    blocks: list[Block] = []
    steps = _milestones(pen, key)
    if steps:
        blocks.append(Paragraph(steps))
    money = pen.say("该项目{year}年度预算{full}万元，支出决算{spent}万元", "project", key)
    money += pen.say("。") if pen.baseless("project", key, "rate") else pen.say("，执行率{rate}。", "project", key)
    blocks.append(Paragraph(money + _in_all(pen, key)))
    blocks.extend(paragraphs(pen.say("年度绩效目标：") + pen.written("project", key, "objective")))
    blocks.extend(paragraphs(pen.say("实际完成情况：") + pen.written("project", key, "result")))
    indicators = owned(pen, [key])
    if indicators:
        blocks.append(Paragraph(pen.say("指标完成情况：{words}。", words=indicator_words(pen, indicators))))
    for name, lead in (("deviation", "偏差原因："), ("problem", "存在问题："), ("remedy", "改进措施：")):
        if pen.known(name, "project", key):
            blocks.extend(paragraphs(pen.say(lead) + pen.written("project", key, name)))
    return blocks


def _in_all(pen: Pen, key: str) -> Spans:
    """Total investment, cumulative payment and physical progress, as far as they were told."""
    told = [
        pen.say(sentence, "project", key)
        for name, sentence in (
            ("total_investment", "项目总投资{total_investment}万元"),
            ("cumulative_paid", "截至年底累计支付{cumulative_paid}万元"),
            ("physical_progress", "工程形象进度{physical_progress}"),
        )
        if not isinstance(pen.value("project", key, name), Missing)
    ]
    return pen.say("{told}。", told=joined(told, "，")) if told else ()


def _milestones(pen: Pen, key: str) -> Spans:
    """Steps done, in order of the sheet; then those that are only planned."""
    own = [item for item in pen.year.milestone if item.project == key]
    done = [_step(pen, item, "done") for item in own if item.done is not MISSING]
    ahead = [_step(pen, item, "planned") for item in own if item.done is MISSING and item.planned is not MISSING]
    said = pen.say("项目进展：{steps}。", steps=joined(done, "，")) if done else ()
    return said + (pen.say("尚待完成的节点：{steps}。", steps=joined(ahead, "，")) if ahead else ())


def _step(pen: Pen, item: Milestone, name: str) -> Spans:
    words: Spans = (Text(item.name),)
    if isinstance(item.note, str) and name == "done":
        words = bare(pen.written("milestone", item.project, item.name, "note"))
    return pen.say("{on}{words}", on=pen.at("milestone", item.project, item.name, name), words=words)
