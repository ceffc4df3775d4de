"""XSC-15: short names are told before they are used, mean one thing each, and are used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered, running
from jixiao.checks.document.form.wording import word_list
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.finding import Told, in_words
from jixiao.checks.severity import Severity
from jixiao.documents.model import Passage, Span

_DEFINED = re.compile(
    r"[（(][^（）()简下]{0,12}(?:(?:以下|下文|后文|下)?(?:统一|统|均|并)?简称|以下称|下称)(?:为)?[：:]?\s?"
    r"(?P<shorts>[^（）()。；]{1,40})[）)]"
)
_QUOTED = re.compile(r"[“\"‘《「]([^“”\"‘’《》「」]{1,16})[”\"’》」]")
_HAN = "一二三四五六七八九十"
_NUMBERED = re.compile(rf"[{_HAN}]")
# 市二宫, 区三小: a place, an ordinal and the last sign of an institution's name.
_ORDINAL = re.compile(
    rf"[省市县区州][{_HAN}]{{1,2}}(?:医院|中学|小学|院|中(?![心型央标等小层间学])|小(?![时型部组块批学])|[宫校职幼馆])"
)
_INSTITUTION = re.compile(r"(?:[院中小宫校幼馆所队厂站局园]|中心|公司)$")
_SPLIT = re.compile(r"[，、；：。“”《》（）()]|分别是|包括|以及|下属|和|与|为|及|由")
_LONG_FULL = 40  # characters of a full name
_MOST = 200  # short names of a document, and names looked up in it; more is no report
_LONG_ENOUGH = 300  # characters behind a definition in which its short name would come


@dataclass(frozen=True, slots=True)
class _Short:
    """A short name, what it stands for, and where it is told."""

    name: str
    full: str
    span: Span
    passage: int
    end: int


@rule("XSC-15")
def short_names_are_told(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """One finding for all; names that everybody knows and those of one word (项目, 中心) are left alone."""
    passages = list(running(paper))
    defined = list(islice(_defined(passages), _MOST))
    spans = tuple(short.span for short in defined)
    used = list(_unknown(paper, passages, defined))
    twice = list(_twice(defined))
    idle = [Hit(short.span, short.name) for short in defined if _is_idle(short, passages)]
    told: list[Told] = []
    for hits, message in ((used, "used"), (twice, "twice"), (idle, "idle")):
        if hits:
            names = tuple(dict.fromkeys(f"“{hit.words}”" for hit in hits))
            told.append(Told(f"form-xsc-15-{message}", {"names": names}))
    hits = used or twice or idle
    severity = None if used or twice else Severity.NOTE
    if hits and spans:
        first = Told("form-xsc-15-known", {"names": tuple(dict.fromkeys(f"“{short.name}”" for short in defined))})
    else:
        first = Told("form-xsc-15-none", {})
    yield from gathered(paper, declared, hits, severity, told=_Sentences(tuple(told)), known=first)


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Several sentences behind one another."""

    said: tuple[Told, ...]

    def sentence(self, lang: str = "zh") -> str:
        """All of them."""
        return ("" if lang == "zh" else " ").join(in_words(said, lang) for said in self.said)


def _defined(passages: list[Passage]) -> Iterator[_Short]:
    for index, passage in enumerate(passages):
        if "称" not in passage.text:
            continue
        for match in _DEFINED.finditer(passage.text):
            shorts = _QUOTED.findall(match["shorts"]) or [match["shorts"].strip()]
            full = _SPLIT.split(passage.text[max(match.start() - _LONG_FULL, 0) : match.start()])[-1]
            for name in shorts:
                at = passage.text.index(name, match.start("shorts"))
                yield _Short(name, full, passage.span(at, at + len(name)), index, match.end())


def _unknown(paper: Paper, passages: list[Passage], defined: list[_Short]) -> Iterator[Hit]:
    """Short names with an ordinal that nobody told: beside one that was told (市三宫), or whose full name is printed."""
    known = {short.name for short in defined} | word_list("shortnames")
    families = {_NUMBERED.sub("#", short.name) for short in defined if _is_numbered(short.name)}
    patterns = [
        re.compile("".join(rf"[{_HAN}]" if sign == "#" else re.escape(sign) for sign in family))
        for family in sorted(families)
    ]
    seen: set[str] = set()
    for passage in passages:
        for pattern in (*patterns, _ORDINAL):
            for match in pattern.finditer(passage.text):
                name = match[0]
                if name in known or name in seen or len(seen) > _MOST:
                    continue
                seen.add(name)
                if pattern is not _ORDINAL or _is_printed(name, paper.plain):
                    yield Hit(passage.span(match.start(), match.end()), name)


def _is_numbered(name: str) -> bool:
    """Whether it is the short name of one of several institutions: 市三宫, neither 十四五 nor 第三方."""
    return len(name) > 2 and len(_NUMBERED.findall(name)) == 1 and bool(_INSTITUTION.search(name)) and name[0] != "第"


def _is_printed(name: str, text: str) -> bool:
    number = _NUMBERED.search(name)
    return number is not None and bool(
        re.search(rf"[省市县区州]第{number[0]}[一-龥]{{1,12}}{re.escape(name[-1])}", text)
    )


def _twice(defined: list[_Short]) -> Iterator[Hit]:
    """One short name for two full ones; a full one that is part of the other is the same."""
    first: dict[str, str] = {}
    for short in defined:
        full = first.setdefault(short.name, short.full)
        if not (full.endswith(short.full) or short.full.endswith(full)):
            yield Hit(short.span, short.name)


def _is_idle(short: _Short, passages: list[Passage]) -> bool:
    after = [passages[short.passage].text[short.end :], *(passage.text for passage in passages[short.passage + 1 :])]
    if any(short.name in text for text in after):
        return False
    before = (passage.text for passage in passages[: short.passage])
    return sum(map(len, after)) >= _LONG_ENOUGH and not any(short.name in text for text in before)
