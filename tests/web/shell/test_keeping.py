"""A shelf keeps an answer as long as nothing changed, and only so many."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from jixiao_web.shell.keeping import Shelf


def test_an_answer_is_given_once_for_each_state():
    """Asked again in the same state it is the same; in another one it is asked for anew, and the old one is gone."""
    shelf, asked = Shelf(2), []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    assert [shelf.while_same("a", state, ask) for state in (1, 1, 2, 1)] == [1, 1, 2, 3]


def test_the_least_used_goes_first():
    """Of three on a shelf for two the one that was not asked for since is gone."""
    shelf, asked = Shelf(2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        shelf.while_same(key, None, lambda key=key: asked.append(key))

    assert asked == ["a", "b", "c", "b"]


def test_a_kept_piece_of_a_page_is_that_of_its_key_and_language():
    """The same key shows what was rendered first; another key, another language or no key at all is rendered anew."""
    page = Template("{% kept 'piece of this test' key %}{{ text }}{% endkept %}")

    def shown(key: object, text: str) -> str:
        return page.render(Context({"key": key, "text": text}))

    assert [shown((1, "x"), "一"), shown((1, "x"), "二"), shown((2, "x"), "三")] == ["一", "一", "三"]
    assert [shown(None, "四"), shown(None, "五")] == ["四", "五"]
    with translation.override("en"):
        assert shown((1, "x"), "six") == "six"
