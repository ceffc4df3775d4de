"""Lines with places become paragraphs: what the edge of the column broke is joined, what a person ended stays ended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jixiao.documents.model import Passage, Place, Sort
from jixiao.documents.readers.headings import mark_of
from jixiao.documents.readers.pdf_lines import Line
from jixiao.documents.readers.pdf_sheet import stretches

_FINISHED = re.compile(r"[。！？!?；;：:…][”’」』）)》\]】]*$")
_CONTINUING = re.compile(r"[，。、；：！？）》”’」％%]")
_OPEN_END = re.compile(r"[，、（(《“‘「]$")
_TOKEN = re.compile(r"[!-~]+[，。、；：！？）》”’」％]*|.[，。、；：！？）》”’」％]*")
_HAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
LONG = 15  # times the size of the type: two lines as long as this that end together end at the margin
SIZES_APART = 1.2


@dataclass(frozen=True, slots=True)
class Measure:
    """The edges of a column of text and the distance between the middles of two of its lines."""

    left: float
    right: float
    pitch: float


def measure(column: Sequence[Line]) -> Measure | None:
    """The measure of a column, None where it has too few lines to tell."""
    widest = max((line.right - line.left for line in column), default=0.0)
    wide = [line for line in column if line.right - line.left > 0.6 * widest]
    rights = sorted(line.right for line in wide)
    lefts = sorted(line.left for line in wide)
    if len(wide) < 3 and not (len(wide) == 2 and rights[1] - rights[0] < wide[0].em < widest / LONG):
        return None
    steps = sorted(
        step
        for line, after in pairwise(column)
        if line.sheet == after.sheet and (step := after.bottom - line.bottom) > 0
    )
    # One line may stand out of the margin; a second one that does is the margin.
    return Measure(lefts[1] if len(wide) > 2 else lefts[0], rights[-2], steps[len(steps) // 2] if steps else 0.0)


def goes_on(line: Line, after: Line, here: Measure, there: Measure, started: Line) -> bool:
    """Whether a paragraph goes on in the next line.

    Args:
        line: a line of it.
        after: the next in reading order.
        here: the measure of the column of `line`.
        there: that of `after`.
        started: the first line of the paragraph.
    """
    em = min(line.em, after.em)
    if not em / SIZES_APART <= max(line.em, after.em) <= em * SIZES_APART or line.right < line.left + em:
        return False
    if line.sheet == after.sheet and line.column == after.column:
        step = after.bottom - line.bottom
        if step > max(1.5 * here.pitch, 2.6 * em) or len(line.runs) > 1 or len(after.runs) > 1:
            return False
    need = min(token_width(after), (here.right - here.left) / 3)
    full = here.right - line.right < need + 0.6 * em
    indent, before = after.left - there.left, line.left - here.left
    indented = indent > 1.2 * em
    hanging = line is not started and abs(indent - before) < 0.5 * em
    if not full:
        # A line that stops short ends its paragraph, unless what follows cannot begin one.
        return bool(_CONTINUING.match(after.text)) and not indented
    if indented and not hanging:
        block = abs(indent - before) < 0.5 * em and not _FINISHED.search(line.text) and mark_of(after.text) is None
        return block or bool(_CONTINUING.match(after.text))
    if mark_of(after.text) is not None:
        return not _FINISHED.search(line.text) and (bool(_OPEN_END.search(line.text)) or not indented)
    return True


def token_width(line: Line) -> float:
    """How wide the word at the start of a line is; a Latin letter takes about half of its size."""
    token = _TOKEN.match(line.text)
    return sum(1.0 if _HAN.match(letter) else 0.55 for letter in token[0][:60]) * line.em if token else line.em


def paragraphs(lines: Sequence[Line], measures: Mapping[tuple[int, int], Measure]) -> list[list[Line]]:
    """The lines of each paragraph, lines given in reading order.

    Args:
        lines: with headers, footers and tables taken out.
        measures: of every (sheet, column).
    """
    found: list[list[Line]] = []
    for line in lines:
        if found:
            last = found[-1][-1]
            here, there = measures.get((last.sheet, last.column)), measures.get((line.sheet, line.column))
            if here and there and goes_on(last, line, here, there, found[-1][0]):
                found[-1].append(line)
                continue
        found.append([line])
    return found


def passage(group: Sequence[Line], texts: Mapping[int, str], offsets: Mapping[int, int]) -> Passage:
    """Lines as one passage. Chinese follows Chinese directly, between two Latin words and at wide gaps stands a blank.

    Args:
        group: the lines.
        texts: of their sheets, by number.
        offsets: where those sheets begin in `Document.text`.
    """
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    offset = 0
    for line in group:
        for number, run in enumerate(line.runs):
            if parts and (number or _latin(parts[-1][-1], texts[line.sheet][run.start])):
                parts.append(" ")  # stands for the white between: the character after the piece before
                offset += 1
            for start, end in stretches(texts[line.sheet], run):
                pieces.append((offset, offsets[line.sheet] + start))
                parts.append(texts[line.sheet][start:end])
                offset += end - start
    return Passage("".join(parts), tuple(pieces), Sort.PARAGRAPH, place=Place(page=group[0].sheet + 1))


def _latin(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()
