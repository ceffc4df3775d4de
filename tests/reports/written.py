"""Reports to test: departments from a few rows or from the examples, scored and composed; and reports as plain lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jixiao.exchange.source import read_source
from jixiao.facts import DepartmentYear, Facts, Kind
from jixiao.facts.building import Raw, build_year
from jixiao.reports.model import Block, Chart, Heading, Live, Paragraph, Report, Span, Spans, Table, Text, spans_of
from jixiao.reports.writing import compose, outline_for, reporting_pen
from jixiao.reports.writing.pen import Pen
from jixiao.rules.registry import registry
from jixiao.rules.schemes import choose_scheme, load_scheme
from jixiao.scoring import Scorecard, project_cards, score

ROOT = Path(__file__).parents[2]
Cell = str | bool | None


@dataclass(frozen=True)
class Written:
    """A department with its cards and its report."""

    facts: Facts
    card: Scorecard | None
    cards: tuple[Scorecard, ...]
    report: Report

    @property
    def pen(self) -> Pen:
        return reporting_pen(self.facts, self.card, self.cards)


def department(rows: Mapping[str, Sequence[Mapping[str, Cell]]]) -> DepartmentYear:
    """A department-year from rows by subject; the cover of 青溪县水务局 2024 unless another is given."""
    cover = {"year": "2024", "department": "青溪县水务局", "short": "县水务局"}
    given = {"cover": [cover], **rows}
    raw = {name: [{key: Raw(value) for key, value in row.items()} for row in told] for name, told in given.items()}
    built = build_year(raw, registry())
    assert built.year is not None
    assert [problem for problem in built.problems if problem.message_id != "build-required"] == []
    return built.year


@cache
def example(name: str) -> DepartmentYear:
    """A department-year of the examples."""
    built = read_source(ROOT / "examples" / name, registry())
    assert built.year is not None
    return built.year


def write(year: DepartmentYear) -> Written:
    """Score a department-year under the scheme that its cover names and write its report."""
    facts = Facts(year, registry())
    cover = year.cover
    scheme = cover.scheme if isinstance(cover.scheme, str) else choose_scheme("", "department", year.year).id
    card = score(facts, load_scheme(scheme))
    cards = tuple(project_cards(facts).values())
    return Written(facts, card, cards, compose(facts, card, outline_for(year, scheme), cards))


def line(spans: Spans) -> str:
    """A run of spans with live figures in square brackets."""
    return "".join(f"[{span.text}]" if isinstance(span, Live) else span.text for span in spans)


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks as lines: headings with #, table rows with |, figures in square brackets."""
    for block in blocks:
        match block:
            case Heading():
                yield f"{'#' * block.level} {block.text}"
            case Paragraph():
                yield line(block.spans)
            case Table():
                yield from (" | ".join(line(cell) for cell in row) for row in block.rows)
            case Chart():
                yield block.title
            case _:
                yield f"@ {block.number} {block.title}"


def spans(report: Report) -> Iterator[Span]:
    """Every span of a report, signature and date included."""
    for block in report.blocks:
        yield from spans_of(block)
    yield from (*report.signature, *report.date)


def entered_texts(year: DepartmentYear) -> Iterator[str]:
    """Everything that people wrote in words: names, paragraphs, titles, units of measure."""
    for subject in registry().subjects:
        fields = [item.id for item in subject.fields if not item.kind.is_figure and item.kind is not Kind.FLAG]
        for record in year.records(subject.id):
            yield from (value for name in fields if isinstance(value := getattr(record, name), str))


def plain_texts(report: Report) -> Iterator[str]:
    """The words of a report that are no live figures."""
    yield from (span.text for span in spans(report) if isinstance(span, Text))
