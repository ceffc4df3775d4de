"""The review of a document: what it finds, whom it names, what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jixiao import review
from jixiao.checks.document.finding import PaperFinding
from jixiao.files.errors import FileRefused

MONEY = (
    "全年预算46886.75万元，支出{spent}万元，完成率{rate}%，其中基本支出预算30152.75万元，支出29613.81万元，完成率98.21%；"
    "项目支出预算16734.00万元，支出16540.30万元，完成率98.84%。"
)


def told(text: str) -> list[tuple[str, str, str]]:
    """Code, severity and the suspect as written, of every finding that wants attention."""
    findings = [item for item in review(text).findings if item.severity.value in ("block", "error", "warning")]
    return [(item.code, item.severity.value, text[slice(*item.suspect)] if item.suspect else "") for item in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (MONEY.format(spent="46154.11", rate="98.44"), []),
        (MONEY.format(spent="46254.11", rate="98.44"), [("ART-02", "46254.11万元"), ("PCT-01", "46254.11万元")]),
        (MONEY.format(spent="46514.11", rate="98.44"), [("ART-02", "46514.11万元"), ("PCT-01", "46514.11万元")]),
        (MONEY.format(spent="46154.11", rate="98.34"), [("PCT-01", "98.34%")]),
        ("支出116433.12元，比上年增加16803.36元，增长14.43%。", [("REL-03", "14.43%")]),
        ("三公经费支出30.00万元，其中公务接待费12.00万元，公务用车运行维护费19.00万元。", [("ART-11", "")]),
    ],
)
def test_the_wrong_figure_is_named_where_the_others_agree(text: str, expected: list[tuple[str, str]]):
    """Every broken relation is told, all with the same suspect; without a second witness nobody is named."""
    assert [(code, suspect) for code, severity, suspect in told(text) if severity == "error"] == expected


def test_rounding_is_one_note_and_no_error():
    """Three rounded parts may miss their total by a unit of the last place: told once, quietly."""
    (finding,) = review("工程类10.4亿元、货物类20.4亿元、服务类30.4亿元，合计61.3亿元。").findings
    assert (finding.code, finding.severity.value) == ("REL-15", "note")


def test_a_finding_reads_as_a_sentence_in_two_languages():
    """Code, title, found, expected, remedy: by str() in Chinese, by switch in English."""
    (finding,) = review("自评总分95.20分，其中管理效率46.90分，履职效能48.20分。").findings[:1]
    assert str(finding).startswith("【SCR-01】总分与各部分得分不符：")
    assert "应为 95.10 分" in str(finding)
    assert finding.sentence("en").startswith("[SCR-01] Total and part scores do not agree:")
    assert isinstance(finding, PaperFinding)


def test_figures_that_lost_digits_prove_nothing():
    """Digits that a copy lost are told; no relation is judged on what is left of them."""
    codes = [item.code for item in review("共投入3,.83万元，其中设备2.00万元，培训1.50万元。").findings]
    assert "TXT-17" in codes
    assert not [code for code in codes if code.startswith(("REL", "PCT", "ART"))]


def test_spans_count_the_characters_of_the_given_text():
    """Line breaks inside sentences and blanks before units stay where they were."""
    lines = (
        "2024 年，全区妇联系统全年预算合计 100.00 万",
        "元，其中基本支出 60.00 万元，项目支出 50.00 ",
        "万元，均已按进度下达到各基层单位使用，没有结",
        "余。",
    )
    text = "\n\n".join(lines)
    (finding, *_) = review(text).findings
    assert [text[slice(*span)] for span in finding.spans] == ["100.00 万\n\n元", "60.00 万元", "50.00 \n\n万元"]


def test_a_file_is_read_by_its_path_or_its_name(tmp_path: Path):
    """A Path is a file; a text that names a document that is there, too; a missing file is a sentence."""
    path = tmp_path / "报告.txt"
    path.write_text("预算3万元，其中甲1万元，乙1万元。", encoding="utf-8")
    assert [item.code for item in review(path).findings] == [item.code for item in review(str(path)).findings]
    with pytest.raises(FileRefused, match="没有"):
        review(tmp_path / "没有.docx")


def test_whoever_wants_figures_only_does_not_load_documents():
    """The review is imported when it is asked for."""
    script = "import sys, jixiao.figures; print('jixiao.documents.model' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_two_reviews_of_one_text_are_alike():
    """No global state: the same text gives the same findings, in the same order."""
    text = MONEY.format(spent="46254.11", rate="98.34")
    assert [str(item) for item in review(text).findings] == [str(item) for item in review(text).findings]
