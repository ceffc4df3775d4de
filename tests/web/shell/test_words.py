"""Both languages are complete."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from jixiao_web.shell import words

APPS = sorted({path.parent.name for path in words.PACKAGE.glob("*/apps.py")} | {""})


@pytest.mark.parametrize("app", APPS, ids=lambda app: app or "package")
def test_every_word_has_its_english(app: str):
    """Whoever switches to English finds no Chinese sentence left on any page."""
    missing = [f"{word.place}: {word.msgid}" for word in words.missing_words() if word.app == app]

    assert missing == []


@pytest.mark.parametrize("catalogue", sorted(words.PACKAGE.rglob("*.po")), ids=lambda path: path.parents[3].name)
def test_translations_fill_the_same_blanks(catalogue: Path):
    """A sentence in English takes the same values as the one in Chinese, else it would break when it is shown."""
    for entry in polib.pofile(str(catalogue)):
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in filter(None, texts):
            assert words.blanks(text) <= words.blanks(entry.msgid) | words.blanks(entry.msgid_plural), entry.msgid


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("views.py", 'x = _("保存")', ["保存"]),
        ("views.py", 'x = gettext_lazy("部门")', ["部门"]),
        ("views.py", 'x = pgettext("动词", "退回")', ["退回"]),
        ("views.py", 'x = ngettext("{n} 项", "{n} 项目", n)', ["{n} 项", "{n} 项目"]),
        ("views.py", 'x = _(name); y = other("不算")', []),
        ("a.html", '{% translate "送审" %}', ["送审"]),
        ("a.html", "{% translate '达到 50%' as x %}", ["达到 50%%"]),
        ("a.html", "{% blocktranslate %}共 {{ n }} 项{% endblocktranslate %}", ["共 %(n)s 项"]),
        ("a.html", "{% blocktranslate trimmed %}\n  甲\n  乙\n{% endblocktranslate %}", ["甲 乙"]),
        ("a.html", "{% blocktranslate count n=n %}一{% plural %}多{% endblocktranslate %}", ["一", "多"]),
        ("a.html", '{% empty _("没有任务") %}', ["没有任务"]),
        ("a.html", '{{ name|default:_("未填") }}', ["未填"]),
        ("a.html", "<p>不作翻译</p>", []),
    ],
)
def test_what_counts_as_a_word(tmp_path: Path, name: str, source: str, found: list[str]):
    """A text is looked for in the catalogue under the same msgid that Django asks for."""
    app = tmp_path / "cycle"
    app.mkdir()
    (app / "apps.py").write_text("", encoding="utf-8")
    (app / name).write_text(source, encoding="utf-8")

    assert [word.msgid for word in words.words(tmp_path)] == found
    assert sorted(word.msgid for word in words.missing_words(tmp_path)) == sorted(found)


@pytest.mark.parametrize(("msgstr", "fuzzy", "missing"), [("Save", False, 0), ("", False, 1), ("Save", True, 1)])
def test_a_doubtful_translation_is_none(tmp_path: Path, msgstr: str, fuzzy: bool, missing: int):
    """An empty or a guessed text does not count as English."""
    app = tmp_path / "cycle"
    (app / words.CATALOGUE.parent).mkdir(parents=True)
    (app / "apps.py").write_text("", encoding="utf-8")
    (app / "views.py").write_text('x = _("保存")', encoding="utf-8")
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="保存", msgstr=msgstr, flags=["fuzzy"] if fuzzy else []))
    catalogue.save(str(app / words.CATALOGUE))

    assert len(words.missing_words(tmp_path)) == missing


def test_compiling_makes_what_django_reads(tmp_path: Path):
    """The catalogue that a person writes becomes the one that Django loads, with nothing left over beside it."""
    folder = tmp_path / "cycle" / words.CATALOGUE.parent
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="保存", msgstr="Save"))
    catalogue.save(str(folder / "django.po"))

    assert words.compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert polib.mofile(str(folder / "django.mo")).find("保存").msgstr == "Save"
    assert sorted(path.name for path in folder.iterdir()) == ["django.mo", "django.po"]
