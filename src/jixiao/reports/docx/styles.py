"""The styles of an official document: each look is defined here once, so that no paragraph carries its own formatting."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from jixiao.reports.docx.xml import W, add, root, xml_of
from jixiao.reports.theme import CHARACTER, PITCH, POINT, SQUEEZE, Role

LATIN = Role.LATIN.value


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. Sizes are half points, distances twips, `first` and `right` hundredths of a character."""

    ident: str
    name: str
    role: Role = Role.BODY
    half_points: int = 32
    align: str = "both"
    first: int = 0
    pitch: int = PITCH
    before: int = 0
    after: int = 0
    outline: int | None = None
    bold: bool = False
    keep_next: bool = False
    grid: bool = True
    squeeze: int = 0
    picture: bool = False


BODY = Style("BodyText", "Body Text", first=200, squeeze=SQUEEZE)
PARAGRAPHS: tuple[Style, ...] = (
    BODY,
    Style("Title", "Title", Role.TITLE, 44, "center", pitch=35 * POINT, after=PITCH, grid=False),
    Style("Heading1", "heading 1", Role.HEADING_1, first=200, outline=0, keep_next=True, squeeze=SQUEEZE),
    Style("Heading2", "heading 2", Role.HEADING_2, first=200, outline=1, keep_next=True, squeeze=SQUEEZE),
    Style("Heading3", "heading 3", Role.BODY, first=200, outline=2, bold=True, keep_next=True, squeeze=SQUEEZE),
    Style("Heading4", "heading 4", Role.BODY, first=200, outline=3, keep_next=True, squeeze=SQUEEZE),
    Style("AttachmentNote", "附件说明", align="left", keep_next=True),  # a signature alone on a page looks detached
    Style("Signature", "Signature", align="right", keep_next=True),
    Style("Date", "Date", align="right"),
    Style("AnnexNumber", "附件序号", Role.HEADING_1, align="left", keep_next=True),
    Style(
        "AnnexTitle", "附件标题", Role.TITLE, 44, "center",
        pitch=35 * POINT, before=PITCH, after=PITCH, outline=0, keep_next=True, grid=False,
    ),
    Style("Caption", "caption", Role.HEADING_1, 28, "center", pitch=24 * POINT, before=120, keep_next=True, grid=False),
    Style("Picture", "图", align="center", before=80, after=80, keep_next=True, grid=False, picture=True),
    Style("TableUnit", "表格单位", Role.BODY, 24, "right", pitch=20 * POINT, keep_next=True, grid=False),
    Style("TableHead", "表头", Role.HEADING_1, 24, "center", pitch=18 * POINT, grid=False),
    Style("TableLeft", "表内文字", Role.BODY, 24, "left", pitch=18 * POINT, grid=False),
    Style("TableCentre", "表内居中", Role.BODY, 24, "center", pitch=18 * POINT, grid=False),
    Style("TableRight", "表内数字", Role.BODY, 24, "right", pitch=18 * POINT, grid=False),
    Style("TableEnd", "表后", Role.BODY, 12, "left", pitch=10 * POINT, grid=False),
    Style("SectionEnd", "分节", Role.BODY, 2, "left", pitch=POINT, grid=False),
    Style("Header", "header", Role.HEADING_1, 24, "right", pitch=16 * POINT, grid=False),
    Style("Footer", "footer", Role.NUMBER, 28, "left", pitch=16 * POINT, grid=False),
)  # fmt: skip


def styles_xml() -> bytes:
    """The styles part: defaults, the paragraph styles above, two character styles and the table style."""
    styles = root("styles")
    defaults = add(styles, "docDefaults")
    run = add(add(defaults, "rPrDefault"), "rPr")
    add(run, "rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=Role.BODY.value, cs=LATIN)
    add(run, "sz", val=32)
    add(run, "szCs", val=32)
    add(run, "lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    add(defaults, "pPrDefault")
    _normal(styles)
    for style in PARAGRAPHS:
        _paragraph(styles, style)
    _characters(styles)
    _tables(styles)
    return xml_of(styles)


def _normal(styles: etree._Element) -> None:
    normal = add(styles, "style", type_="paragraph", default="1", styleId="Normal")
    add(normal, "name", val="Normal")
    add(normal, "qFormat")
    paragraph = add(normal, "pPr")
    add(paragraph, "widowControl", val="0")
    add(paragraph, "spacing", before=0, after=0, line=PITCH, lineRule="exact")
    add(paragraph, "jc", val="both")


def _paragraph(styles: etree._Element, style: Style) -> None:
    # The order of the elements is the schema's; Word refuses a file that breaks it.
    node = add(styles, "style", type_="paragraph", styleId=style.ident)
    if not style.name.isascii():
        node.set(W + "customStyle", "1")
    add(node, "name", val=style.name)
    add(node, "basedOn", val="Normal")
    if style.outline is not None:
        add(node, "next", val="BodyText")
    add(node, "qFormat")
    paragraph = add(node, "pPr")
    if style.keep_next:
        add(paragraph, "keepNext")
    # Word's default, said aloud: LibreOffice 7.4 takes it for the opposite, and would lose marks that hang over the margin.
    add(paragraph, "overflowPunct")
    if not style.grid:
        add(paragraph, "snapToGrid", val="0")
    # An exact line would show only the foot of a picture.
    line, rule = (240, "auto") if style.picture else (style.pitch, "exact")
    add(paragraph, "spacing", before=style.before, after=style.after, line=line, lineRule=rule)
    if style.first:
        add(paragraph, "ind", firstLineChars=style.first, firstLine=style.first * CHARACTER // 100)
    add(paragraph, "jc", val=style.align)
    if style.outline is not None:
        add(paragraph, "outlineLvl", val=style.outline)
    run = add(node, "rPr")
    add(run, "rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=style.role.value, cs=LATIN)
    if style.bold:
        add(run, "b")
    if style.squeeze:
        add(run, "spacing", val=style.squeeze)
    add(run, "sz", val=style.half_points)
    add(run, "szCs", val=style.half_points)


def _characters(styles: etree._Element) -> None:
    default = add(styles, "style", type_="character", default="1", styleId="DefaultParagraphFont")
    add(default, "name", val="Default Paragraph Font")
    add(default, "uiPriority", val=1)
    add(default, "semiHidden")
    for ident, name, role in (("Pending", "待填", None), ("Sum", "合计", Role.HEADING_1)):
        node = add(styles, "style", type_="character", customStyle="1", styleId=ident)
        add(node, "name", val=name)
        add(node, "basedOn", val="DefaultParagraphFont")
        add(node, "qFormat")
        run = add(node, "rPr")
        if role is not None:  # the look of 待填 is its highlighting, which a style cannot hold
            add(run, "rFonts", eastAsia=role.value)


def _tables(styles: etree._Element) -> None:
    default = add(styles, "style", type_="table", default="1", styleId="TableNormal")
    add(default, "name", val="Normal Table")
    add(default, "uiPriority", val=99)
    add(default, "semiHidden")
    properties = add(default, "tblPr")
    add(properties, "tblInd", w=0, type_="dxa")
    _margins(properties, 108)
    ruled = add(styles, "style", type_="table", customStyle="1", styleId="Ruled")
    add(ruled, "name", val="公文表格")
    add(ruled, "basedOn", val="TableNormal")
    add(ruled, "qFormat")
    properties = add(ruled, "tblPr")
    borders = add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        outer = side not in ("insideH", "insideV")
        add(borders, side, val="single", sz=8 if outer else 4, space=0, color="000000")
    _margins(properties, 70)


def _margins(properties: etree._Element, side: int) -> None:
    margins = add(properties, "tblCellMar")
    for name, width in (("top", 0), ("left", side), ("bottom", 0), ("right", side)):
        add(margins, name, w=width, type_="dxa")
