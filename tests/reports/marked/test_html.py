from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given as drawn_from
from hypothesis import settings
from hypothesis import strategies as st
from lxml import html
from tests.reports.marked import given

from jixiao.checks.document.review import review
from jixiao.checks.severity import Severity
from jixiao.documents.model import Document, Passage, Span
from jixiao.documents.reading import from_text
from jixiao.reports.marked.html import page, write
from jixiao.reports.marked.html_marks import Passages


def shown(text: str, *findings: tuple[str, ...], **more: str) -> html.HtmlElement:
    """The page of a text with a finding on each of those words."""
    document = from_text(text)
    return html.document_fromstring(
        page(given.found(document), [given.on(document, *words, **more) for words in findings], "报告.txt", "zh")
    )


def marks(tree: html.HtmlElement) -> list[tuple[str, str]]:
    return [(mark.text_content(), mark.get("data-f")) for mark in tree.iter("mark")]


def test_a_mark_covers_exactly_the_characters_of_its_figure():
    """Nothing before and nothing behind."""
    assert marks(shown("预算 100.00 万元，支出 90 万元。", ("100.00 万元", "90 万元"))) == [
        ("100.00 万元", "1"),
        ("90 万元", "1"),
    ]


def test_marks_that_overlap_carry_all_of_their_findings():
    """Each stretch knows every finding over it."""
    tree = shown("本年支出预算数一百万元整。", ("支出预算数",), ("预算数一百万元",), ("数",))
    assert marks(tree) == [("支出", "1"), ("预算", "1 2"), ("数", "1 2 3"), ("一百万元", "2")]


@settings(max_examples=40)
@drawn_from(spans=st.lists(st.tuples(st.integers(0, 19), st.integers(1, 8)), min_size=1, max_size=6))
def test_the_words_of_the_document_are_all_there_once(spans):
    """However marks overlap, the text reads as before: numbers and proposals stand outside of it."""
    text = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    findings = [(text[start : start + length],) for start, length in spans]
    tree = shown(text, *findings, proposed="100")
    for extra in tree.xpath("//article//ins | //article//a"):
        extra.drop_tree()
    assert tree.xpath("string(//main/article)") == text


def test_nothing_in_a_document_is_read_as_markup():
    """A report that holds markup shows it."""
    words = "<script>alert(1)</script>&amp;<img src=x onerror=y>"
    tree = shown(f"支出 {words} 万元。", (words,))
    assert marks(tree) == [(words, "1")]
    assert not tree.xpath("//img")
    assert len(tree.xpath("//script")) == 1


def test_the_suspect_stands_with_its_proposed_value():
    """What it should say stands behind the figure, and in the list."""
    tree = shown("执行率 97.44%。", ("97.44%",), proposed="98.44%")
    (mark,) = tree.xpath("//mark")
    assert "suspect" in mark.get("class").split()
    assert mark.getnext().text_content() == "→ 98.44%"
    assert "97.44% → 98.44%" in tree.xpath("string(//p[@class='proposed'])")


def test_every_link_leads_somewhere_and_back():
    """Mark and finding lead to each other without a script; a relation that holds and its tick too."""
    result = review(given.WRONG + given.RIGHT)
    tree = html.document_fromstring(page(result, result.findings, "报告.txt", "zh"))
    idents = tree.xpath("//@id")
    assert len(idents) == len(set(idents))
    assert {link.removeprefix("#") for link in tree.xpath("//a/@href")} <= set(idents)
    assert {label.get("for") for label in tree.iter("label")} <= set(idents)
    assert len(tree.xpath("//*[contains(@class, 'tick')][self::a]")) == len(result.verified) > 0


def test_findings_stand_by_severity_with_the_gravest_first():
    """The summary line first, then errors, warnings, notes; each can be switched off."""
    document = from_text("预算 100 万元，支出 90 万元。")
    findings = [
        given.on(document, "100 万元", severity=Severity.ERROR),
        given.on(document, "90 万元", severity=Severity.NOTE),
    ]
    tree = html.document_fromstring(page(given.found(document), findings, "报告.txt", "zh"))
    assert tree.xpath("string(//p[@class='summary'])").startswith("1 处错误、0 处提醒、1 处备注")
    assert [head.text_content() for head in tree.xpath("//aside//h2")] == ["错误 1", "备注 1"]
    assert tree.xpath("//input/@id") == ["show-error", "show-note", "show-ticks"]


def test_a_table_is_a_table():
    """Cells stand in their rows, figures to the right, with their marks."""
    text = "单位：万元\n项目\t预算\t支出\n基本支出\t60.00\t55.00\n项目支出\t40.00\t35.00\n合计\t100.00\t91.00\n"
    tree = shown(text, ("91.00",))
    rows = [[cell.text_content() for cell in row] for row in tree.iter("tr")]
    assert rows[-1] == ["合计", "100.00", "91.00"]
    (mark,) = tree.xpath("//td[@class='r']/mark")
    assert mark.text_content() == "91.00"


def test_a_finding_on_the_whole_document_stands_in_the_list_only():
    """What is missing has no place to jump to."""
    tree = shown("支出 90 万元。", ())
    assert not marks(tree)
    assert tree.xpath("//article[@id='f1']//h3/span")


def test_the_page_needs_no_network_and_runs_only_its_own_script():
    """No address in it leads outside, and the policy names the very style and script that it has."""
    data = page(given.found(from_text("支出 90 万元。")), [], "报告.txt", "zh").decode()
    tree = html.document_fromstring(data)
    assert not tree.xpath("//@src | //link | //iframe | //img")
    policy = tree.xpath("string(//meta[@http-equiv]/@content)")
    for name in ("style", "script"):
        digest = b64encode(sha256(tree.xpath(f"//{name}")[0].text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "http://" not in data
    assert "https://" not in data


@pytest.mark.parametrize("lang, words", [("zh", "没有发现问题"), ("en", "Nothing found")])
def test_a_clean_document_says_so(tmp_path, lang, words):
    """In the language of the desk; the same review gives the same bytes."""
    target = tmp_path / "审阅.html"
    result = given.found(from_text("支出 90 万元。"))
    write(Path("报告.txt"), result, [], target, lang)
    first = target.read_bytes()
    write(Path("报告.txt"), result, [], target, lang)
    assert target.read_bytes() == first
    assert words in first.decode()


def test_a_figure_that_the_edge_of_a_page_broke_is_one_mark():
    """The line break inside it is gone from the paragraph, and the mark covers both halves."""
    text = "支出决\n算数"
    passage = Passage("支出决算数", ((0, 0), (3, 4)))
    document = Document(text, (passage,))
    assert list(Passages(document).over(Span(2, 5))) == [(0, 2, 4)]
    assert list(Passages(document).over(Span(3, 4))) == []
