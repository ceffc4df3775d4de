"""The points that a part of a report lists: each problem, each measure, each announced task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.checks.document.outline import Section, parts_of
from jixiao.documents.model import Passage, Sort, Span

# Ordinals that open a point inside running text: 一是, 其二, 第三, and （1） or 1. behind a stop.
_INSIDE = re.compile(
    r"(?:^|(?<=[：:；;。，,]))\s*(?:[一二三四五六七八九十]{1,2}是|其[一二三四五六七八九]|第[一二三四五六七八九十]{1,2}[，,、是]"
    r"|[（(]\d{1,2}[)）]|\d{1,2}[.．、](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩])"
)
_LEAD_IN = re.compile(r"[：:]\s*$|^.{0,24}(?:如下|以下|以下几个方面).{0,4}$")
_FIRST = re.compile(r"[。；;：:！]")


@dataclass(frozen=True, slots=True)
class Point:
    """One listed point.

    Attributes:
        passage, start, end: where it begins, and its own characters in that passage.
        text: everything that it says, passages that follow its first one included.
    """

    passage: Passage
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The characters of its first sentence."""
        return self.passage.span(self.start, self.start + len(self.lead))

    @property
    def lead(self) -> str:
        """Its first sentence: what it is about."""
        own = self.passage.text[self.start : self.end]
        stop = _FIRST.search(own, 2)
        return own[: stop.start()] if stop else own


def listed_in(passage: Passage) -> list[Point]:
    """The points inside one passage, fewer than two of which are no list.

    Example:
        >>> from jixiao.documents.model import Passage
        >>> [point.lead for point in listed_in(Passage("重点做好：一是修路；二是建桥。", ((0, 0),)))]
        ['一是修路', '二是建桥']
    """
    starts = [match.start() for match in _INSIDE.finditer(passage.text)]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(passage.text)]
    return [Point(passage, start, end, passage.text[start:end]) for start, end in zip(starts, ends, strict=True)]


def points(sections: Sequence[Section]) -> list[Point]:
    """Every point of a part: its subheadings with their text, else its listed items, else its paragraphs."""
    own = [section for section in sections if section.heading is not None and not parts_of(section.heading.text)]
    if own:
        found = []
        for section in own:
            heading = section.above[-1]
            said = "\n".join([heading.text, *(passage.text for passage in section.passages)])
            found.append(Point(heading, len(heading.mark), len(heading.text), said))
        return found
    return [point for section in sections for point in _of_passages(section.passages)]


def _of_passages(passages: Sequence[Passage]) -> Iterator[Point]:
    marked = any(passage.sort is Sort.ITEM for passage in passages) or any(listed_in(passage) for passage in passages)
    open_point: Point | None = None
    for passage in passages:
        inside = listed_in(passage)
        begins = passage.sort is Sort.ITEM or not marked
        if open_point is not None and not inside and not begins:
            open_point = Point(
                open_point.passage, open_point.start, open_point.end, f"{open_point.text}\n{passage.text}"
            )
            continue
        if open_point is not None:
            yield open_point
            open_point = None
        if inside:
            yield from inside
        elif begins and not _LEAD_IN.search(passage.text):
            open_point = Point(passage, 0, len(passage.text), passage.text)
    if open_point is not None:
        yield open_point
