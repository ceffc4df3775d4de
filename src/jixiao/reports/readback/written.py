"""What a report said when it was made: each embedded fact with the text that was first printed of it.

Word writes what somebody types into a bound control back into the embedded part, so the part's text is not to be trusted.
Its `value`, the exact value in words, is bound to nothing and stays. The formats of reports are a closed list: a text that
none of them makes of the value was typed later, and what the value prints as is what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.facts.dates import DateError, PartialDate
from jixiao.figures import half_up, write_chinese
from jixiao.files.errors import FileRefused
from jixiao.reports.docx.controls import PENDING_KIND
from jixiao.reports.readback.extract import Extract, Part

_FIGURE = re.compile(r"(-?\d+(?:\.\d+)?)( 万元| 分|%)?", re.ASCII)
_SHAPE = re.compile(r"[0-9.\-]+")
_MOST = 9999  # counts that reports write in Chinese numerals
_FINE = 6  # decimals to which a passport tells a rate that does not end


@dataclass(frozen=True, slots=True)
class Written:
    """One embedded fact as written; `text` is what was printed, `echoed` whether the part now says something else."""

    number: int
    address: str
    key: str
    title: str
    kind: str
    source: str
    value: str
    text: str
    echoed: bool = False

    @property
    def pending(self) -> bool:
        """Whether it was 待填."""
        return self.kind == PENDING_KIND

    @property
    def unit(self) -> str:
        """The unit of its value: 万元, %, 分, or none that the value tells."""
        match = _FIGURE.fullmatch(self.value)
        return (match[2] or "").strip() if match else ""

    @property
    def figure(self) -> Decimal | None:
        """Its exact value in that unit (a rate to six decimals); None where it is no figure."""
        match = _FIGURE.fullmatch(self.value)
        return Decimal(match[1]) if match else None


def written_facts(edited: Extract, original: Extract | None, file: str) -> tuple[Written, ...]:
    """The facts as written, by their numbers.

    Args:
        edited: the file that came back.
        original: the same report made anew, for files whose editor dropped the passports (LibreOffice does).
        file: the name for messages.

    Raises:
        FileRefused: the passports are gone and there is no original, or the original is another report.
    """
    if all(part.address or part.value for part in edited.parts):  # those of 待填 stay: nothing is bound to them
        return tuple(_written(part) for part in edited.parts)
    if original is None:
        raise FileRefused("readback-stripped", file=file)
    if len(original.parts) != len(edited.parts):
        raise FileRefused("readback-other-workbook", file=file, found=len(edited.parts), made=len(original.parts))
    pairs = zip(original.parts, edited.parts, strict=True)
    return tuple(_made(part, part.text, echoed=part.text != now.text) for part, now in pairs)


def _written(part: Part) -> Written:
    known = [part.text] if part.kind == PENDING_KIND else prints(part.value)
    if part.text in known or not part.value:
        return _made(part, part.text)
    shape = _SHAPE.sub("0", part.text)
    return _made(part, next((text for text in known if _SHAPE.sub("0", text) == shape), known[0]), echoed=True)


def _made(part: Part, text: str, *, echoed: bool = False) -> Written:
    return Written(part.number, part.address, part.key, part.title, part.kind, part.source, part.value, text, echoed)


def prints(value: str) -> Sequence[str]:
    """Every text that a report makes of a value, the usual one first.

    Example:
        >>> prints("98.437426%"), prints("-3")
        (['98.44%', '98.44'], ['-3', '3', '三'])
    """
    match = _FIGURE.fullmatch(value)
    if match is None:
        try:
            date = PartialDate.parse(value)
        except DateError:
            return [value]
        return [*dict.fromkeys((date.text(), date.iso(), value))]
    number, unit = Decimal(match[1]), (match[2] or "").strip()
    return [*dict.fromkeys(text for sign in (number, abs(number)) for text in _figures(sign, unit))]


def _figures(number: Decimal, unit: str) -> list[str]:
    if not unit:
        counted = number == number.to_integral_value() and 0 <= number <= _MOST
        return [f"{number:f}", *([write_chinese(int(number))] if counted else [])]
    exponent = number.as_tuple().exponent
    texts = [f"{half_up(number, 2):f}"]
    if unit != "%":
        return texts
    if exponent == -_FINE:  # told to six decimals, the rate may lie a little lower
        texts.append(f"{half_up(Fraction(number) - Fraction(1, 2 * 10**_FINE), 2):f}")
    whole = ["100%"] if number == 100 else []
    return [*whole, *(f"{text}%" for text in texts), *texts]
