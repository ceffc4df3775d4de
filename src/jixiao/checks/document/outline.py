"""What kind of document a paper is, and where its parts stand: background, conclusion, results, problems, measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from itertools import takewhile

from jixiao.checks.catalogue import review_catalogue
from jixiao.documents.model import Block, Document, Passage, Sort

_LINE = 60  # characters of a title
_OPENING = 8  # passages among which a title is looked for
_ENOUGH = 3  # parts whose headings make a report of a text that says 自评
_WITH_TITLE = 2  # and of one that calls itself a self-evaluation report
_TITLE = re.compile(r"自评(?:价)?报告|自我评价报告|绩效自评")
_SELF = re.compile(r"自评|自我评价")
_PROJECT = re.compile(r"项目|专项|转移支付|资金")
_ACCOUNTS = re.compile(r"部门决算|部门预算|[决预]算公开|决算说明")
_OTHER_PAPER = re.compile(r"名词解释|决算总表|决算表$|预算总表")
_YEAR = re.compile(r"(20[0-9]{2})\s*年")
_YEAR_OF = re.compile(r"(20[0-9]{2})\s*年度")


class Kind(StrEnum):
    """What a paper is."""

    WHOLE = "whole"  # self-evaluation of a department's or unit's whole expenditure
    PROJECT = "project"  # self-evaluation of projects or transfers
    OTHER = "other"  # anything else, or an extract


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it before the next one.

    Attributes:
        above: the headings over it, outermost first, its own last; empty for what stands before the first heading.
        blocks: its passages and tables.
        parts: the parts of a report that the innermost heading with such words names.
    """

    above: tuple[Passage, ...]
    blocks: tuple[Block, ...]
    parts: tuple[str, ...]

    @property
    def heading(self) -> Passage | None:
        """Its own heading."""
        return self.above[-1] if self.above else None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Its running text."""
        return tuple(block for block in self.blocks if isinstance(block, Passage))


@dataclass(frozen=True)
class Outline:
    """A paper by its headings.

    Attributes:
        sections: every heading with its text, in reading order.
        kind: what the paper is; completeness is asked only of a self-evaluation report.
        year: the year that it is about, 0 where it does not say.
    """

    sections: tuple[Section, ...]
    kind: Kind
    year: int

    @property
    def is_report(self) -> bool:
        """Whether it is a whole self-evaluation report."""
        return self.kind is not Kind.OTHER

    def part(self, name: str) -> tuple[Section, ...]:
        """The sections of a part, empty where no heading names it."""
        return tuple(section for section in self.sections if name in section.parts)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """For every part the index of the first section under a heading of the first two levels that names it."""
        found: dict[str, int] = {}
        for index, section in enumerate(self.sections):
            if section.heading is not None and section.heading.level <= 2:
                for name in parts_of(section.heading.text):
                    found.setdefault(name, index)
        return found


def outline_of(document: Document) -> Outline:
    """The outline of a document."""
    sections = tuple(_sections(document))
    named = {name for section in sections for name in section.parts}
    return Outline(sections, _kind(document, sections, named), _year(document))


@cache
def _words() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in review_catalogue()["CMP-01"].table("parts").items()}


def parts_of(heading: str) -> tuple[str, ...]:
    """The parts of a report that a heading names.

    Example:
        >>> parts_of("三、存在的问题及改进措施")
        ('问题', '措施')
    """
    return tuple(name for name, words in _words().items() if words.search(heading))


def _sections(document: Document) -> list[Section]:
    above: tuple[Passage, ...] = ()
    blocks: list[Block] = []
    found: list[Section] = []
    for block in document.blocks:
        if isinstance(block, Passage) and block.sort is Sort.HEADING:
            if above or blocks:
                found.append(Section(above, tuple(blocks), _named(above)))
            above = (*(heading for heading in above if heading.level < block.level), block)
            blocks = []
        else:
            blocks.append(block)
    if above or blocks:
        found.append(Section(above, tuple(blocks), _named(above)))
    return found


def _named(above: tuple[Passage, ...]) -> tuple[str, ...]:
    return next((parts for heading in reversed(above) if (parts := parts_of(heading.text))), ())


def _opening(document: Document) -> str:
    """The lines of a title: what stands before the first numbered heading, and the name of the file."""
    first = [passage for passage, _ in zip(document.passages(), range(_OPENING), strict=False)]
    lines = takewhile(lambda passage: not (passage.mark and passage.sort is Sort.HEADING), first)
    return "\n".join([document.name, *(line.text for line in lines if len(line.text) <= _LINE)])


def _kind(document: Document, sections: tuple[Section, ...], named: set[str]) -> Kind:
    headings = [section.heading.text for section in sections if section.heading is not None]
    opening = _opening(document)
    titled = bool(_TITLE.search(opening))
    if any(_OTHER_PAPER.search(heading) for heading in headings) or (not titled and _ACCOUNTS.search(opening)):
        return Kind.OTHER
    said = titled or any(_SELF.search(passage.text) for passage in document.passages())
    if not said or len(named) < (_WITH_TITLE if titled else _ENOUGH):
        return Kind.OTHER
    if "整体" in opening:
        return Kind.WHOLE
    project = _PROJECT.search(opening) or not any("整体支出" in passage.text for passage in document.passages())
    return Kind.PROJECT if project else Kind.WHOLE


def _year(document: Document) -> int:
    titled = _YEAR.search(_opening(document))
    if titled:
        return int(titled[1])
    years = Counter(year for passage in document.passages() for year in _YEAR_OF.findall(passage.text))
    return int(years.most_common(1)[0][0]) if years else 0
