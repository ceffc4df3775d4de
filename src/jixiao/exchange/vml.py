"""The boxes of comments, in the drawing language that spreadsheet programs still ask for."""

from __future__ import annotations

from jixiao.exchange.look import breadth
from jixiao.files.references import split_reference

FILL = {"block": "#FBD5D0", "error": "#FBE3E0", "warning": "#FFF3CD", "note": "#E4ECF5"}
LINE_WIDTH = 44  # widths of a digit in a line of a box
COLUMNS = 4
EMPTY_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def box(cell: str, words: str, severity: str) -> str:
    """A hidden box beside its cell, as large as its text needs, in the colour of its severity.

    It declares its own prefixes: the drawing that it joins may have others.
    """
    row, column = split_reference(cell) or (1, 1)
    lines = sum(breadth(line) // LINE_WIDTH + 1 for line in words.split("\n"))
    height = max(3, lines + 1)
    top = max(row - 2, 0)
    anchor = f"{column}, 15, {top}, 4, {column + COLUMNS}, 15, {top + height}, 4"
    return (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel" '
        f'id="jixiao_{cell}" type="#_x0000_t202" style="position:absolute;width:260pt;height:{height * 14}pt;'
        f'z-index:1;visibility:hidden" fillcolor="{FILL[severity]}" o:insetmode="auto">'
        f'<v:fill color2="{FILL[severity]}"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
