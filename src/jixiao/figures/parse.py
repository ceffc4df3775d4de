"""Reading one figure as officers write it: full-width digits, thousands marks, units, blanks; doubt is a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.errors import FigureError
from jixiao.figures.missing import MISSING, Missing
from jixiao.figures.printing import Printed
from jixiao.figures.units import Kind, meaning

# Full-width forms, the several dashes and the invisible characters that input methods and PDF copies leave behind.
WIDE = str.maketrans(
    "０１２３４５６７８９．，％＋－−–／　\u00a0\u2007\u202f",
    "0123456789.,%+---/    ",
    "\u200b\u200c\u200d\u2060\ufeff",
)
# What people write into a cell that has no figure.
NOTHING = frozenset({"", "-", "--", "---", "—", "——", "/", "\\", "…", "……"})
LONGEST = 40  # digits; the whole budget of the country in 分 has 16
FIGURE = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]+))?(?P<unit> *[^0-9., ].*)?"
)
COMMAS = re.compile(r"[+-]?[0-9.,]*,[0-9.,]*(?: *[^0-9., ].*)?")
SPACED = re.compile(r"[+-]?[0-9][0-9., ]* [0-9., ]*[0-9](?: *[^0-9., ].*)?")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as it is written: value in its own unit, decimals as printed, and the unit ("" when there is none)."""

    value: Decimal
    places: int
    unit: str

    @property
    def meaning(self) -> tuple[Kind, Fraction]:
        """Kind and size of the unit in base units. Raises FigureError when the unit is unknown."""
        known = meaning(self.unit)
        if known is None:
            raise FigureError("figure-unit-unknown", str(self), unit=self.unit)
        return known

    @property
    def kind(self) -> Kind:
        """What the written unit makes of the number."""
        return self.meaning[0]

    def printed(self, *, exact: bool = False) -> Printed:
        """The interval that the printed figure stands for, in base units. Counts are exact by themselves."""
        kind, size = self.meaning
        return Printed(self.value, self.places, size, exact or (kind is Kind.COUNT and size == 1))

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit}"


def read_figure(text: str) -> Written | Missing:
    """Read one figure.

    Args:
        text: what stands in a cell: "46,154.11 万元", "９８．４４％", "—", "".

    Returns:
        The figure with its unit and decimals as printed; MISSING for a blank and for the marks that stand for one.

    Raises:
        FigureError: no number, broken thousands marks, a space inside the number, an unknown unit.

    Example:
        >>> read_figure("４６，１５４．１１ 万元")
        Written(value=Decimal('46154.11'), places=2, unit='万元')
    """
    tidy = " ".join(text.translate(WIDE).split())
    if tidy in NOTHING:
        return MISSING
    money_sign = tidy[:1] in "¥￥"
    body = tidy[1:].lstrip() if money_sign else tidy
    match = FIGURE.fullmatch(body)
    if match is None:
        raise FigureError(complaint(body), text)
    part = match["part"] or ""
    whole = match["whole"].replace(",", "")
    if len(whole) + len(part) > LONGEST:
        raise FigureError("figure-too-long", f"{text[:20]}…")
    unit = (match["unit"] or "").replace(" ", "") or ("元" if money_sign else "")
    if meaning(unit) is None:
        raise FigureError("figure-unit-unknown", text, unit=unit)
    value = Decimal(f"{match['sign']}{whole}.{part}" if part else f"{match['sign']}{whole}")
    return Written(value or abs(value), len(part), unit)


def complaint(body: str) -> str:
    """Which message fits a text that is no figure."""
    if SPACED.fullmatch(body):
        return "figure-space-inside"
    if COMMAS.fullmatch(body) and any(mark.isdigit() for mark in body):
        return "figure-broken-thousands"
    return "figure-not-a-number"
