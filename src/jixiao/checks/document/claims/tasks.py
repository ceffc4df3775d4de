"""Key tasks that are announced and of which nothing is told among the results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.points import Point, listed_in, points
from jixiao.checks.document.claims.telling import one_of, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.outline import Outline
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Table

_ANNOUNCED = re.compile(r"(?:重点|主要|着力|全力)[^，。；：]{0,8}(?:工作|任务|抓好|做好|完成)")
_MARK = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,2}是|其.|第.{1,2}[，,、是]|[（(]?\d{1,2}[)）.．、]|[①-⑩])")
_MOST = 40  # tasks
_NAME = 4  # characters in a row that name the same thing
_SAYS = 2  # pairs of characters that a task needs to be recognised by, and a paragraph to take it up
_MARKS = re.compile(r"[，。；：、,;:“”\"（）()《》\s]+")


@rule("XSC-07")
def announced_tasks_are_accounted_for(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Told once: the announced tasks whose words no paragraph of the results takes up. Some may be told in other words."""
    outline = paper.outline
    tasks = _tasks(outline)
    told = _results(outline)
    if len(tasks) < 2 or not told:
        return
    common = one_of(declared.words("common"))
    paragraphs = [_runs(text, common, 2) for text in told]
    names = frozenset[str]().union(*(_runs(text, common, _NAME) for text in told))
    share = declared.figure("share")
    missing = []
    for task in tasks[:_MOST]:
        lead = _MARK.sub("", task.lead)
        own = _runs(lead, common, 2)
        if _runs(lead, common, _NAME) & names:
            continue
        taken_up = max(len(own & pairs) for pairs in paragraphs)
        if len(own) >= _SAYS and (taken_up < _SAYS or taken_up < share * len(own)):
            missing.append(task)
    if missing:
        values = {
            "number": len(tasks),
            "missing": len(missing),
            "names": tuple(quoted(_MARK.sub("", task.lead)) for task in missing),
        }
        yield tell(paper, declared, [task.span for task in missing], "claim-tasks", values)


def _tasks(outline: Outline) -> list[Point]:
    sections = outline.part("任务")
    for section in sections:
        for passage in section.passages:
            if _ANNOUNCED.search(passage.text[:40]) and (inside := listed_in(passage)):
                return inside
    found = points(sections)
    marked = [point for point in found if _MARK.match(point.text) or point.passage.mark]
    return marked if len(marked) >= 2 else []


def _results(outline: Outline) -> Sequence[str]:
    """Every paragraph and table row of the results."""
    found: list[str] = []
    for section in outline.sections:
        if "完成" not in section.parts:
            continue
        for block in section.blocks:
            if isinstance(block, Table):
                found += [" ".join(cell.text for cell in row if cell is not None) for row in block.rows()]
            else:
                found.append(block.text)
        if section.heading is not None and found:
            found.append(section.heading.text)
    return found


def _runs(text: str, common: re.Pattern[str], length: int) -> frozenset[str]:
    """Every run of so many characters that says something: no mark and no common word in it."""
    found: set[str] = set()
    for part in _MARKS.split(common.sub(" ", text)):
        found.update(part[index : index + length] for index in range(len(part) - length + 1))
    return frozenset(found)
