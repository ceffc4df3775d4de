"""The characters of a Word paragraph: what a person reads, one character for each that the runs hold.

`paragraph_text` is the rule by which offsets are counted; whoever puts a comment at exact characters of the file counts by
the same rule with `pieces_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
BREAK = "\u2028"  # a line break inside a paragraph
MARKED = "\u2063"  # stands between a number that the program counts and the text of its paragraph
_P, _T, _R = f"{W}p", f"{W}t", f"{W}r"
_LEFT_OUT = frozenset(
    {
        f"{W}{name}"
        for name in (
            "del",
            "moveFrom",
            "rPr",
            "pPr",
            "instrText",
            "delText",
            "delInstrText",
            "txbxContent",
            "rt",
            "fldData",
        )
    }
    | {f"{MC}Fallback"}
)
_SINGLE = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": BREAK,
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "-",
}
_KEPT = str.maketrans(
    {"\n": " ", "\r": " ", MARKED: " "} | {chr(code): " " for code in (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85)}
)


def paragraph_text(paragraph: Any) -> str:
    """The text of a `w:p` as the document reader counts it.

    Deleted text (`w:del`, `w:moveFrom`), field codes, reading aids, text boxes and old-style copies of drawings are left
    out; a tab is one tab, a break one U+2028, and every character of a `w:t` is one character, so offsets in the runs and
    offsets here are the same. Numbers that Word counts are not part of it.
    """
    return "".join(text for _, text in pieces_of(paragraph))


def pieces_of(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph that hold text (`w:t`, `w:tab`, `w:br`, …) with the characters of each, in order."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        tag = element.tag
        if tag == _T:
            if element.text:
                yield element, element.text.translate(_KEPT)
        elif tag in _SINGLE:
            yield element, _SINGLE[tag]
        elif tag == f"{W}sym":
            yield element, "□"  # a character of a symbol font; which one, only that font knows
        elif isinstance(tag, str) and tag not in _LEFT_OUT and tag != _P:
            stack.append(iter(element))
