"""The look of the workbook: quiet colours, one format for each kind of field and each thing a cell can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from jixiao.facts import Field, Kind, Provenance

FONT = "微软雅黑"
INK, GREY, LINE, BLUE = "#1F2933", "#7B8794", "#D5DBE3", "#1F5FBF"


class Shade(Enum):
    """What a cell is, as its colour tells."""

    PLAIN = "plain"
    PUBLISHED = "published"
    ILLUSTRATIVE = "illustrative"
    COMPUTED = "computed"
    STATED = "stated"  # a number that somebody typed where a rule computes
    EXAMPLE = "example"
    BLANK = "blank"  # required and not filled in


FILL = {
    Shade.PUBLISHED: "#E3F1E4",
    Shade.ILLUSTRATIVE: "#E4ECF5",
    Shade.COMPUTED: "#F0F1F3",
    Shade.STATED: "#FBE5D6",
    Shade.BLANK: "#FFF3CD",
    Shade.EXAMPLE: "#FAFAFA",
}
LOCKED = frozenset({Shade.COMPUTED, Shade.EXAMPLE})
SHADE_OF = {Provenance.PUBLISHED: Shade.PUBLISHED, Provenance.ILLUSTRATIVE: Shade.ILLUSTRATIVE}

NUMBER_FORMAT = {
    Kind.MONEY: "#,##0.00####",
    Kind.PERCENT: "0.00",
    Kind.SCORE: "0.00",
    Kind.COUNT: "#,##0",
    Kind.YEAR: "0",
    Kind.NUMBER: "General",
    Kind.PARAGRAPH: "General",  # a cell of format @ shows #### for a long text in older programs
}
WIDTH = {
    Kind.KEY: 12, Kind.REF: 12, Kind.TEXT: 16, Kind.PARAGRAPH: 36, Kind.CHOICE: 13, Kind.FLAG: 9, Kind.YEAR: 9,
    Kind.DATE: 13, Kind.COUNT: 12, Kind.NUMBER: 12, Kind.MONEY: 14, Kind.PERCENT: 11, Kind.SCORE: 11, Kind.SOURCE: 20,
}  # fmt: skip
WIDEST = {Kind.TEXT: 34, Kind.PARAGRAPH: 52, Kind.SOURCE: 30, Kind.KEY: 24, Kind.CHOICE: 26, Kind.REF: 22}
HEADER = {
    "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "border": 1, "border_color": LINE,
}  # fmt: skip
NAMED: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16},
    "lead": {"font_color": GREY},
    "link": {"font_color": BLUE, "underline": 1, "valign": "vcenter"},
    "back": {"font_color": BLUE, "valign": "vcenter"},
    "header": {**HEADER, "bg_color": "#EAEFF6"},
    "header-required": {**HEADER, "bg_color": "#CFDDF0"},
    "header-computed": {**HEADER, "bg_color": "#E4E7EB", "font_color": GREY},
    "total": {"bold": True, "num_format": NUMBER_FORMAT[Kind.MONEY], "align": "right", "top": 1, "top_color": LINE},
    "total-rate": {
        "bold": True,
        "num_format": NUMBER_FORMAT[Kind.PERCENT],
        "align": "right",
        "top": 1,
        "top_color": LINE,
    },
    "total-label": {"bold": True, "top": 1, "top_color": LINE},
    "mark": {"font_color": GREY, "italic": True, "align": "center", "bg_color": FILL[Shade.EXAMPLE]},
    "group": {"bold": True, "bg_color": "#F5F7FA", "bottom": 1, "bottom_color": LINE, "valign": "vcenter"},
    "note": {
        "font_color": GREY,
        "text_wrap": True,
        "indent": 1,
        "valign": "vcenter",
        "bottom": 4,
        "bottom_color": LINE,
    },
    "label": {"text_wrap": True, "valign": "vcenter", "bottom": 4, "bottom_color": LINE},
    "label-required": {"text_wrap": True, "valign": "vcenter", "bold": True, "bottom": 4, "bottom_color": LINE},
    "prose": {"text_wrap": True, "valign": "vcenter"},
    "cell": {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": LINE},
    "cell-centre": {"align": "center", "valign": "vcenter", "border": 1, "border_color": LINE},
    "cell-link": {"font_color": BLUE, "underline": 1, "valign": "vcenter", "border": 1, "border_color": LINE},
    "free": {"locked": False},
}


@dataclass(slots=True)
class Look:
    """The formats of one workbook, each made once. `book` is xlsxwriter's workbook."""

    book: Any
    made: dict[object, Any] = field(default_factory=dict)

    def named(self, name: str) -> Any:
        """A format of the fixed parts, such as `title` and `header-required`."""
        return self.of(name, NAMED[name])

    def swatch(self, shade: Shade) -> Any:
        """A cell of the legend."""
        return self.of(("swatch", shade), {**NAMED["cell-centre"], **fill(shade)})

    def tint(self, shade: Shade) -> Any:
        """The difference that a conditional format makes."""
        if ("tint", shade) not in self.made:
            self.made["tint", shade] = self.book.add_format(fill(shade))
        return self.made["tint", shade]

    def column(self, item: Field) -> Any:
        """The format of a column's cells that nobody has written to: unlocked, in the kind's number format."""
        shade = Shade.COMPUTED if item.computed else Shade.PLAIN
        properties = {**of_kind(item), "locked": bool(item.computed)}
        return self.of(("column", item.kind, shade), properties)

    def cell(self, item: Field, shade: Shade) -> Any:
        """The format of a written cell."""
        properties = {
            **of_kind(item), **fill(shade), "border": 1, "border_color": LINE, "locked": shade in LOCKED,
        }  # fmt: skip
        if shade is Shade.EXAMPLE:
            properties |= {"font_color": GREY, "italic": True, "num_format": "@"}
        return self.of(("cell", item.kind, shade), properties)

    def of(self, key: object, properties: dict[str, object]) -> Any:
        """The format of those properties, in the workbook's letters."""
        if key not in self.made:
            self.made[key] = self.book.add_format({"font_name": FONT, "font_size": 10, "font_color": INK, **properties})
        return self.made[key]


def of_kind(item: Field) -> dict[str, object]:
    """Number format and alignment of a kind. Texts are texts: 001 and 2022-06 stay what was typed."""
    figure = item.kind.is_figure
    return {
        "num_format": NUMBER_FORMAT.get(item.kind, "@"),
        "align": "right" if figure else "left",
        "valign": "vcenter",
        "text_wrap": not figure,
        "indent": 0 if figure else 1,  # a text beside a figure would touch it
    }


def fill(shade: Shade) -> dict[str, object]:
    """The fill of a shade, if it has one."""
    return {"bg_color": FILL[shade]} if shade in FILL else {}


def breadth(text: str) -> int:
    """How wide a text is, in the widths of a digit: Chinese characters take two."""
    return max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in text.split("\n")), default=0)
