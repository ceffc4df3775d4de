"""The page: one file without network in which each figure can be asked where it comes from."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import sample
from tests.reports.printed import spans, squeezed

from jixiao.reports import html
from jixiao.reports.model import (
    Annex,
    Chart,
    Column,
    FactNote,
    Heading,
    Live,
    Paragraph,
    Pending,
    Report,
    Table,
    Text,
)
from jixiao.reports.theme import clean


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("html") / "sample.html"
    html.write(sample.report(), path)
    return path


@pytest.fixture(scope="module")
def page(written: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(written.read_bytes())


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def test_the_page_is_chinese_and_has_a_title(page):
    """Screen readers and search learn language and name from the page itself."""
    assert page.get("lang") == "zh-CN"
    assert page.findtext(".//title") == "某市总工会2022年度部门整体支出绩效自评报告"
    assert next(meta.get("charset") for meta in page.iter("meta")) == "utf-8"


def test_every_figure_carries_its_address(page):
    """Each live span stands as a `data` element, reachable by keyboard, in the order of the report."""
    figures = [(node.get("value"), node.text_content()) for node in page.iter("data")]
    wanted = [(span.address, span.text) for span in spans(sample.report()) if isinstance(span, Live)]
    drawn = [(f"2022/unit/{name}/rate", f"{rate}%") for name, _, _, rate, _ in sample.UNITS]

    at = figures.index(drawn[0])
    assert figures[at : at + len(drawn)] == drawn
    assert figures[:at] + figures[at + len(drawn) :] == wanted
    assert {node.get("tabindex") for node in page.iter("data")} == {"0"}


def test_the_passport_of_every_figure_is_in_the_page(page):
    """What hovering shows: title, value, basis, period, source, kind; empty entries are left out."""
    facts = json.loads(page.get_element_by_id("facts").text)

    assert facts[sample.SPENT] == {
        "title": "部门整体支出决算",
        "rows": [
            ["值", "46154.11 万元"],
            ["口径", "部门决算口径"],
            ["期间", "2022年"],
            ["来源", "部门预算.xlsx › 收支 › D14"],
            ["性质", "公开"],
        ],
    }
    assert ["来源", ""] not in facts["2022/unit/机关本级/rate"]["rows"]


def test_what_a_figure_was_made_of_and_where_it_went_is_a_list(tmp_path):
    """Operands and uses stand in the passport one by one, after what is said of the figure itself."""
    note = FactNote(
        "支出", "3.00 万元", note="1 + 2", inputs=("甲 1.00 万元（预算 › A1）", "乙 2.00 万元"), uses=("支出率",)
    )
    html.write(Report(("标题",), (Paragraph((Live("a", "3.00"),)),), facts={"a": note}), tmp_path / "one.html")
    page = lxml.html.fromstring((tmp_path / "one.html").read_bytes())

    assert json.loads(page.get_element_by_id("facts").text)["a"]["rows"] == [
        ["值", "3.00 万元"],
        ["说明", "1 + 2"],
        ["算自", ["甲 1.00 万元（预算 › A1）", "乙 2.00 万元"]],
        ["用于", ["支出率"]],
    ]


def test_pending_things_are_listed_on_top_and_lead_to_their_place(page):
    """待填 8 处, each with a link to where it stands and words that tell one from the other."""
    items = page.find_class("waiting")[0].findall(".//li")
    wanted = [span for span in spans(sample.report()) if isinstance(span, Pending)]

    assert [item.find("a").text for item in items] == [span.what for span in wanted]
    for item, span in zip(items, wanted, strict=True):
        assert page.get_element_by_id(item.find("a").get("href")[1:]).text_content() == span.text
    assert items[2].text_content() == "偏差原因　第9号职工服务项目（含设备购置与运行维护）"


def test_a_finished_report_has_no_list_of_pending_things(tmp_path):
    """Nothing pending, nothing said."""
    html.write(Report(("标题",), (Paragraph((Text("正文"),)),)), tmp_path / "done.html")

    assert not lxml.html.fromstring((tmp_path / "done.html").read_bytes()).find_class("waiting")


def test_contents_lead_to_the_headings(page):
    """Two levels and the annexes, in order."""
    links = page.find_class("contents")[0].findall(".//a")

    assert [link.text for link in links][:2] == ["一、部门基本情况", "（一）部门职能与机构设置"]
    assert links[-1].text == "附件4　说明"
    for link in links:
        heading = page.get_element_by_id(link.get("href")[1:])
        assert link.text.endswith(heading.text_content())


def test_headings_go_down_one_level_at_a_time(page):
    """h1 is the title, h2 一、, down to h5 （1）."""
    assert [(node.tag, node.text_content()[:4]) for node in page.iter("h1", "h2", "h3", "h4", "h5")][1:7] == [
        ("h1", "某市总工"),
        ("h2", "一、部门"),
        ("h3", "（一）部"),
        ("h4", "1. 人"),
        ("h5", "（1）在"),
        ("h2", "二、绩效"),
    ]


def test_only_our_own_script_and_style_may_run(page, written):
    """The policy allows nothing but the two texts whose sums it names, and the page asks the network for nothing."""
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    scripts = [node for node in page.iter("script") if node.get("type") != "application/json"]
    (style,) = page.iter("style")

    assert "default-src 'none'" in policy
    assert [f"script-src {hashed(script.text)}" in policy for script in scripts] == [True]
    assert f"style-src {hashed(style.text)}" in policy
    assert not re.findall(r"https?://|@import|url\(", written.read_text("utf-8"))
    for node in page.iter():
        assert not [name for name in node.attrib if name in {"src", "style"} or name.startswith("on")]


def test_tables_name_their_columns_and_mark_the_sum(page):
    """Headings are headings, the unit stands in the caption, the last row of a summed table is marked."""
    table = next(node for node in page.iter("table") if "各单位" in node.text_content())

    assert table.find("caption").text_content() == "各单位预算执行情况单位：万元"
    assert next((node.get("scope"), node.text) for node in table.iter("th")) == ("col", "单位")
    assert squeezed(table.find_class("sum")[0].text_content()) == "合计46886.7546154.1198.44"


def test_bars_are_as_long_as_their_figures(page):
    """Lengths are shares of the axis; a bar that needs attention has a mark beside its colour."""
    figure = page.find_class("chart")[0]

    assert [bar.get("width") for bar in figure.find_class("length")] == ["98.33%", "100.00%", "98.22%", "96.53%"]
    assert [squeezed(bar.text_content()) for bar in figure.find_class("warn")] == ["外语职业学校▲96.53%"]


def test_the_same_report_gives_the_same_page(written, tmp_path):
    """No clock and no chance is in the file."""
    html.write(sample.report(), tmp_path / "again.html")

    assert (tmp_path / "again.html").read_bytes() == written.read_bytes()


@given(st.text(st.sampled_from("<>&\"'/!-=`\\ \n甲乙script\x00\x0b\u2028\ud800\ufffe")))
def test_nothing_that_officers_write_becomes_markup(tmp_path_factory, words):
    """Any text comes out as text, in every place where text can stand."""
    nasty = words + "</script><script>alert(1)</script><!--"
    path = tmp_path_factory.mktemp("any") / "any.html"
    blocks = (
        Heading(1, nasty),
        Paragraph((Text(nasty), Live(nasty, nasty), Pending(nasty))),
        Table(nasty, (Column(nasty),), (((Text(nasty),),),), nasty),
        Chart(nasty, nasty, (), 0),
        Annex(nasty, nasty),
    )
    facts = {nasty: FactNote(nasty, nasty, nasty, nasty, nasty, nasty)}
    html.write(Report((nasty,), blocks, (Text(nasty),), (Text(nasty),), facts, (nasty,), draft=True), path)
    page = lxml.html.fromstring(path.read_bytes())

    assert len(list(page.iter("script"))) == 2
    assert not list(page.iter(lxml.html.etree.Comment))
    assert json.loads(page.get_element_by_id("facts").text) == {
        clean(nasty): {
            "title": clean(nasty),
            "rows": [[label, clean(nasty)] for label in ("值", "口径", "期间", "来源", "性质")],
        }
    }
    assert squeezed(page.find(".//article/p").text_content()) == squeezed(clean(nasty + nasty + f"〔待填：{nasty}〕"))
