"""Problems and measures: each problem has one, for what it names, with an owner and a date; and there are some."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.points import Point, points
from jixiao.checks.document.claims.telling import one_of, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.outline import Outline
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.figures import FigureKind

_NAMED = re.compile(r"(?:如|例如|比如|包括|特别是|尤其是)[：:]?(?P<names>[^。；]{4,200})")
_SPLIT = re.compile(r"[、，,]|以及|等")
_IS_NAME = re.compile(r"^(?!.*(?:进度|执行率|较|不)).*(?:项目|资金|工程|专项|经费|支出)")
_OWNER = re.compile(
    r"牵头|责任(?:单位|部门|科室|处室|人)|由[^，。；]{2,16}(?:负责|落实|承办|组织实施)|[处科室部局]负责"
)
_DATE = re.compile(r"\d{1,2}\s*月|季度|[年月]底前|年内|上半年|下半年|20\d\d\s*年|每[月季周年]")
_NOTHING = re.compile(r"^(?:[一-鿿]{0,12}(?:没有|未|暂无|无|不存在)(?:发现)?[^，。]{0,8}(?:问题|不足)?|无)[。]?$")
_SLOW_RATE = re.compile(r"执行率|支出进度|支出率|完成率")
_MARKS = re.compile(r"[，。；：、,;:\s]+")
_NAME_LIKE = 5  # characters in a row that name the same project
_ENOUGH = 2
_OPEN_END = re.compile(r"[，。；：,;]")


def _parts(outline: Outline) -> tuple[list[Point], list[Point]]:
    return points(outline.part("问题")), points(outline.part("措施"))


@rule("XSC-12")
def each_problem_has_its_measure(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A problem that no measure takes up, and a measure that names nothing of what its problem names; each told once."""
    outline = paper.outline
    problems, measures = _parts(outline)
    if not problems or not measures or any(_NOTHING.match(problem.text) for problem in problems):
        return
    said = "\n".join(measure.text for measure in measures)
    topics = [topic for words in declared.table("topics").values() if (topic := re.compile(words)).search(said)]
    common, pairs = one_of(declared.words("common")), _runs(said, 2)
    paired = len(problems) == len(measures)  # the third measure is for the third problem, then
    taken = []
    for index, problem in enumerate(problems):
        own = _runs(common.sub("，", problem.lead), 2)
        beside = _runs(measures[index].text, 2) if paired else frozenset[str]()
        by_topic = any(topic.search(problem.lead) for topic in topics)
        taken.append((problem, by_topic or len(own & pairs) >= _ENOUGH or bool(own & beside)))
    left = [problem for problem, is_taken in taken if not is_taken]
    named = _runs(said, _NAME_LIKE)
    if left:
        names = tuple(quoted(problem.lead) for problem in left)
        grave = Severity.NOTE if paired else declared.severity
        yield tell(paper, declared, [problem.span for problem in left], "claim-no-measure", {"names": names}, grave)
    for problem, is_taken in taken:
        names = _names(problem.text) if is_taken else ()
        if names and not any(_runs(name, _NAME_LIKE) & named for name in names):
            values = {"problem": quoted(problem.lead), "names": tuple(quoted(name) for name in names)}
            yield tell(paper, declared, [problem.span], "claim-generic-measure", values, Severity.NOTE)
            return


def _runs(text: str, length: int) -> frozenset[str]:
    """Every run of so many characters in which no mark stands."""
    parts = (part for part in _MARKS.split(text) if len(part) >= length)
    return frozenset(part[index : index + length] for part in parts for index in range(len(part) - length + 1))


def _names(text: str) -> tuple[str, ...]:
    found = [name.strip() for match in _NAMED.finditer(text) for name in _SPLIT.split(match["names"])]
    return tuple(name for name in found if len(name) >= 6 and _IS_NAME.search(name))


@rule("XSC-11")
def slow_is_slow(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A clause among the problems calls a project slow and prints a rate that is not low."""
    outline = paper.outline
    slow = one_of(declared.words("words"))
    inside = {id(passage) for section in outline.part("问题") for passage in section.passages}
    for sentence in paper.view.sentences:
        if id(sentence.passage) not in inside:
            continue
        for mention in sentence.mentions:
            number = mention.figure.number
            if mention.kind is not FigureKind.PERCENT or number is None or not declared.figure("rate") <= number < 1:
                continue
            after = mention.after.lstrip("，,（）()")
            said = slow.search(_OPEN_END.split(after)[0]) or slow.search(mention.label)
            if said and _SLOW_RATE.search(mention.label) and not re.match("但|然而|其中|不过|部分|个别", after):
                values = {"words": said.group(), "rate": quoted(mention.written)}
                yield tell(paper, declared, [mention.span], "claim-not-slow", values)


@rule("CMP-18")
def measures_have_owner_and_date(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Told once for all measures of a report: nobody is named, or no date is."""
    outline = paper.outline
    measures = points(outline.part("措施")) if outline.is_report else []
    owned = [bool(_OWNER.search(measure.text)) for measure in measures]
    dated = [bool(_DATE.search(measure.text)) for measure in measures]
    if measures and not (any(owned) and any(dated)):
        values = {"number": len(measures), "owned": sum(owned), "dated": sum(dated)}
        yield tell(paper, declared, [measure.span for measure in measures], "claim-owner", values)


@rule("CMP-06")
def problems_and_measures_are_told(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """The part on problems or on measures is empty, or says that there are none although something was not done."""
    outline = paper.outline
    if not outline.is_report:
        return
    for name, message in (("问题", "claim-no-problems"), ("措施", "claim-no-measures")):
        sections = outline.part(name)
        headings = [section.heading for section in sections if section.heading is not None]
        listed = points(sections)
        if not headings:
            continue
        nothing = next((point for point in listed if _NOTHING.match(point.text.strip())), None)
        if not any(section.blocks for section in sections):
            yield tell(paper, declared, [headings[0].span(0, len(headings[0].text))], message)
        elif nothing is not None and len(listed) == 1 and not _flawless(paper, declared):
            yield tell(paper, declared, [nothing.span], message)


def _flawless(paper: Paper, declared: Declaration) -> bool:
    """Whether every printed score and rate is so near to full that a report may know no problem."""
    scores = [
        m.figure.number for m in paper.view.mentions if m.figure.unit == "分" and re.search("总分|自评得分", m.label)
    ]
    rates = [
        m.figure.number for m in paper.view.mentions if m.kind is FigureKind.PERCENT and _SLOW_RATE.search(m.label)
    ]
    least_score, least_rate = declared.figure("total"), declared.figure("rate")
    return all(n is not None and n >= least_score for n in scores) and all(
        n is not None and n >= least_rate for n in rates
    )
