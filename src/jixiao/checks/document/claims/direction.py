"""Change words against the figures beside them: a rise that fell, 持平 over two figures, a fall with a minus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.view import Mention, Sentence
from jixiao.figures import half_up
from jixiao.figures.reading.figure import Bound

_UP = "增加|增长|上升|提高|提升|上涨|扩大"
_DOWN = "减少|下降|降低|回落|压减|缩短|缩小|压缩"
_YEAR = r"(?:20\d\d年(?:度|末|底|初)?|上年|去年|本年|今年|当年|年初|年末)"
_FROM = re.compile(r"(?:由|从|自)[^，。；由从]{0,16}$")
_TO = re.compile(
    rf"^(?:左右|人次)?，?[^，。；：]{{0,6}}?(?:(?P<word>{_UP}|{_DOWN})(?:了)?(?:到|至|为|成)|(?P<short>增至|升至|降至|减至))"
    rf"(?:了)?{_YEAR}?的?(?P<rest>[^，。；：\d]{{0,4}})$"
)
# 由下降3%提高到增长1%, 由增长5%回落到3%: rates of change, whose sign stands in words.
_OF_CHANGE = re.compile(r"(?:增长|增加|下降|减少|回落|上升|负增长|增|降|减)(?:了)?$")
_FLAT_AFTER = re.compile(r"^(?:相比|比)?[，,]?(?P<about>基本|大致|总体|大体)?持平")
_FLAT_BASE = re.compile(r"^[，,]?(?:与|和|同|较|比)(?:上年|去年|上一年|上年度|年初|20\d\d年)[^，。；：]{0,10}$")
_FLAT_TOO = re.compile(r"^[，,]?(?:总体)?(?:与|和|同|较)(?:上年|去年|上一年|上年度|上年同期)[^，。；]{0,4}持平")
_CHANGE = re.compile(rf"(?P<word>{_UP}|{_DOWN})(?:了)?$")
_FALL = re.compile(r"(?P<word>减少|下降|降低|回落|压减)(?:了)?$")
_RANKS = re.compile(r"排名|名次|位次|位居|位列|第\s*\d")
_NOW = re.compile(r"(?P<year>20\d\d)\s*年|(?P<this>本年|今年|当年)|(?P<last>上年|去年|上一年)")
_ONLY_WORD = re.compile(rf"(?:有所|稳步|持续|明显|大幅|略有|显著|呈)(?P<word>{_UP}|{_DOWN})(?!\s*\d)")
_IS_UP = re.compile(f"{_UP}|增至|升至")


@rule("PCT-07")
def words_follow_figures(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Every change word whose two figures, or whose sign, stand in the same sentence."""
    for _, sentences in paragraphs(paper):
        for sentence in sentences:
            if not _RANKS.search(sentence.text):
                yield from _from_to(paper, declared, sentence)
                yield from _two_years(paper, declared, sentence)
            yield from _flat(paper, declared, sentence)
            yield from _twice_negative(paper, declared, sentence)


def _quantities(sentence: Sentence) -> list[Mention]:
    return [mention for mention in sentence.mentions if mention.figure.is_quantity]


def _number(mention: Mention) -> Fraction:
    return mention.figure.number or Fraction(0)


def _plain(first: Mention, second: Mention) -> bool:
    """Whether two figures are of one unit and told exactly, so that they can be compared."""
    figures = (first.figure, second.figure)
    return first.figure.unit == second.figure.unit and all(
        figure.bound is Bound.NONE and figure.value_high is None for figure in figures
    )


def _from_to(paper: Paper, declared: Declaration, sentence: Sentence) -> Iterator[PaperFinding]:
    text = sentence.passage.text
    for first, second in pairwise(_quantities(sentence)):
        lead = "".join(text[max(sentence.start, first.figure.start - 20) : first.figure.start].split())
        word = _TO.search("".join(text[first.figure.end : second.figure.start].split()))
        if not word or not _FROM.search(lead) or not _plain(first, second):
            continue
        if _OF_CHANGE.search(lead) or _OF_CHANGE.search(word["rest"]):
            continue
        before, after = _number(first), _number(second)
        said = word["word"] or word["short"]
        rises = bool(_IS_UP.fullmatch(said))
        if after == before or (after > before) is not rises:
            values = {"word": said, "first": quoted(first.written), "second": quoted(second.written)}
            yield tell(paper, declared, [first.span, second.span], "claim-direction", values)


def _two_years(paper: Paper, declared: Declaration, sentence: Sentence) -> Iterator[PaperFinding]:
    """Two figures of neighbouring years, and a change word that has no figure of its own."""
    word = _ONLY_WORD.search(sentence.text)
    quantities = _quantities(sentence)
    if not word or len(quantities) != 2 or not _plain(*quantities):
        return
    years = [_year_before(sentence, mention) for mention in quantities]
    if None in years or years[0] == years[1] or sentence.start + word.start() < quantities[1].figure.end:
        return
    older, newer = quantities if (years[0] or 0) < (years[1] or 0) else reversed(quantities)
    rises = bool(_IS_UP.fullmatch(word["word"]))
    if _number(older) == _number(newer) or (_number(newer) > _number(older)) is not rises:
        values = {"word": word["word"], "first": quoted(older.written), "second": quoted(newer.written)}
        yield tell(paper, declared, [older.span, newer.span], "claim-direction", values, Severity.WARNING)


def _year_before(sentence: Sentence, mention: Mention) -> int | None:
    """The year that is named last in the clause of a figure; this year and last year count as 1 and 0."""
    before = sentence.passage.text[sentence.start : mention.figure.start]
    named = list(_NOW.finditer(re.split(r"[，,；;]", before)[-1]))
    if not named:
        return None
    return int(named[-1]["year"]) if named[-1]["year"] else int(bool(named[-1]["this"]))


def _flat(paper: Paper, declared: Declaration, sentence: Sentence) -> Iterator[PaperFinding]:
    quantities = _quantities(sentence)
    for first, second in pairwise([*quantities[:1], *quantities]):
        flat = _FLAT_AFTER.search(second.after.lstrip())
        if flat and first is not second and _FLAT_BASE.search(_between(sentence, first, second)):
            places = min(first.figure.places, second.figure.places)
            shown = {_rounded(mention, places) for mention in (first, second)}
            if not flat["about"] and _plain(first, second) and len(shown) > 1:
                values = {"first": quoted(first.written), "second": quoted(second.written)}
                yield tell(paper, declared, [first.span, second.span], "claim-flat", values)
        change = _CHANGE.search(second.before.rstrip())
        if change and _number(second) and _FLAT_TOO.search(second.after):
            values = {"word": change["word"], "found": quoted(second.written)}
            yield tell(paper, declared, [second.span], "claim-flat-change", values, Severity.WARNING)


def _between(sentence: Sentence, first: Mention, second: Mention) -> str:
    return "".join(sentence.passage.text[first.figure.end : second.figure.start].split())


def _rounded(mention: Mention, places: int) -> Fraction:
    return Fraction(half_up(_number(mention) / mention.figure.size, places))


def _twice_negative(paper: Paper, declared: Declaration, sentence: Sentence) -> Iterator[PaperFinding]:
    for mention in _quantities(sentence):
        fall = _FALL.search(mention.before.rstrip())
        if fall and mention.written.startswith(("-", "－", "−")):
            values = {"word": fall["word"], "found": quoted(mention.written)}
            yield tell(paper, declared, [mention.span], "claim-double-minus", values, Severity.WARNING)
