from __future__ import annotations

import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.readers.pages import rows, told, write_ofd

from jixiao.documents.readers.ofd import read_ofd
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

BODY = [
    (39.2, 40, 5.6, "2024年度部门预算100.00万元，支出决算数98.44万元，"),
    (28, 50, 5.6, "完成率98.44%。"),
]
RULES = tuple((28, 70 + 10 * row, 128, 70 + 10 * row) for row in range(4)) + tuple(
    (28 + 50 * column, 70, 28 + 50 * column, 100) for column in range(3)
)
CELLS = [
    (30 + 50 * (n % 2), 72 + 10 * (n // 2), 4, text)
    for n, text in enumerate(["项目", "金额", "甲类", "60.00", "乙类", "38.44"])
]
TEMPLATE = (
    '<ofd:Layer ID="7"><ofd:TextObject ID="8" Boundary="80 10 60 6" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 4 4">'
    "青柏市水务</ofd:TextCode></ofd:TextObject></ofd:Layer>"
)


def test_lines_and_tables_come_back_in_the_order_of_their_places(tmp_path):
    """An OFD knows only where characters stand; paragraphs and cells are found again from that."""
    path = write_ofd(tmp_path / "report.ofd", [*CELLS, *reversed(BODY)], RULES)
    document = read_ofd(path, Limits())
    paragraph, table = document.blocks
    assert told((paragraph,)) == ["2024年度部门预算100.00万元，支出决算数98.44万元，完成率98.44%。"]
    assert rows(table) == [["项目", "金额"], ["甲类", "60.00"], ["乙类", "38.44"]]
    assert (document.kind, document.pages, table.place.page) == ("ofd", (0,), 1)


def test_what_a_template_prints_on_the_page_is_on_the_page(tmp_path):
    """The letterhead stands in a part of its own."""
    document = read_ofd(write_ofd(tmp_path / "report.ofd", BODY, template=TEMPLATE), Limits())
    assert told(document.blocks)[0] == "青柏市水务"


def test_every_character_of_a_passage_is_that_of_the_text(tmp_path):
    """Spans of an OFD count the characters of its text."""
    document = read_ofd(write_ofd(tmp_path / "report.ofd", [*BODY, *CELLS], RULES), Limits())
    for passage in document.passages():
        for place, letter in enumerate(passage.text):
            start, stop = passage.span(place, place + 1)
            assert document.text[start:stop] == letter


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"OFD.xml": "<ofd/>"}, "ofd-no-pages"),
        ({"OFD.xml": "<ofd><DocRoot>Doc_0/Document.xml</DocRoot></ofd>"}, "ofd-broken"),
        ({"OFD.xml": "<ofd><DocRoot>../../etc/passwd</DocRoot></ofd>"}, "ofd-broken"),
        ({"OFD.xml": "no xml"}, "file-broken-part"),
        ({"OFD.xml": '<!DOCTYPE o [<!ENTITY a "x">]><ofd>&a;</ofd>'}, "file-entities"),
        ({"other.xml": "<a/>"}, "ofd-broken"),
        ({"OFD.xml": "<o><DocRoot>d.xml</DocRoot></o>", "d.xml": '<d><Pages><Page BaseLoc="p.xml"/></Pages></d>', "p.xml": "<p/>"}, "ofd-no-text"),
        ({"OFD.xml": "<o><DocRoot>d.xml</DocRoot></o>", "d.xml": "<d><Pages>" + '<Page BaseLoc="p.xml"/>' * 2001 + "</Pages></d>", "p.xml": "<p/>"}, "pdf-too-many-pages"),
    ],
)  # fmt: skip
def test_a_package_that_is_no_document_is_refused_with_a_sentence(tmp_path, parts, sentence):
    """Missing parts, paths out of the package, entities and endless pages are told, not followed."""
    path = tmp_path / "foreign.ofd"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(FileRefused) as caught:
        read_ofd(path, Limits())
    assert caught.value.message_id == sentence
    assert path.name in caught.value.sentence("zh")
    assert path.name in caught.value.sentence("en")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    attributes=st.dictionaries(
        st.sampled_from(["Boundary", "Size", "CTM", "HScale", "X", "Y", "DeltaX", "DeltaY"]),
        st.text("0123456789.-+eg \u3000", max_size=30),
    ),
    data=st.text("MLQBACS0123456789.-e ", max_size=60),
)
def test_any_attributes_are_read_or_passed_over(tmp_path, attributes, data):
    """Numbers that are none, too large or too many never stop the reading."""
    told_so = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    template = (
        f"<ofd:TextObject {told_so}><ofd:TextCode {told_so}>金额100.00</ofd:TextCode></ofd:TextObject>"
        f"<ofd:PathObject {told_so}><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read_ofd(write_ofd(tmp_path / "odd.ofd", BODY, RULES, template), Limits())
    assert "98.44%" in document.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(tmp_path, seed):
    """Bytes changed or lost on the way never end in anything but a document or a sentence."""
    path = write_ofd(tmp_path / "sound.ofd", [*BODY, *CELLS], RULES, TEMPLATE)
    chance = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])
    try:
        outcome = read_ofd(path, Limits()).text
    except FileRefused as refused:
        outcome = refused.sentence("zh")
    assert outcome
