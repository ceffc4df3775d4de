"""Years and dates of a report: staff at another date, 今年 for a year that is over, another year in a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.model import Passage, Sort, Span

_STAFF = re.compile(
    r"(?:在职|在编|实有|年末)(?:实有)?(?:人员|人数|职工|教职工|在职人员|在职人数)?\s*(?:共|为|共有|合计)?$"
)
_DATED = re.compile(r"截至|截止|年末|年底|12\s*月\s*31\s*日|12\s*月底|期末")
_OTHER_DATE = re.compile(
    r"(?:截至|截止)[^，。；]{0,8}?(?:20\d\d\s*年)?\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日|底|末)?"
)
_YEAR = re.compile(r"20\d\d(?=\s*年)")
_COMPARED = re.compile(r"较|比|上年|整改|至|-|—|—|～|以来|规划|计划")
_LAST_MONTH = 12


@rule("TIM-02")
def staff_is_counted_at_the_end_of_the_year(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Staff in service without any date, or at one that is not the end of the year; of a report, once."""
    if not paper.outline.is_report:
        return
    for passage, sentences in paragraphs(paper):
        for sentence in sentences:
            for mention in sentence.mentions:
                if mention.figure.unit not in ("人", "名") or not _STAFF.search(mention.label):
                    continue
                other = _OTHER_DATE.search(passage.text)
                if other and int(other["month"]) < _LAST_MONTH:
                    spans = [mention.span, passage.span(*other.span())]
                    values = {"found": quoted(mention.written), "date": quoted(other.group())}
                    yield tell(paper, declared, spans, "claim-staff-date", values)
                elif not _DATED.search(passage.text):
                    found = quoted(mention.written)
                    yield tell(paper, declared, [mention.span], "claim-staff-undated", {"found": found}, Severity.NOTE)
                return


@rule("TIM-09")
def the_year_is_named(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """今年 and 去年 in a report that is read a year later; told once. Plans for what comes and speeches are left alone."""
    outline = paper.outline
    if not outline.is_report:
        return
    words = one_of(declared.words("words"))
    plans = {id(passage) for section in outline.part("措施") for passage in section.passages}
    spans: list[Span] = []
    said: list[str] = []
    for passage in paper.passages:
        if id(passage) in plans:
            continue
        for match in words.finditer(passage.text):
            spans.append(passage.span(*match.span()))
            said.append(match.group())
    if spans:
        yield tell(paper, declared, spans, "claim-loose-year", {"words": said[0], "number": len(spans)})


@rule("XSC-14")
def headings_name_the_year_of_the_report(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A heading or the caption of a table names another year than the report is about, and compares nothing."""
    outline = paper.outline
    if not outline.is_report or not outline.year:
        return
    captions = {table.caption for table in paper.document.tables if table.caption}
    headings = [passage for passage in paper.passages if passage.sort is Sort.HEADING or passage.text in captions]
    for heading in headings:
        other = _other_year(heading, outline.year)
        if other is not None:
            values = {"found": heading.text[slice(*other)], "year": outline.year, "heading": quoted(heading.text)}
            yield tell(paper, declared, [heading.span(*other)], "claim-heading-year", values)


def _other_year(heading: Passage, year: int) -> tuple[int, int] | None:
    """The year before, alone in a heading: what a text left from last year's report has."""
    found = list(_YEAR.finditer(heading.text))
    if len(found) != 1 or int(found[0].group()) != year - 1 or _COMPARED.search(heading.text):
        return None
    return found[0].span()
