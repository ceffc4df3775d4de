from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jixiao.documents.model import Document, Sort
from jixiao.documents.readers.html import read_html
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits


def read(tmp_path: Path, content: str | bytes) -> Document:
    path = tmp_path / "公告.html"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_html(path, Limits())


@pytest.mark.parametrize(
    "page, expected",
    [
        ("<p>支出<b>100</b>万元。</p><p>其中</p>", ["支出100万元。", "其中"]),
        ("<p>支出 100\n 万元</p>", ["支出 100 万元"]),
        ("<p>财政\n支出</p>", ["财政支出"]),
        ("<p>　　支出&nbsp;100&nbsp;万元&#8203;。</p>", ["支出 100 万元。"]),
        ("<div>甲段。<div>乙段。</div>丙段。</div>", ["甲段。", "乙段。", "丙段。"]),
        ("甲段。<br><br>乙段。", ["甲段。", "乙段。"]),
        ("<p>看得见</p><p style='display: none'>看不见</p><p hidden>也看不见</p><script>var a = '1万元'</script>", ["看得见"]),
        ("<title>标题</title><style>p{}</style><!-- 注释 --><p>正文</p>", ["正文"]),
        ("<ol start=3><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>", ["3.甲", "4.乙", "丙"]),
        ("<pre>甲行\n乙行</pre>", ["甲行", "乙行"]),
        ("<table><tr><td><p>版式</p></td></tr></table>", ["版式"]),
        ("<p>&lt;5% &amp; 更多</p>", ["<5% & 更多"]),
    ],
)  # fmt: skip
def test_a_page_is_what_a_browser_shows(tmp_path, page, expected):
    """Scripts, styles and what is hidden are not read; blocks and breaks part the lines."""
    document = read(tmp_path, f"<html><body>{page}</body></html>")

    assert [passage.text for passage in document.passages()] == expected
    for passage in document.passages():
        span = passage.span(0, len(passage.text))
        assert document.text[span.start : span.end] == passage.text


@pytest.mark.parametrize(
    "content",
    [
        "<html><meta charset=utf-8><p>支出一百万元</p>".encode(),
        "\ufeff<html><p>支出一百万元</p>".encode(),
        "<html><meta charset='gb2312'><p>支出一百万元</p>".encode("gb18030"),
        "<html><p>支出一百万元</p>".encode("gb18030"),
        "<html><meta charset=big5><p>支出一百万元</p>".encode("big5"),
        "<html><meta charset=hex><p>支出一百万元</p>".encode("gb18030"),
        "<html><p>支出一百万元</p>".encode("utf-16"),
        "<?xml version='1.0' encoding='utf-8'?><html><p>支出一百万元</p></html>".encode(),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + "<p>支出一百万元</p>".encode("gb18030") + b"\r\n--x--\r\n",
    ],
)  # fmt: skip
def test_a_page_is_read_in_its_encoding(tmp_path, content):
    """By its mark, by its name, else as Chinese offices write."""
    assert [passage.text for passage in read(tmp_path, content).passages()] == ["支出一百万元"]


def test_merged_cells_push_the_others_aside(tmp_path):
    """A rowspan and a colspan, with caption and unit from the lines above."""
    page = (
        "<h2>支出情况</h2><p>三公经费支出表</p><p>单位：万元</p><table>"
        "<tr><th rowspan=2>项目</th><th colspan=2>金额</th></tr><tr><td>预算</td><td>决算</td></tr>"
        "<tr><td>合<br>计<td>1,234<td rowspan=0></tr><tr><td>其中<td>7</table>"
    )
    document = read(tmp_path, page)
    (table,) = document.tables

    assert [[cell.text if cell else None for cell in row] for row in table.rows()] == [
        ["项目", "金额", None], [None, "预算", "决算"], ["合计", "1,234", ""], ["其中", "7", None],
    ]  # fmt: skip
    assert (table.caption, table.unit, table.height, table.width) == ("三公经费支出表", "万元", 4, 3)
    assert [cell.rows for cell in table.cells] == [2, 1, 1, 1, 1, 1, 2, 1, 1]
    assert next(document.passages()).sort is Sort.HEADING


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<b>", "<ul><li>"])
def test_a_page_without_bottom_is_refused(tmp_path, tag):
    """Nested a hundred thousand deep, as no page is."""
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, "<html>" + tag * 20_000 + "支出")

    assert refused.value.message_id == "document-nested"


def test_a_bomb_of_spans_is_bounded(tmp_path):
    """A cell may claim to reach over everything."""
    document = read(tmp_path, "<table>" + "<tr><td colspan=99999 rowspan=99999>支出" * 50)

    (table,) = document.tables
    assert table.width <= Limits().columns
    assert len(table.rows()) == 50


@given(
    st.text(st.sampled_from("<>/&;\"'= 支出0123456789%\n") | st.characters(codec="utf-8"), max_size=120), st.randoms()
)
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_page_is_read_or_refused(tmp_path, words, chance):
    """Broken markup is what the web is made of."""
    tags = [
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td rowspan=2>",
        "<td colspan=x>",
        "</table>",
        "<br>",
        "<li>",
        "<ol start=9>",
        "<h3>",
        "<pre>",
    ]
    letters = list(words)
    for _ in range(8):
        letters.insert(chance.randrange(len(letters) + 1), chance.choice(tags))
    try:
        document = read(tmp_path, "".join(letters))
    except FileRefused:
        return  # a sentence, as good as a document
    for passage in document.passages():
        span = passage.span(0, len(passage.text))
        assert 0 <= span.start <= span.end <= len(document.text)
    for table in document.tables:
        table.rows()
