"""Words: what is certain about texts without understanding them. Plain figures in them are left to reading documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jixiao.checks.view import Found, Paragraph, View, check, told
from jixiao.facts import UnknownAddress

_ADDRESS = re.compile(r"\{([^{}]*)\}")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff”》）][,;:?!]")
_NUMBER = re.compile(r"[（(\[【［]\s*(?:19|20)\d\d\s*[）)\]】］]\s*第?\s*\d+\s*号")
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
_PAIRS = ("“”", "《》", "（）", "〔〕", "【】")
_FIGURE = re.compile(r"\d|\{")


@check("TXT-01")
def words_are_spelled(view: View) -> Iterator[Found]:
    """Words that official prose writes otherwise."""
    wrong = view.rule.table("words")
    for paragraph in view.shared.paragraphs:
        found = [(bad, good) for bad, good in wrong.items() if bad in paragraph.text]
        if found:
            bad, good = found[0]
            yield Found((paragraph.at,), {"found": bad, "expected": good})


@check("TXT-03")
def punctuation_is_full_width(view: View) -> Iterator[Found]:
    """A half-width comma after a Chinese character. All texts are told at once."""
    mixed = [paragraph for paragraph in view.shared.paragraphs if _HALF_WIDTH.search(paragraph.text)]
    if mixed:
        match = _HALF_WIDTH.search(mixed[0].text)
        yield Found(tuple(item.at for item in mixed), {"found": match[0] if match else "", "number": len(mixed)})


@check("TXT-05")
def marks_come_in_pairs(view: View) -> Iterator[Found]:
    """An opened quotation, title or bracket is closed."""
    for paragraph in view.shared.paragraphs:
        odd = tuple(pair for pair in _PAIRS if paragraph.text.count(pair[0]) != paragraph.text.count(pair[1]))
        if odd:
            yield Found((paragraph.at,), {"pairs": odd})


@check("TXT-06")
def document_numbers_have_their_brackets(view: View) -> Iterator[Found]:
    """The year in a document's number stands in 〔〕."""
    cells: list[tuple[str, Any, str]] = [("policy", item, "number") for item in view.year.policy]
    cells += [("quota", item, "document") for item in view.year.quota]
    cells += [("bonus", item, "document") for item in view.year.bonus]
    texts = [(view.at(subject, item, name), told(getattr(item, name))) for subject, item, name in cells]
    for where, text in [*texts, *((paragraph.at, paragraph.text) for paragraph in view.shared.paragraphs)]:
        match = _NUMBER.search(text)
        if match:
            yield Found((where,), {"found": match[0]})


@check("TXT-13")
def people_are_not_identified(view: View) -> Iterator[Found]:
    """A text that will be published holds no identity number and no mobile number. The number itself is not repeated."""
    for paragraph in view.shared.paragraphs:
        if _PERSONAL.search(paragraph.text):
            yield Found((paragraph.at,))


@check("TXT-14")
def promises_are_no_results(view: View) -> Iterator[Found]:
    """What will be done stands under what was done. All texts are told at once."""
    words = view.rule.words("words")
    promising = [
        paragraph
        for paragraph in view.shared.paragraphs
        if _tells_results(view, paragraph) and any(word in paragraph.text for word in words)
    ]
    if promising:
        word = next(word for word in words if word in promising[0].text)
        yield Found(tuple(item.at for item in promising), {"found": word, "number": len(promising)})


def _tells_results(view: View, paragraph: Paragraph) -> bool:
    if paragraph.subject == "narrative":
        return paragraph.record.slot in view.rule.words("slots")
    return paragraph.subject in ("objective", "task", "project") and paragraph.at.endswith("/result")


@check("TXT-15")
def nothing_is_left_to_fill(view: View) -> Iterator[Found]:
    """A placeholder in a text was forgotten."""
    for paragraph in view.shared.paragraphs:
        word = next((word for word in view.rule.words("words") if word in paragraph.text), "")
        if word:
            yield Found((paragraph.at,), {"found": word})


@check("TXT-16")
def live_figures_exist(view: View) -> Iterator[Found]:
    """Every {address} in a text names a figure."""
    for paragraph in view.shared.paragraphs:
        unknown = tuple(asked for asked in _ADDRESS.findall(paragraph.text) if not _exists(view, asked))
        if unknown:
            yield Found((paragraph.at,), {"addresses": unknown})


def _exists(view: View, asked: str) -> bool:
    try:
        view.facts.resolve(asked.partition("|")[0])
    except UnknownAddress:
        return False
    return True


@check("TIM-09")
def the_year_is_named(view: View) -> Iterator[Found]:
    """今年 in a report that is read next year means another year. All texts are told at once."""
    loose = [item for item in view.shared.paragraphs if any(word in item.text for word in view.rule.words("words"))]
    if loose:
        yield Found(tuple(item.at for item in loose), {"number": len(loose)})


@check("XSC-14")
def the_year_is_this_year(view: View) -> Iterator[Found]:
    """A sentence about this year's work that names last year without comparing was left from last year's text."""
    last = str(view.year.year - 1)
    old = re.compile(rf"{last}年(?:度|全年|,|，|共|完成|累计|预算|支出|部门)")
    for paragraph in view.shared.paragraphs:
        if paragraph.subject not in view.rule.words("subjects"):
            continue
        for sentence in _SENTENCE.findall(paragraph.text):
            if old.search(sentence) and not any(word in sentence for word in view.rule.words("comparing")):
                yield Found((paragraph.at,), {"found": f"{last}年", "year": str(view.year.year)})
                break


@check("XSC-22")
def nothing_is_told_twice(view: View) -> Iterator[Found]:
    """The same sentence stands twice in the texts of the report."""
    first: dict[str, Paragraph] = {}
    for paragraph in view.shared.paragraphs:
        if paragraph.subject not in view.rule.words("subjects"):
            continue
        for sentence in (one.strip() for one in _SENTENCE.findall(paragraph.text)):
            if len(sentence) < view.rule.figure("length"):
                continue
            if sentence in first:
                yield Found((paragraph.at, first[sentence].at), {"found": sentence[:20]})
                break
            first[sentence] = paragraph


@check("PCT-08")
def comparisons_have_a_base(view: View) -> Iterator[Found]:
    """A comparison with last year that gives no figure. All texts are told at once."""
    words = view.rule.words("words")
    bare = [
        paragraph
        for paragraph in view.shared.paragraphs
        if any(
            any(word in sentence for word in words) and not _FIGURE.search(sentence)
            for sentence in _SENTENCE.findall(paragraph.text)
        )
    ]
    if bare:
        yield Found(tuple(item.at for item in bare), {"number": len(bare)})
