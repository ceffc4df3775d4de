"""The figures of one passage in a row, each with its role, its sentence and the bracket that it stands in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from jixiao.documents.finders._list_roles import COUNTED, Role, dimension, role
from jixiao.documents.model import Passage, Span
from jixiao.documents.view import Mention, View
from jixiao.figures import YUAN, FigureKind

FINE = 10**8
_FARTHEST = 60  # characters from a figure to the words about it
_BRACKETS = re.compile(r"[（(\[【]|[）)\]】]")


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One figure of a passage.

    Attributes:
        bracket: offset of the bracket that it stands in, -1 outside of all.
        worth, slack: its value and half a unit of its last place (nothing for a count), in 1/10⁸ of the base unit, slack rounded up.
    """

    mention: Mention
    role: Role
    dimension: str
    bracket: int
    worth: int = 0
    slack: int = 0

    @property
    def start(self) -> int:
        """Offset in the passage."""
        return self.mention.figure.start

    @property
    def end(self) -> int:
        """Offset behind it in the passage."""
        return self.mention.figure.end


_KNOWN: WeakKeyDictionary[View, tuple[Strand, ...]] = WeakKeyDictionary()


class Strand:
    """One passage of running text."""

    def __init__(self, passage: Passage, sentences: list[tuple[int, int]], mentions: list[Mention]) -> None:
        self.passage = passage
        self.text = passage.text
        self.sentences = sentences
        self._mentions = mentions
        self._ends = [end for _, end in sentences]

    @cached_property
    def brackets(self) -> dict[int, int]:
        """Offset of every opening bracket → offset of the closing one (the end of the text where it is not closed)."""
        found: dict[int, int] = {}
        stack: list[int] = []
        for match in _BRACKETS.finditer(self.text):
            if match[0] in "（([【":
                stack.append(match.start())
            elif stack:
                found[stack.pop()] = match.start()
        return found

    @cached_property
    def tokens(self) -> list[Token]:
        """Its figures in their order."""
        found = []
        pairs = sorted(self.brackets.items())
        index, inside = 0, []
        for at, mention in enumerate(self._mentions):
            start = mention.figure.start
            while index < len(pairs) and pairs[index][0] < start:
                inside.append(pairs[index])
                index += 1
            while inside and inside[-1][1] < start:
                inside.pop()
            following = self._mentions[at + 1] if at + 1 < len(self._mentions) else None
            if following is not None and following.sentence != mention.sentence:
                following = None
            bracket = inside[-1][0] if inside else -1
            worth, slack = _measured(mention)
            found.append(Token(mention, role(mention, following), dimension(mention), bracket, worth, slack))
        return found

    @cached_property
    def starts(self) -> list[int]:
        """Where the tokens start."""
        return [token.start for token in self.tokens]

    def between(self, start: int, end: int) -> list[Token]:
        """The figures that start in a stretch of the passage."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last(self, since: int, end: int, most: int) -> list[Token]:
        """The last figures that start in a stretch of the passage."""
        stop = bisect_left(self.starts, end)
        return self.tokens[max(stop - most, bisect_left(self.starts, since)) : stop]

    def sentence_at(self, offset: int) -> int:
        """The index, in the passage, of the sentence around an offset."""
        return min(bisect_left(self._ends, offset + 1), len(self._ends) - 1)


def spoken(pattern: re.Pattern[str], *tokens: Token) -> tuple[Span, ...]:
    """Where the last words of a sort stand before each figure, none for a figure that has no such words."""
    found: dict[Span, None] = {}
    for token in tokens:
        start = max(0, token.start - min(len(token.mention.before), _FARTHEST))
        words = [match.span() for match in pattern.finditer(token.mention.passage.text, start, token.start)]
        if words:
            found[token.mention.passage.span(*words[-1])] = None
    return tuple(found)


def _measured(mention: Mention) -> tuple[int, int]:
    figure = mention.figure
    number = figure.number if mention.kind in COUNTED else None
    if number is None:
        return 0, 0
    if not figure.places and figure.size == 1 and (mention.kind is FigureKind.COUNT or figure.unit == YUAN.value):
        return int(number) * FINE, 1
    step = figure.size * FINE / 10**figure.places
    return int(number * FINE), int(step / 2) + 1


def strands(view: View) -> tuple[Strand, ...]:
    """Every passage of running text that has figures; the same ones for every finder that looks at a view."""
    known = _KNOWN.get(view)
    if known is None:
        known = _KNOWN[view] = tuple(_strands(view))
    return known


def _strands(view: View) -> Iterator[Strand]:
    passage: Passage | None = None
    sentences: list[tuple[int, int]] = []
    mentions: list[Mention] = []
    for sentence in view.sentences:
        if sentence.passage is not passage:
            if passage is not None and mentions:
                yield Strand(passage, sentences, mentions)
            passage, sentences, mentions = sentence.passage, [], []
        sentences.append((sentence.start, sentence.end))
        mentions.extend(sentence.mentions)
    if passage is not None and mentions:
        yield Strand(passage, sentences, mentions)
