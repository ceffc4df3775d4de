"""A department with hundreds of projects: the text stays a report, charts stay charts, only tables grow."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from bench.department import department
from tests.reports.written import Written, example, lines, write

from jixiao.reports import charts, docx, html, pdf
from jixiao.reports.fonts import FontSet
from jixiao.reports.model import Annex, Bar, Block, Chart, Paragraph, text_of

MANY = 300


@cache
def large(projects: int) -> Written:
    """The report of a department with that many projects."""
    return write(department(projects, example("gz-union-2022")))


def body(one: Written) -> list[Block]:
    """What stands before the first annex."""
    blocks = list(one.report.blocks)
    return blocks[: next(at for at, block in enumerate(blocks) if isinstance(block, Annex))]


def test_the_text_does_not_grow_with_the_projects():
    """Thrice the projects do not make the text longer than by the digits of its figures."""
    few, many = (
        sum(len(text_of(block.spans)) for block in body(large(size)) if isinstance(block, Paragraph))
        for size in (MANY // 3, MANY)
    )

    assert many < few * 11 // 10


def test_no_paragraph_is_a_list_of_everything():
    """The longest paragraph can still be read."""
    assert max(len(text_of(block.spans)) for block in body(large(MANY)) if isinstance(block, Paragraph)) < 1500


def test_what_is_not_named_is_counted():
    """The key projects and the lost points say how many there are in all, live."""
    text_lines = list(lines(large(MANY).report.blocks))

    assert "重点项目共[30]个，以下为全年预算最大的几个，其余列在附件的项目自评汇总表。" in text_lines
    (behind,) = [text for text in text_lines if text.startswith("A-04“")]
    assert behind.endswith("等[30]项。")


def test_charts_show_the_most_telling_bars():
    """Twelve bars of a chart and no more; the title says how many there are in all."""
    drawn = [block for block in large(MANY).report.blocks if isinstance(block, Chart)]

    assert drawn
    assert max(len(chart.bars) for chart in drawn) == charts.MOST
    slow = drawn[-1]
    assert slow.title.endswith("个项目执行率低于百分之九十（图中为最低的十二个）")
    assert [bar.hundredths for bar in slow.bars] == sorted(bar.hundredths for bar in slow.bars)


def test_a_chart_in_words_is_never_long():
    """Whatever the chart, what a screen reader reads out ends, and a PDF can hold it."""
    bars = tuple(Bar("河道清淤" * 500, 100, "1.00") for _ in range(2000))

    said = charts.words(Chart("执行率" * 1000, "%", bars, 10000))

    assert len(said) < 2000
    assert said.endswith("等2000项。")


@pytest.mark.parametrize("kind", ["docx", "html", "pdf"])
def test_every_writer_writes_it(kind: str, fonts: FontSet, tmp_path: Path):
    """All three come out, the PDF as PDF/A too."""
    path = tmp_path / f"report.{kind}"
    report = large(MANY).report

    if kind == "html":
        html.write(report, path)
    else:
        {"docx": docx, "pdf": pdf}[kind].write(report, path, fonts)

    assert path.stat().st_size > 100_000
