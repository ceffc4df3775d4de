from __future__ import annotations

import pytest

from jixiao.files.messages import (
    LANGUAGES,
    MessageError,
    Term,
    UnknownMessageError,
    catalogue,
    gather,
    placeholders,
    read_area,
    text,
)


def test_both_languages_tell_the_same_things():
    """Every message exists in Chinese and in English, and mentions the same values."""
    chinese, english = (catalogue(lang) for lang in LANGUAGES)

    assert chinese.keys() == english.keys()
    assert {key: placeholders(chinese[key]) for key in chinese} == {key: placeholders(english[key]) for key in english}


def test_values_stand_in_the_sentence():
    """A sentence names the file, the limit and what was found; a term follows the language of the sentence."""
    values = {"file": "预算.xlsx", "found": Term("file-kind-pdf"), "more": 1}

    assert text("file-no-workbook", **values) == (
        "“预算.xlsx”是PDF 文件，应为 Excel 工作簿。请另存为“Excel 工作簿（*.xlsx）”后重新提交。"
    )
    assert text("file-no-workbook", lang="en", **values).startswith(
        "“预算.xlsx” is not an Excel workbook but: a PDF file."
    )


def test_a_forgotten_value_is_named():
    """A sentence with a hole never reaches a person."""
    with pytest.raises(MessageError, match="needs a value for file"):
        text("file-broken")


@pytest.mark.parametrize("message_id, lang", [("no-such-message", "zh"), ("file-broken", "fr")])
def test_an_unknown_message_or_language_is_named(message_id, lang):
    """An id that nobody wrote a text for is our slip, and the error says which."""
    with pytest.raises(UnknownMessageError, match=r"no-such-message|fr"):
        text(message_id, lang=lang, file="x")


def test_an_id_is_told_once(tmp_path):
    """Two areas may not tell the same id."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("one: 文\n", encoding="utf-8")

    with pytest.raises(MessageError, match=r"'one' stands in a\.yaml and again in b\.yaml"):
        gather(sorted(tmp_path.iterdir()))


def test_an_id_is_told_once_in_its_file(tmp_path):
    """YAML would silently keep the last of two equal keys."""
    (tmp_path / "a.yaml").write_text("one: 文\none: 字\n", encoding="utf-8")

    with pytest.raises(MessageError, match="'one' stands in"):
        gather([tmp_path / "a.yaml"])


@pytest.mark.parametrize(
    "source", ["- a list", "one: [1]", "one: ''", "one: {a: b}", "one: 'a {} b'", "one: '{0}'", ": ["]
)
def test_a_message_file_is_a_flat_table_of_texts(source):
    """Anything else in a message file is refused when it is read."""
    with pytest.raises(MessageError):
        read_area(source, "a.yaml")


def test_an_empty_area_is_no_error():
    """An area may still be without messages."""
    assert read_area("# nothing yet\n", "a.yaml") == []
