"""Lines that a page was too narrow for, joined again into the paragraphs that somebody wrote.

Text copied from a PDF breaks every sentence at the edge of the page, often with a blank line between any two lines; text
from a web page holds a whole paragraph in a line. Which of the two it is shows in the lines themselves: many that end in
the middle of a sentence, all about equally wide.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

from jixiao.documents.model import Passage, Place, Sort
from jixiao.documents.readers.headings import looks_headed, mark_of

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_FINISHED = re.compile(r"[。！？!?；;：:…][”’」』）)》\]】]*$")
_ENDED = re.compile(r"[。！？!?…][”’」』）)》\]】]*$")
_OPEN_END = re.compile(r"[，、,（(《“‘「—]$")
_CONTINUING = re.compile(r"[，。、；：！？）》”’」％%]")
_PROSE = re.compile(r"[，。；、：]")
_TOKEN = re.compile(r"[（《“‘「]?(?:[!-~]+|.)[，。、；：！？）》”’」％]*")
_PART_OF_FIGURE = re.compile(r"[\d万亿][元万亿%％个人户件次项年月日家名分]")
_INDENT = 4  # columns before the first line of a paragraph, lost in copying
_LEAST = 24  # columns: a narrower page is none
_TIGHT = 96  # percent of it that a line has after which nothing more finds room
_BAND = 85  # percent of the width of the page that a full line has at least


@dataclass(frozen=True, slots=True)
class Origin:
    """What the file itself says of a line.

    Attributes:
        place: where it stands.
        sort: PARAGRAPH where the words decide.
        level: of its outline, 0 for none.
        mark: a number that the program counts and nobody typed; it stands at `marked_at` in the document's text.
        fresh: whether a paragraph certainly begins here.
    """

    place: Place
    sort: Sort = Sort.PARAGRAPH
    level: int = 0
    mark: str = ""
    marked_at: int = 0
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds something: its place in the text, its words without the blanks around them.

    Attributes:
        gap: blank lines before it.
        indent: columns before it.
        width: columns that it takes; a Chinese character takes two.
        lead: tabs before it, which stand for blank cells where it is the row of a table.
        origin: what the file says of it; plain text says nothing.
    """

    start: int
    text: str
    gap: int
    indent: int
    width: int
    lead: int = 0
    origin: Origin | None = None


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold something."""
    found: list[Line] = []
    last = 0
    for match in _LINE.finditer(text):
        words = match[0].strip()
        if not words or words == "\ufeff":
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        between = text[last : match.start()]
        gap = max(between.count("\n") or between.count("\r"), 1) - 1 if found else 0
        blanks = text[match.start() : start]
        indent = width_of(blanks.expandtabs(4))
        found.append(Line(start, words, gap, indent, width_of(words), blanks.count("\t")))
        last = match.end()
    return found


def width_of(text: str) -> int:
    """Columns on a page; ASCII needs no look into the tables."""
    if text.isascii():
        return len(text)
    return sum(2 if letter > "\u2e7f" or east_asian_width(letter) in "WFA" else 1 for letter in text)


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text is broken.

    Attributes:
        width: of its page in columns, 0 where lines are paragraphs.
        gap: blank lines between the lines of a paragraph.
        indent: of most lines.
        letters: whether lines were cut after so many characters, however wide; each then counts as two columns.
    """

    width: int
    gap: int
    indent: int
    letters: bool = False

    def size(self, line: Line) -> int:
        """How far a line reaches."""
        return _size(line, letters=self.letters)

    def full(self, line: Line, after: Line, *, first: bool) -> bool:
        """Whether the first word of the next line would not have found room on this one, indented if it is a first one."""
        token = _TOKEN.match(after.text)
        need = min(width_of(token[0]) if token else 0, self.width // 3)
        return (self.size(line) + need + (_INDENT if first else 0)) * 100 >= self.width * (_BAND + 5)


def wrapping_of(lines: Sequence[Line]) -> Wrapping:
    """Judge the wrapping from the widths of lines that end in the middle of a sentence."""
    indent = Counter(line.indent for line in lines).most_common(1)[0][0] if lines else 0
    wide = [line for line in lines if line.width >= _LEAST]
    opened = [line for line in wide if not _FINISHED.search(line.text) and _PROSE.search(line.text)]
    letters = _peak(opened, _TIGHT, letters=True)[0] > _peak(opened, _TIGHT, letters=False)[0]
    best, width = _peak(opened, _BAND, letters=letters)
    every = sorted(_size(line, letters=letters) for line in wide)
    inside = bisect_right(every, width) - bisect_left(every, -(-width * _BAND // 100))
    alone = best == 1 and len(lines) <= 3 and every[-1] == width
    if (best < 2 and not alone) or best * 4 < inside:
        return Wrapping(0, 0, indent)
    gaps = Counter(
        after.gap
        for line, after in pairwise(lines)
        if _size(line, letters=letters) * 100 >= width * _BAND and not _FINISHED.search(line.text)
    )
    return Wrapping(width, gaps.most_common(1)[0][0] if gaps else 0, indent, letters)


def _size(line: Line, *, letters: bool) -> int:
    return 2 * len(line.text) if letters else line.width


def _peak(lines: Sequence[Line], band: int, *, letters: bool) -> tuple[int, int]:
    """How many lines reach equally far, and how far: the width under which most of them lie within the band."""
    sizes = sorted(_size(line, letters=letters) for line in lines)
    best, width = 0, 0
    for candidate in sorted(set(sizes)):
        count = bisect_right(sizes, candidate) - bisect_left(sizes, -(-candidate * band // 100))
        if count >= best:
            best, width = count, candidate
    return best, width


def continues(line: Line, after: Line, wrapping: Wrapping, started: Line) -> bool:
    """Whether the paragraph that began with `started` and has come to `line` goes on in the next line."""
    if after.origin is not None and (after.origin.fresh or after.origin.sort is not Sort.PARAGRAPH):
        return False
    if after.indent >= wrapping.indent + 2 and after.indent >= line.indent + 2:
        return False
    mark, open_end = mark_of(after.text), bool(_OPEN_END.search(line.text))
    if wrapping.width and wrapping.size(after) * 100 > wrapping.width * 115:
        return False  # a line wider than the page is a paragraph of its own
    if not wrapping.width:
        if (
            line.origin is not None
            and after.origin is not None
            and line.origin.place == after.origin.place
            and open_end
            and mark is None
        ):
            return True  # a break inside a paragraph
        if mark is not None or after.gap > 1 or line.width < _LEAST or not _PROSE.search(line.text):
            return False
        joint = line.text[-1] + after.text[0]
        return open_end or bool(_CONTINUING.match(after.text)) or bool(_PART_OF_FIGURE.match(joint))
    full = wrapping.size(line) * 100 <= wrapping.width * 115 and wrapping.full(line, after, first=started is line)
    if mark is not None:
        return full and (open_end or (line.text[-1] in "；;" and mark.sort is Sort.ITEM))
    if _FINISHED.search(line.text):
        return full and (not _ENDED.search(line.text) or _same_paragraph(line, after, wrapping))
    if open_end or _CONTINUING.match(after.text):
        return True
    headed = started is line and looks_headed(line.text, mark_of(line.text))
    if headed and wrapping.size(line) * 100 < wrapping.width * 80:
        return False
    return full


def _same_paragraph(line: Line, after: Line, wrapping: Wrapping) -> bool:
    """Whether the line after a whole sentence belongs to it: the sentence reaches the edge, what follows looks no start.

    A line that lacks just the columns of an indent is the first of a paragraph; a short open one is a heading.
    """
    if wrapping.size(line) * 100 < wrapping.width * _TIGHT or after.gap > wrapping.gap:
        return False
    return bool(_FINISHED.search(after.text)) or wrapping.size(after) > wrapping.width - _INDENT


def joined(lines: Sequence[Line], place: Place) -> Passage:
    """Lines as one passage: Chinese follows Chinese directly, between two Latin words stands a blank."""
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    offset, origin = 0, lines[0].origin
    if origin is not None and origin.mark:
        pieces.append((0, origin.marked_at))
        parts.append(origin.mark)
        offset = len(origin.mark)
    for line in lines:
        if line is not lines[0] and _latin(parts[-1][-1]) and _latin(line.text[0]):
            parts.append(" ")  # stands for the line break, the character after the line before
            offset += 1
        pieces.append((offset, line.start))
        parts.append(line.text)
        offset += len(line.text)
    sort = Sort.PARAGRAPH if origin is None else origin.sort
    return Passage("".join(parts), tuple(pieces), sort, place=place)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()
