"""XSC-13: policy documents are cited with their own title and number, and are still in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.form.library import Library, Policy, core_of, library, number_of
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity

_NUMBER = (
    r"[一-龥]{1,10} ?[〔（(\[【［][ ]?(?:19|20)\d\d[ ]?[〕）)\]】］] ?第?\d{1,5} ?号"
    r"|(?:中华人民共和国)?[一-龥]{2,10}令 ?第 ?\d{1,4} ?号"
)
_CITED = re.compile(
    rf"《(?P<title>[^《》]{{3,80}})》(?P<outer>的(?:通知|决定|公告)》)?(?:的通知|的决定)?"
    rf"(?:\s?[（(〔]\s?(?P<number>{_NUMBER})\s?(?:[)）〕]|(?=[，,；;])))?"
)
_PLACE = re.compile(r"[省市县区州镇乡旗年\d一二三四五六七八九十]|地方|中央|部门|单位")
_PAST = re.compile(r"原|废止|失效|修订前|已停止执行|取代")
_SHORTEST = 6  # characters of a title that cannot resemble another by chance
_WINDOW = 6  # characters around a citation that say what became of the document
_ISSUED = re.compile(r"(?:印发|发布|公布)$")
_LETTERS = re.compile(r"[〔第]")


class _Slip(NamedTuple):
    """What is wrong with a citation: the kind, and the document that was probably meant."""

    kind: str
    meant: str


@rule("XSC-13")
def documents_are_cited_rightly(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Only documents of the rulebook's list are judged; one finding for wrong citations, a note for replaced documents."""
    wrong: list[Hit] = []
    replaced: dict[Hit, str] = {}
    for passage in paper.passages:
        text = passage.text
        for match in _CITED.finditer(text) if "《" in text else ():
            before = text[max(match.start() - _WINDOW, 0) : match.start()]
            # 《关于贯彻〈…〉的通知》 with the inner title in 《》: its number is that of the outer document
            number = "" if match["outer"] and not _ISSUED.search(before) else match["number"] or ""
            slip = _judged(library(), core_of(match["title"]), number_of(number))
            if slip is None:
                continue
            span = passage.span(match.start(), match.end())
            around = before + text[match.end() : match.end() + _WINDOW]
            if slip.kind == "wrong":
                wrong.append(Hit(span, match[0], slip.meant))
            elif not _PAST.search(around):
                replaced[Hit(span, match[0])] = (
                    slip.meant
                )  # a report of that time cited it rightly: nothing is proposed
    meant = tuple(dict.fromkeys(hit.proposed for hit in wrong))
    yield from gathered(paper, declared, wrong, meant=meant)
    newer = tuple(dict.fromkeys(replaced.values()))
    yield from gathered(paper, declared, replaced, Severity.NOTE, "form-xsc-13-replaced", meant=newer)


def _judged(known: Library, title: str, number: str) -> _Slip | None:
    same = known.by_title.get(title, ())
    if number:
        owner = known.by_number.get(number)
        if owner is not None and owner.core == title:
            return _replaced(owner)
        if owner is not None and not _is_short_for(title, owner.core):
            return _Slip("wrong", (same[0] if same else owner).shown())
        if owner is None and any(_resembles(number, policy.number) for policy in same):
            return _Slip("wrong", same[-1].shown())
        if owner is not None or same:
            return None
    if same:
        return _replaced(same[-1])
    near = known.nearly(title) if len(title) >= _SHORTEST else None
    if near is None or _is_short_for(title, near.core) or _PLACE.search(_difference(title, near.core)):
        return None
    return _Slip("wrong", near.shown())


def _resembles(number: str, other: str) -> bool:
    """Whether a number has the letters of another, or its year and serial: a place may have rules of the same title."""
    letters, found = _LETTERS.split(number), _LETTERS.split(number_of(other))
    return bool(other) and (letters[0] == found[0] or letters[1:] == found[1:])


def _replaced(policy: Policy) -> _Slip | None:
    return _Slip("replaced", policy.replaced_by) if policy.replaced_by else None


def _is_short_for(title: str, other: str) -> bool:
    """Whether one title is the other with words before or behind it: the office that issued it, 的实施意见."""
    return title != other and (other.endswith(title) or title.endswith(other) or other.startswith(title))


def _difference(title: str, other: str) -> str:
    """What two titles that differ in one character differ in."""
    start = 0
    while start < min(len(title), len(other)) and title[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(title), len(other)) - start and title[-1 - end] == other[-1 - end]:
        end += 1
    return title[start : len(title) - end] + other[start : len(other) - end]
