from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.documents.readers.pages import plain_pdf, set_pdf, words

from jixiao.documents.model import Document
from jixiao.documents.readers.pdf import PAGES, read_pdf
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits

FORM = "/Type/XObject/Subtype/Form/BBox[0 0 500 500]/Resources<</XObject<</X 5 0 R>>>>"
LOCK = "4 0 obj<</Filter/Standard/V 1/R 2/O<{}>/U<{}>/P -4>>endobj".format("41" * 32, "42" * 32)
LOCKED = plain_pdf(words("1"), extra=LOCK).replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]")


def attempt(tmp_path, content: bytes) -> Document | str:
    """The document, or the id of the sentence with which it is refused."""
    path = tmp_path / "foreign.pdf"
    path.write_bytes(content)
    try:
        return read_pdf(path, Limits())
    except FileRefused as refused:
        caught = refused
    assert all(path.name in caught.sentence(lang) for lang in ("zh", "en"))
    return caught.message_id


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "pdf-broken"),
        (b"%PDF-1.4\n", "pdf-broken"),
        ("这是一段文字".encode(), "pdf-broken"),
        (b"PK\x03\x04 no pdf at all", "pdf-broken"),
        (plain_pdf(words("100"))[:120], "pdf-broken"),
        (plain_pdf(), "pdf-broken"),
        (plain_pdf(" "), "pdf-no-text"),
        (LOCKED, "pdf-locked"),
        (plain_pdf(words("1"), kids="10 0 R " * 100_000, count=100_000), "pdf-too-many-pages"),
        (plain_pdf(words("1"), count=PAGES + 1), "pdf-too-many-pages"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, content, sentence):
    """Whatever was sent as a PDF, its sender learns what is wrong with it."""
    assert attempt(tmp_path, content) == sentence


@pytest.mark.parametrize(
    "content",
    [
        plain_pdf(words("100"), kids="10 0 R 2 0 R"),  # the tree of pages holds itself
        plain_pdf(words("100") + " /X Do", extra=f"5 0 obj<<{FORM}/Length 6>>stream\n/X Do \nendstream endobj"),
        plain_pdf(words("100")).replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]"),
        plain_pdf(words("100")).replace(b"[0 0 595 842]", b"[0 0 0 0]"),
        plain_pdf(words("100") + " q " * 5000),
        plain_pdf(words("100") + "".join(f"{x} 0 m {x} 800 l S 0 {x} m 500 {x} l S " for x in range(500))),
        plain_pdf(words("100") + "".join(f"{x % 500} {x % 700} m {x % 500 + 9} {x % 700} l S " for x in range(40_000))),
    ],
)
def test_a_file_that_goes_in_circles_or_out_of_bounds_is_read_as_far_as_it_says_anything(tmp_path, content):
    """Loops and heaps of lines end, and the one line of text is still there."""
    document = attempt(tmp_path, content)
    assert isinstance(document, Document)
    assert document.text.startswith("100")


def test_a_page_of_very_many_characters_comes_back_whole(tmp_path):
    """A hundred thousand characters on one page are many, but no reason to give up."""
    content = "BT /F 1 Tf 0 800 Td " + "".join(f"({'1234567890' * 20}) Tj 0 -1 Td " for _ in range(500)) + "ET"
    document = attempt(tmp_path, plain_pdf(content))
    assert isinstance(document, Document)
    assert document.text.count("1234567890") == 10_000


@pytest.fixture(scope="module")
def sound(tmp_path_factory, font_folders):
    """The bytes of a real PDF with text and a table."""
    if not font_folders:
        pytest.skip("no Chinese font here: nothing can be set")
    source = "支出 100.00 万元。\n#table(columns: 2)[项目][金额][甲][100.00]"
    return set_pdf(tmp_path_factory.mktemp("sound") / "sound.pdf", source, font_folders).read_bytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), cut=st.booleans())
def test_a_damaged_file_is_read_or_refused(tmp_path, sound, seed, cut):
    """Bytes lost or changed on the way never end in anything but a document or a sentence."""
    chance = random.Random(seed)
    content = bytearray(sound)
    for _ in range(chance.randrange(1, 30)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if cut:
        del content[chance.randrange(len(content)) :]
    assert attempt(tmp_path, bytes(content))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.text("BTETqQ mlSreWnfF/X0123456789.-()<>[] Tdj\n", max_size=300))
@example("1 0 0 1 1e38 1e38 cm 0 0 m 9e9 0 l S " + words("1"))
def test_any_page_content_is_read_or_refused(tmp_path, content):
    """A content stream of whatever operators in whatever order."""
    assert attempt(tmp_path, plain_pdf(words("100") + content))
