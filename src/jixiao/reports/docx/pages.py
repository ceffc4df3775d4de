"""Pages: paper, margins, line grid, page numbers and the draft line, upright and lying.

A lying page keeps its page number where it would be with the paper held upright: at the left edge, turned with the paper.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from jixiao.reports.docx.xml import NAMESPACES, W, add, add_paragraph, add_run, root, xml_of
from jixiao.reports.theme import (
    BOTTOM_MM,
    LEFT_MM,
    NUMBER_DROP_MM,
    PAPER_MM,
    PITCH,
    POINT,
    RIGHT_MM,
    TOP_MM,
    twips,
)

EMU = 635  # in a twip
NUMBER_SIZE = 14 * POINT  # 四号
NUMBER_LINE = 16 * POINT
RELATION = f"{{{NAMESPACES['r']}}}id"


@dataclass(frozen=True, slots=True)
class Page:
    """One way of laying the paper: its size and margins in twips as Word counts them."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int

    @property
    def text_width(self) -> int:
        """What is left between the margins."""
        return self.width - self.left - self.right


UPRIGHT = Page(*map(twips, (*PAPER_MM, TOP_MM, RIGHT_MM, BOTTOM_MM, LEFT_MM)))
# Turned to the right: the upright page's left edge is on top, its foot at the left.
LYING = Page(*map(twips, (PAPER_MM[1], PAPER_MM[0], LEFT_MM, TOP_MM, RIGHT_MM, BOTTOM_MM)))


def page_of(*, wide: bool) -> Page:
    """The page of a part."""
    return LYING if wide else UPRIGHT


def add_section(parent: etree._Element, *, wide: bool, footers: tuple[str, str], header: str) -> None:
    """Append the properties of a section: `footers` are the relation ids for odd and even pages, `header` may be empty."""
    page = page_of(wide=wide)
    section = add(parent, "sectPr")
    if header:
        for kind in ("default", "even"):
            add(section, "headerReference", type_=kind).set(RELATION, header)
    for kind, ident in zip(("default", "even"), footers, strict=True):
        add(section, "footerReference", type_=kind).set(RELATION, ident)
    add(section, "type", val="nextPage")
    size = add(section, "pgSz", w=page.width, h=page.height)
    if wide:
        size.set(W + "orient", "landscape")
    # The dash is NUMBER_DROP_MM under the text; half a line below it the footer ends.
    distance = twips(BOTTOM_MM - NUMBER_DROP_MM) - NUMBER_LINE // 2
    margins = {"top": page.top, "right": page.right, "bottom": page.bottom, "left": page.left}
    add(section, "pgMar", **margins, header=twips(20), footer=twips(10) if wide else distance, gutter=0)
    add(section, "docGrid", type_="lines", linePitch=PITCH)


def header_xml(text: str) -> bytes:
    """The head of each page of a draft."""
    header = root("hdr")
    add_run(add_paragraph(header, "Header"), text)
    return xml_of(header)


def footer_xml(*, odd: bool, wide: bool) -> bytes:
    """The page number with its dashes: outside, one character in; odd pages right, even pages left."""
    footer = root("ftr")
    paragraph = add_paragraph(footer, "Footer")
    if wide:
        _turned(paragraph, odd=odd)
    else:
        _number(paragraph, odd=odd)
    return xml_of(footer)


def _number(paragraph: etree._Element, *, odd: bool) -> None:
    properties = paragraph[0]
    if odd:
        add(properties, "ind", rightChars=100, right=NUMBER_SIZE)
        add(properties, "jc", val="right")
    else:
        add(properties, "ind", leftChars=100, left=NUMBER_SIZE)
        add(properties, "jc", val="left")
    add_run(paragraph, "— ")
    field = add(paragraph, "fldSimple", instr=" PAGE ")
    add_run(field, "1")
    add_run(paragraph, " —")


TURNED = """<w:r xmlns:w="{w}" xmlns:wp="{wp}" xmlns:a="{a}" xmlns:mc="{mc}" xmlns:wps="{wps}"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="{ident}" name="页码{ident}"/><wp:cNvGraphicFramePr/><a:graphic>
<a:graphicData uri="{wps}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>
</wps:spPr><wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr vert="vert" lIns="0" tIns="0" rIns="0" bIns="0"
 anchor="ctr"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
</mc:AlternateContent></w:r>"""


def _turned(paragraph: etree._Element, *, odd: bool) -> None:
    """A text box at the left edge whose text runs downwards; on odd pages near the bottom, on even pages near the top."""
    across, along = NUMBER_LINE, 90 * POINT
    right = twips(BOTTOM_MM - NUMBER_DROP_MM) + across // 2
    top = LYING.height - LYING.bottom - along if odd else LYING.top
    measures = {
        "x": (right - across) * EMU,
        "y": top * EMU,
        "cx": across * EMU,
        "cy": along * EMU,
        "ident": 9001 if odd else 9002,  # apart from the ids of pictures, which count from 1
    }
    box = etree.fromstring(TURNED.format(**NAMESPACES, **measures))
    paragraph.append(box)
    content = next(box.iter(W + "txbxContent"))
    _number(add_paragraph(content, "Footer"), odd=odd)
