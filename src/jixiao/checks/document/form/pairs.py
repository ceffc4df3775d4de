"""TXT-05: quotation marks, brackets and book-title marks come in pairs, and one pair closes before the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered, running
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Passage

_OPEN = dict(zip("“‘《〈（(【〔［「『", "”’》〉）)】〕］」』", strict=True))
_FAMILY = {"(": "（", ")": "）"}  # a half-width bracket against a full-width one is a matter of TXT-03
_CLOSE = {_FAMILY.get(close, close): _FAMILY.get(mark, mark) for mark, close in _OPEN.items()}
_MARKS = re.compile(f"[{re.escape(''.join([*_OPEN, *_OPEN.values()]))}]")
_ITEM = re.compile(r"(?:^|[。；：，、;\s])[\da-zA-Z一二三四五六七八九十]{1,3}$")  # 1） a） before a list item
_AROUND = 6
_DEEPEST = 4  # pairs inside one another


@dataclass(slots=True, eq=False)
class _Mark:
    """An open or a lone mark; `crossed` once another pair closed over it."""

    sign: str
    at: int
    crossed: bool = False


@rule("TXT-05")
def marks_come_in_pairs(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A mark without its other half, pairs that cross, a title mark inside its like. The reader may tear a pair apart."""
    yield from gathered(paper, declared, _hits(list(running(paper))))


def _hits(passages: list[Passage]) -> Iterator[Hit]:
    waiting: list[tuple[str, Hit]] = []
    for passage in passages:
        opened, closed, wrong = _scan(passage.text)
        yield from (_hit(passage, at) for at in wrong)
        for mark in closed:
            match = next((item for item in reversed(waiting) if item[0] == _CLOSE[mark.sign]), None)
            if match is None:
                yield _hit(passage, mark.at)
            else:
                waiting.remove(match)
        yield from (hit for _, hit in waiting)
        yield from (_hit(passage, mark.at) for mark in opened[:-_DEEPEST])
        waiting = [(mark.sign, _hit(passage, mark.at)) for mark in opened[-_DEEPEST:]]
    if passages and passages[-1].text.endswith(("。", "！", "？", "；")):
        yield from (hit for _, hit in waiting)  # else an excerpt that breaks off


def _scan(text: str) -> tuple[list[_Mark], list[_Mark], list[int]]:
    """The marks of a passage that are opened and not closed, closed and not opened, and those that stand in a wrong pair."""
    opened: list[_Mark] = []
    closed: list[_Mark] = []
    wrong: list[int] = []
    for match in _MARKS.finditer(text):
        at, sign = match.start(), _FAMILY.get(match[0], match[0])
        near = opened[-_DEEPEST:]
        if sign not in _CLOSE:
            if sign in "《“" and any(mark.sign == sign for mark in near):
                wrong.append(at)
            opened.append(_Mark(sign, at))
            continue
        partner = next((mark for mark in reversed(near) if mark.sign == _CLOSE[sign]), None)
        if partner is not None:
            if partner.crossed:
                wrong.append(partner.at)
            for mark in near[near.index(partner) + 1 :]:
                mark.crossed = True
            del opened[len(opened) - len(near) + near.index(partner)]
        elif not (sign == "’" and at and text[at - 1].isascii()) and not (
            sign == "）" and _ITEM.search(text[max(at - 4, 0) : at])
        ):
            closed.append(_Mark(sign, at))
    return opened, closed, wrong


def _hit(passage: Passage, at: int) -> Hit:
    words = passage.text[max(at - _AROUND // 2, 0) : at + _AROUND]
    return Hit(passage.span(at, at + 1), words)
