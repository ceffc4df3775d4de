"""The Word reports of both example departments, as another program prints them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.reports import office
from tests.reports.printed import head_of, joined, printed, squeezed

from jixiao.cli.evaluation import evaluate
from jixiao.reports import charts, docx
from jixiao.reports.fonts import find_fonts
from jixiao.reports.model import Chart, Report, Table
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for

pytestmark = pytest.mark.libreoffice

EXAMPLES = Path(__file__).parents[2] / "examples"
OURS = ("FandolFang", "FandolKai", "NotoSansCJK", "NotoSerifCJK", "LiberationSerif")


@pytest.fixture(scope="module", params=["gz-union-2022", "qingxi-water-2024"])
def shown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, font_folders
) -> tuple[Report, Path]:
    """The report model of an example, and its Word file printed by LibreOffice."""
    found = evaluate(EXAMPLES / f"{request.param}.xlsx")
    report = compose(
        found.facts, found.card, outline_for(found.year, found.card.scheme.id), tuple(found.projects.values())
    )
    folder = tmp_path_factory.mktemp(request.param)
    docx.write(report, folder / "report.docx", find_fonts(font_folders))
    return report, office.convert(folder / "report.docx", folder)


def test_the_printed_report_says_what_the_model_says(shown: tuple[Report, Path]):
    """Every word and figure of the model is on paper, and nothing else, whatever page it falls on."""
    report, pdf = shown

    seen = Counter(joined(report, office.pages_of(pdf)).replace("\u200b", ""))
    said = Counter(printed(report, drawn=False))

    # Wrapped cells are read in another order than they are written, so the characters are counted.
    assert said - seen == Counter()
    assert without_repeated_heads(seen - said, report) == Counter()


def without_repeated_heads(more: Counter[str], report: Report) -> Counter[str]:
    """What is printed more than once, without the heads of tables that go on over a page."""
    for block in report.blocks:
        if isinstance(block, (Table, Chart)):
            head = Counter(squeezed(head_of(charts.data_table(block) if isinstance(block, Chart) else block)))
            while head and head <= more:
                more = more - head
    return more


def test_no_face_is_printed_that_nobody_asked_for(shown: tuple[Report, Path]):
    """Official names are mapped to their stand-ins; nothing falls back."""
    assert [name for name in office.fonts_of(shown[1]) if not name.startswith(OURS)] == []
