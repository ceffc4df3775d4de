"""How an official document looks: the measures and type roles of GB/T 9704—2012 that docx and PDF share.

Lengths are whole twips (twentieths of a point) or whole millimetres, so that both writers work from the same integers.
Source: GB/T 9704—2012 党政机关公文格式, chapters 5 to 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from jixiao.reports.model import Annex, Block, Pending, Report, Spans, spans_of, text_of

POINT = 20  # twips
CHARACTER = 16 * POINT  # 三号, the size of the body: one 字
# 225 mm of text area hold 22 lines; 28.95 pt is the largest pitch in whole twips that does (29 pt is 0.2 pt too much).
PITCH = 579
# 156 mm hold 28 characters when each of the 16 pt characters gives up a quarter of a point.
SQUEEZE = -5

PAPER_MM = (210, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 37, 35, 28, 26
# The dash of the page number stands 7 mm under the text area; its line is 16 pt high.
NUMBER_DROP_MM = 7

BLUE, AMBER, GREY = "1f5fbf", "b36b00", "d9dde3"
WARN_MARK = "▲"


class Role(Enum):
    """What a typeface is for, named by the face that the standard asks for."""

    TITLE = "方正小标宋简体"
    BODY = "仿宋_GB2312"
    HEADING_1 = "黑体"
    HEADING_2 = "楷体_GB2312"
    NUMBER = "宋体"
    LATIN = "Times New Roman"


def twips(millimetres: int) -> int:
    """Whole twips of a length, to the nearest one, a half upwards. The left margin of 28 mm is 1587 twips.

    Example:
        >>> twips(37)
        2098
    """
    return (millimetres * 14400 + 127) // 254


def clean(text: str) -> str:
    r"""The printable part of a text: no control characters, lone surrogates or non-characters; one kind of line break.

    Such characters have no shape on paper, and XML 1.0 cannot carry them at all.

    Example:
        >>> clean("甲\x00乙\r\n丙")
        '甲乙\n丙'
    """
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return "".join(character for character in text if _is_printed(ord(character)))


def _is_printed(code: int) -> bool:
    if code in (0x09, 0x0A):
        return True
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return False
    return code & 0xFFFE != 0xFFFE and not 0xFDD0 <= code < 0xFDF0


def width_in_halves(text: str) -> int:
    """How wide a text is, in half characters: an ASCII character is one, any other two."""
    return sum(1 if character.isascii() else 2 for character in text)


@dataclass(frozen=True, slots=True)
class Part:
    """The body (no annex) or one annex, with its blocks."""

    annex: Annex | None
    blocks: tuple[Block, ...]

    @property
    def wide(self) -> bool:
        """Whether its pages lie."""
        return self.annex is not None and self.annex.wide


def parts_of(report: Report) -> tuple[Part, ...]:
    """The report cut at its annexes: first the body, even when it is empty, then one part for each annex."""
    heads: list[Annex | None] = [None]
    bodies: list[list[Block]] = [[]]
    for block in report.blocks:
        if isinstance(block, Annex):
            heads.append(block)
            bodies.append([])
        else:
            bodies[-1].append(block)
    return tuple(Part(head, tuple(body)) for head, body in zip(heads, bodies, strict=True))


def pending_of(report: Report) -> tuple[Pending, ...]:
    """Everything that nobody supplied, in reading order."""
    runs: Iterable[Spans] = (*(tuple(spans_of(block)) for block in report.blocks), report.signature, report.date)
    return tuple(span for spans in runs for span in spans if isinstance(span, Pending))


def author_of(report: Report) -> str:
    """Who signs, for the file's properties; empty while nobody said so."""
    return clean(text_of(tuple(span for span in report.signature if not isinstance(span, Pending))))


def draft_line(report: Report) -> str:
    """What stands at the head of each page of a draft; empty for a final report."""
    if not report.draft:
        return ""
    count = len(pending_of(report))
    return f"草稿（尚有{count}处待填）" if count else "草稿"


def attachment_lines(report: Report) -> tuple[tuple[str, str], ...]:
    """The note of attachments under the text: its label and name, line by line; a single one carries no number."""
    names = report.attachments
    if len(names) < 2:
        return tuple(("附件：", name) for name in names)
    return tuple((("附件：" if number == 1 else "") + f"{number}. ", name) for number, name in enumerate(names, 1))


def signature_indents(report: Report) -> tuple[int, int]:
    """How far signature and date stand from the right edge, in halves of a character.

    The date stands four characters in, the signature centred above it, so that a seal can go over both.
    """
    signature, date = width_in_halves(text_of(report.signature)), width_in_halves(text_of(report.date))
    inset = 8 if date else 4
    overhang = max(0, (signature - date) // 2)
    if date and overhang > inset:
        return 0, min(overhang, 56 - date)
    return (inset + (date - signature) // 2 if date else inset), inset
