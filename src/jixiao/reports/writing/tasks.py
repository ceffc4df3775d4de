"""Key tasks: the numbered list of the year, and each task with its money, its result and its indicators."""

from __future__ import annotations

from fractions import Fraction

from jixiao.facts.performance import Indicator
from jixiao.figures import Ratio, section_mark, write_chinese
from jixiao.reports.model import Block, Heading, Paragraph, Pending, Spans
from jixiao.reports.writing.indicators import indicator_words, owned
from jixiao.reports.writing.lists import TOLD
from jixiao.reports.writing.pen import Pen, first_or, joined, listed, paragraphs, stopped, tidy
from jixiao.reports.writing.scores import DEPARTMENT
from jixiao.reports.writing.spot import Spot

MANY, FEW = 6, 3
"""Above so many projects, only so many of the slowest are named."""


def task_list(pen: Pen, _spot: Spot) -> Spans:
    """How many key tasks there are and what they are called, as in the objective form."""
    if not pen.year.task:
        return (Pending("年度重点工作任务", pen.facts.at("department", "count/task")),)
    names = [
        pen.say("{no}是{name}", no=write_chinese(number), name=first_or(item.name, item.no))
        for number, item in enumerate(pen.year.task, 1)
    ]
    return pen.say("{year}年度确定重点工作任务{department/count/task}项：{names}。", names=joined(names, "；"))


def task_results(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """Each task: planned money, expected, reached, the projects behind it and their indicators."""
    blocks: list[Block] = []
    for number, item in enumerate(pen.year.task, spot.first):
        blocks.append(Heading(spot.below, section_mark(number, spot.below) + first_or(item.name, item.no)))
        plan = pen.say("计划投入{money}万元。", "task", item.no) if pen.known("money", "task", item.no) else ()
        if pen.known("expected", "task", item.no):
            plan += pen.say("预期目标：{words}", words=stopped(pen.written("task", item.no, "expected")))
        if plan:
            blocks.append(Paragraph(plan))
        blocks.extend(paragraphs(pen.say("完成情况：") + pen.written("task", item.no, "result")))
        behind = _projects(pen, item.no, listed(item.projects))
        if behind:
            blocks.append(Paragraph(behind))
    return tuple(blocks)


def _projects(pen: Pen, task: str, keys: tuple[str, ...]) -> Spans:
    """The projects behind a task with their rates, and the indicators that matter: a long list would not be read."""
    names = {item.project: first_or(item.name, item.project) for item in pen.year.project}
    known = [key for key in keys if key in names]
    if not known:
        return ()
    lead, told = pen.say("对应项目"), known
    if len(known) > MANY:
        lead = pen.say("对应项目{count/project}个，执行率较低的有", "task", task)
        told = sorted(known, key=lambda key: _rate(pen, key))[:FEW]
    said = (*lead, *joined([_with_rate(pen, key, names[key]) for key in told]), *pen.say("。"))
    indicators = _telling(pen, owned(pen, known))
    if indicators:
        said += pen.say("主要指标：{words}。", words=indicator_words(pen, indicators[:TOLD]))
    if len(indicators) > TOLD:
        said += pen.say("其余指标{count/rest}项，见项目自评表。", "task", task)
    return tidy(said)


def _with_rate(pen: Pen, key: str, name: str) -> Spans:
    if pen.baseless("project", key, "rate"):
        return pen.say("{name}（没有预算）", name=name)
    return pen.say("{name}（执行率{rate}）", "project", key, name=name)


def _rate(pen: Pen, key: str) -> tuple[bool, Fraction]:
    """Projects without a rate come last."""
    rate = pen.value("project", key, "rate")
    return (False, rate.value) if isinstance(rate, Ratio) else (True, Fraction(0))


def _telling(pen: Pen, items: list[Indicator]) -> list[Indicator]:
    """The most telling first: missed, then those that the department's own objective repeats, then one of each project."""
    repeated = {item.same_as for item in owned(pen, [DEPARTMENT])}
    first = {item.owner: item.no for item in reversed(items)}

    def rank(item: Indicator) -> int:
        if pen.facts.at("indicator", item.no, "lost") in pen.facts:
            return 0
        return 1 if item.no in repeated else 2 if first[item.owner] == item.no else 3

    return sorted(items, key=rank)
