"""A picture inside a paragraph, with words for those who do not see it."""

from __future__ import annotations

from lxml import etree

from jixiao.reports.docx.pages import EMU
from jixiao.reports.docx.xml import NAMESPACES, add
from jixiao.reports.theme import clean

PICTURE = """<wp:inline xmlns:wp="{wp}" xmlns:a="{a}" xmlns:pic="{pic}" xmlns:r="{r}" distT="0" distB="0" distL="0"
 distR="0"><wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="{number}" name="图{number}"/><wp:cNvGraphicFramePr>
<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="{pic}"><pic:pic>
<pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>
<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>
<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:inline>"""


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the head of a PNG."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def add_picture(paragraph: etree._Element, data: bytes, *, number: int, relation: str, width: int, words: str) -> None:
    """Append a PNG as wide as `width` twips; `words` is its text for screen readers."""
    pixels_across, pixels_down = png_size(data)
    measures = {"cx": width * EMU, "cy": width * EMU * pixels_down // pixels_across}
    picture = etree.fromstring(PICTURE.format(**NAMESPACES, **measures, number=number, relation=relation))
    next(picture.iter(f"{{{NAMESPACES['wp']}}}docPr")).set("descr", clean(words))
    add(add(paragraph, "r"), "drawing").append(picture)
