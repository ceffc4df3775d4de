"""Setting a draft as text: where every word and figure stands, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bench.drafts import Draft, Pen, Slot, Style, Tied, Wanted, Word
from jixiao.documents.model import Span
from jixiao.facts import Address
from jixiao.relations import Form, Mode, Quantity, Relation, Term

WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
LINE = 34


def written(pens: Sequence[Pen], headings: Sequence[str], style: Style) -> Draft:
    """Set what the pens wrote as one text: first what stands where it was written, then what stands at the end."""
    setter = _Setter(style)
    for pen, heading in zip(pens, headings, strict=True):
        setter.heading(heading)
        for paragraph in pen.now:
            setter.paragraph(paragraph)
    for pen in pens:
        for paragraph in pen.later:
            setter.paragraph(paragraph)
    ties = tuple(_tied(wanted) for pen in pens for wanted in pen.wanted)
    return Draft(setter.text, tuple(tuple(pen.slots) for pen in pens), ties)


class _Setter:
    """Sets words and figures one after the other and tells each where it stands."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.lines: list[str] = []
        self.length = 0
        self.column = 0

    @property
    def text(self) -> str:
        """What was set."""
        return "".join(self.lines)

    def heading(self, text: str) -> None:
        """A line of its own."""
        self._put(text)
        self._end()

    def paragraph(self, parts: Sequence[Word | Slot]) -> None:
        """Words and figures of a paragraph. In a list every part goes with the mark before it, the first with that after it."""
        table = any("\t" in part.text for part in parts if isinstance(part, Word))
        before = Span(self.length, self.length)
        for part in parts:
            text = _printed(part, self.style) if isinstance(part, Slot) else part.text
            part.span = self._put(text, whole=table)
            if isinstance(part, Slot):
                part.text = text
                part.clause = Span(before.start, part.span.end)
            else:
                for slot in part.of:
                    slot.verb = part.span
            before = part.span
        self._end()

    def _put(self, text: str, *, whole: bool = False) -> Span:
        start = self.length
        for index, sign in enumerate(text):
            inside = index and sign in "0123456789.," and text[index - 1] in "0123456789.,"
            if self.style.wrapped and not whole and self.column >= LINE and not inside and sign not in "，。、；：）":
                self._add("\n")
                self.column = 0
                start += index == 0
            self._add(sign.translate(WIDE) if self.style.wide else sign)
            self.column += 1
        return Span(start, self.length)

    def _end(self) -> None:
        self._add("\n")
        self.column = 0

    def _add(self, sign: str) -> None:
        self.lines.append(sign)
        self.length += 1


def _printed(slot: Slot, style: Style) -> str:
    whole, part = divmod(slot.steps, 10**slot.places)
    digits = f"{whole:,}" if style.thousands else str(whole)
    if slot.places:
        digits += f".{part:0{slot.places}d}"
    return digits + (" " if style.blank and slot.unit not in ("", "%") else "") + slot.unit


def _tied(wanted: Wanted) -> Tied:
    slots = [slot for _, _, slot in wanted.terms]
    terms = [Term(slot.quantity(), sign, below) for sign, below, slot in wanted.terms]
    if wanted.names:
        listed = Quantity(Address("text/names"), "", Fraction(len(wanted.names)), written=False)
        terms = [Term(listed)]
    if wanted.left is None:
        left = Quantity(
            Address("text/hundred"), "", Fraction(1), "%", Fraction(1, 100), 0, printed=False, written=False
        )
    else:
        left = wanted.left.quantity()
        slots.insert(0, wanted.left)
    if wanted.form is Form.PRODUCT and not left.printed:
        left = replace(left, printed=True)
    relation = Relation(wanted.code, wanted.form, left, tuple(terms), Mode.PRINTED)
    return Tied(relation, tuple(slots), wanted.closed, tuple(word.span for word in wanted.names))
