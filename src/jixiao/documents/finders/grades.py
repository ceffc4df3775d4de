"""A grade word against the score beside it: by the bands that the text prints, else by the usual four grades."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import groupby

from jixiao.documents.finders._scored import Part, part_of
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention, Sentence, View
from jixiao.facts import Address
from jixiao.relations import Form, Mode, Quantity, Relation, Term
from jixiao.rules.strict import load

_GRADE = r"优秀|优|良好|良|中等|中|一般|合格|不合格|较差|差|低"
_SAID = re.compile(
    r"(?:等级|等次|级别|档次|结论|评级|评定|结果|评价)(?:评定|确定|评)?(?:为|是|：|:|属于?|达到)\s*[“\"‘「]?("
    + _GRADE
    + r")(?![一-龥])[”\"’」]?"
    r"|(?:评定为|评为|评价为|属于?|定为|等级为)\s*[“\"‘「]?("
    + _GRADE
    + r")[”\"’」]?(?=等级|等次|级|档|[，,。；;）)“”\s]|$)"
    r"|[（(](" + _GRADE + r")[)）]|[“\"](" + _GRADE + r")[”\"](?:等级|等次|级|档)"
)
_LOW = re.compile(
    r"(\d{1,3})分?\s*[（(]含\d*分?[)）]?\s*(?:以上|[-—–~～至]\s*\d{1,3}\s*分?\s*(?:[（(]不?含[^）)]*[)）])?)\s*(?:的)?(?:为|是|：|:)?\s*[“\"]?("
    + _GRADE
    + ")"
    r"|(\d{1,3})\s*分?\s*(?:及以上|以上|[-—–~～至]\s*\d{1,3}\s*分?(?:[（(]不?含[^）)]*[)）])?)\s*(?:的)?(?:评?为|是|：|:)?\s*[“\"]?("
    + _GRADE
    + ")"
)
_BANDED = re.compile(_LOW.pattern + r"|[≥＞]\s*\d|以上|以下|[-—–~～]\d")
_SHORT = {"优秀": "优", "良好": "良", "中等": "中", "一般": "中", "合格": "中", "较差": "差", "不合格": "差"}
_STEP = Fraction(1, 100)


def find(view: View) -> Iterator[Found]:
    """The grades that stand in a passage with one total score."""
    printed = _printed(view.document.text)
    for _, group in groupby(view.sentences, key=lambda sentence: id(sentence.passage)):
        sentences = list(group)
        own = [[one for one in sentence.mentions if part_of(one) is Part.TOTAL] for sentence in sentences]
        all_ = [one for totals in own for one in totals]
        for sentence, totals in zip(sentences, own, strict=True):
            yield from _of_sentence(sentence, totals or all_, printed)


def _of_sentence(sentence: Sentence, mentions: list[Mention], printed: dict[str, Fraction]) -> Iterator[Found]:
    if len(mentions) != 1:
        return
    said = [match for match in _SAID.finditer(sentence.text) if not _in_bands(sentence.text, match)]
    if len(said) != 1:
        return
    grade = next(group for group in said[0].groups() if group)
    start = sentence.start + said[0].start() + said[0][0].index(grade)
    word = sentence.passage.span(start, start + len(grade))
    found = _judged(mentions[0], _SHORT.get(grade, grade), printed, word)
    if found is not None:
        yield found


def _in_bands(text: str, match: re.Match[str]) -> bool:
    """Whether the word explains the bands instead of saying the grade."""
    around = text[max(0, match.start() - 14) : match.end()]
    return _BANDED.search(around) is not None


def _judged(score: Mention, grade: str, printed: dict[str, Fraction], word: Span) -> Found | None:
    """The score against the lower bound of its grade, or against the bound of the grade above when it lies too high."""
    bands = printed if grade in printed else usual()
    if grade not in bands:
        return None
    floor = bands[grade]
    above = min((bound for bound in bands.values() if bound > floor), default=None)
    got = score.quantity(exact=True)
    if above is not None and got.value >= above:
        form, bound = Form.AT_MOST, above - _STEP
    else:
        form, bound = Form.AT_LEAST, floor
    limit = Quantity(Address(f"text/{word.start}-{word.end}"), grade, bound, "分", written=False)
    relation = Relation("SCR-09", form, got, (Term(limit),), Mode.EXACT)
    return Found(Tie.GRADE, relation, (score,), (word,), sure=bands is printed)


def _printed(text: str) -> dict[str, Fraction]:
    """The lower bounds that the text itself prints: 90分（含）以上为优，80—90分为良 …; empty without two of them."""
    found: dict[str, Fraction] = {}
    for match in _LOW.finditer("".join(text.split())):
        number, grade = match[1] or match[3], match[2] or match[4]
        found.setdefault(_SHORT.get(grade, grade), Fraction(number))
    if len(found) < 2:
        return {}
    return {**found, "差": Fraction(0)} if "差" not in found else found


@cache
def usual() -> dict[str, Fraction]:
    """The lower bounds of the four usual grades."""
    node = load(files("jixiao.rulebook") / "tables" / "grades.yaml")["four"]["lower_bounds"]
    return {grade: Fraction(bound.raw) for grade, bound in node.entries.items()}
