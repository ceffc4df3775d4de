"""Problems with the figures behind them, the measures that answer them, and what became of last year's problems."""

from __future__ import annotations

from jixiao.figures import Missing, section_mark
from jixiao.reports.model import Block, Heading, Paragraph, Pending, Span, Spans, Text
from jixiao.reports.writing.indicators import actual
from jixiao.reports.writing.lists import named
from jixiao.reports.writing.pen import Pen, bare, first_or, joined, listed, paragraphs, quoted
from jixiao.reports.writing.spot import Spot


def problems(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """Each problem: what it is, the projects and points that it cost, and its cause."""
    if not pen.year.problem:
        return (Paragraph((Pending("存在的主要问题", pen.facts.at("department", "count/problem")),)),)
    blocks: list[Block] = [Paragraph(pen.say("自评发现的主要问题有{department/count/problem}个。"))]
    for number, item in enumerate(pen.year.problem, spot.first):
        blocks.append(Heading(spot.below, section_mark(number, spot.below) + first_or(item.title, item.no)))
        blocks.extend(paragraphs(pen.written("problem", item.no, "text")))
        figures = _projects(pen, item.no, listed(item.projects)) + _lines(pen, listed(item.lines))
        if figures:
            blocks.append(Paragraph(figures))
        blocks.extend(paragraphs(pen.say("主要原因：") + pen.written("problem", item.no, "cause")))
    return tuple(blocks)


def _projects(pen: Pen, problem: str, keys: tuple[str, ...]) -> Spans:
    whole = (pen.facts.at("problem", problem, "count/project"), "个项目")
    return (
        pen.say("涉及项目：{told}。", told=named(pen, keys, lambda key: _project(pen, key), whole, "；"))
        if keys
        else ()
    )


def _project(pen: Pen, key: str) -> Spans:
    project = pen.facts.rows.named("project", key)
    if project is None:
        return (Pending(f"项目{quoted(key)}"),)
    unit, name = pen.unit_name(project.unit), first_or(project.name, key)
    said = pen.say("{unit}“{name}”全年预算{full}万元、支出{spent}万元", "project", key, unit=unit, name=name)
    if pen.baseless("project", key, "rate"):
        return said
    return said + pen.say("、执行率{rate}", "project", key)


def _lines(pen: Pen, codes: tuple[str, ...]) -> Spans:
    known = {} if pen.card is None else {line.code: line for line in pen.card.lines}
    told: list[Spans] = []
    for code in codes:
        if code in known:
            name = known[code].name
            told.append(pen.say("{code}“{name}”扣{lost}分", code=code, name=name, lost=pen.at("lost", code)))
        elif (item := pen.facts.rows.named("indicator", code)) is not None:
            told.append(pen.say("指标“{name}”完成{value}", name=first_or(item.name, code), value=actual(pen, item)))
        else:
            told.append((Text(code),))
    return pen.say("涉及评分：{told}。", told=joined(told, "；")) if told else ()


def measures(pen: Pen, spot: Spot) -> tuple[Block, ...]:
    """Each measure with the problem that it answers, its owner and its due date; problems without one are shown."""
    titles = {item.no: first_or(item.title, item.no) for item in pen.year.problem}
    blocks: list[Block] = []
    for number, item in enumerate(pen.year.measure, spot.first):
        title = first_or(item.title, item.no)
        blocks.append(Heading(spot.below, section_mark(number, spot.below) + title))
        answers = "".join(quoted(titles.get(key, key)) for key in listed(item.problems))
        lead = pen.say("针对{answers}问题：", answers=answers) if answers else ()
        blocks.extend(paragraphs(lead + pen.written("measure", item.no, "text")))
        blocks.append(Paragraph(_who_and_when(pen, item.no)))
    answered = {key for item in pen.year.measure for key in listed(item.problems)}
    for key, title in titles.items():
        if key not in answered:
            blocks.append(Paragraph((Pending(f"针对{quoted(title)}的改进措施"),)))
    return tuple(blocks) or (Paragraph((Pending("改进措施"),)),)


def _who_and_when(pen: Pen, key: str) -> Spans:
    """Owner and due date; nobody invents them."""
    owner, due = (_asked(pen, key, name, what) for name, what in (("owner", "责任人"), ("due", "完成期限")))
    return pen.say("责任人：{owner}；完成期限：{due}。", owner=owner, due=due)


def _asked(pen: Pen, key: str, name: str, what: str) -> Span:
    """A field under its own heading, so that 待填 need not repeat whose it is."""
    where = pen.facts.at("measure", key, name)
    return Pending(what, where) if isinstance(pen.facts.value(where), Missing) else pen.figure(where)


def followups(pen: Pen, _spot: Spot) -> tuple[Block, ...]:
    """Last year's problems and what became of them, in one paragraph each."""
    blocks: list[Block] = []
    for item in pen.year.followup:
        said = pen.say(
            "上年提出：{text}（{state}）。",
            text=bare(pen.written("followup", item.no, "text")),
            state=pen.at("followup", item.no, "state"),
        )
        blocks.extend(paragraphs(said + pen.say("整改情况：") + pen.written("followup", item.no, "result")))
    return tuple(blocks)
