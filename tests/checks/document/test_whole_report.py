"""One whole report, hard-wrapped as it comes out of a PDF: what holds, what fires, and that nothing is called an error.

Its figures are those of a report that a department published; names and words are ours.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.checks.document.review import Review, review
from jixiao.documents.wording import in_signs

REPORT = Path(__file__).parents[2] / "cases" / "union-2022.txt"


@pytest.fixture(scope="module")
def reviewed() -> Review:
    return review(REPORT.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "figures",
    [
        ("46886.75", "30152.75", "16734.00"),
        ("46154.11", "29613.81", "16540.30"),
        ("98.44%", "46154.11", "46886.75"),
        ("98.21%", "29613.81", "30152.75"),
        ("98.84%", "16540.30", "16734.00"),
        ("100%", "8826万元"),
        ("完成率98.44%", "进度为98.44%"),
        ("97.48", "48.51", "48.97"),
        ("446", "103", "343"),
        ("103", "4人", "99"),
        ("282", "7人", "133", "142"),
        ("3人", "2人", "1人"),
        ("14",),
        ("2016年5月", "2018年10月"),
        ("2018年10月", "2020年"),
        ("3项", "52项"),
    ],
)
def test_what_holds_is_known_to_hold(reviewed: Review, figures: tuple[str, ...]):
    """Sums, rates, the rate told twice, scores, people, the names of divisions, the order of milestones."""
    signs = [in_signs(judged.found) for judged in reviewed.verified]
    assert any(all(figure in told for figure in figures) for told in signs), signs


def test_nothing_is_an_error(reviewed: Review):
    """Every figure of it agrees; what it says may be asked about, and no more than that."""
    assert not [str(item) for item in reviewed.findings if item.severity.value in ("block", "error")]


def test_what_should_be_asked_is_asked_once(reviewed: Review):
    """Unexplained loss, movement of another group, unmapped tasks, unlisted units, and so on: at most twenty in all."""
    codes = [item.code for item in reviewed.findings]
    assert set(codes) >= {
        "CMP-16",
        "PCT-08",
        "RSN-02",
        "SCR-11",
        "TXT-03",
        "XSC-05",
        "XSC-07",
        "XSC-08",
        "XSC-10",
        "XSC-12",
        "XSC-15",
        "XSC-16",
        "XSC-22",
    }
    assert len(codes) == len(set(codes)) <= 20
    (marks,) = [item for item in reviewed.findings if item.code == "TXT-03"]
    assert len(marks.spans) == 2


def test_the_same_report_without_its_line_breaks_reads_alike(reviewed: Review):
    """Hard-wrapped or not: the same relations hold, and the same is asked."""
    text = REPORT.read_text(encoding="utf-8")
    blocks = [text[slice(*passage.span(0, len(passage.text)))] for passage in reviewed.document.passages()]
    plain = review("\n".join("".join(block.split("\n")) for block in blocks))
    assert [in_signs(item.found) for item in plain.verified] == [in_signs(item.found) for item in reviewed.verified]
    assert [item.code for item in plain.findings] == [item.code for item in reviewed.findings]
