"""Building WordprocessingML top down with lxml: each element is made in its place, so cost grows with its number only."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jixiao.reports.theme import clean

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
W = f"{{{NAMESPACES['w']}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Characters that both Chinese and Latin faces have: Word takes the Latin shape unless a run says otherwise.
SHARED = frozenset("“”‘’…—·×÷±°§≤≥≠→①②③④⑤⑥⑦⑧⑨⑩▲△●○■□★☆※")


def root(tag: str) -> etree._Element:
    """An empty part whose root is the `w:` element of that name, with all namespaces declared once."""
    return etree.Element(W + tag, nsmap=NAMESPACES)


def add(parent: etree._Element, tag: str, **attributes: str | int) -> etree._Element:
    """Append a `w:` element with `w:` attributes; an underscore at the end of a name is dropped (`type_`)."""
    child = etree.SubElement(parent, W + tag)
    for name, value in attributes.items():
        child.set(W + name.rstrip("_"), str(value))
    return child


def xml_of(part: etree._Element) -> bytes:
    """The bytes of a part as Word expects them."""
    return etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)


def pieces(text: str) -> Iterator[str]:
    """A text cut into words, line breaks and tabs, in order."""
    start = 0
    for index, character in enumerate(text):
        if character in "\n\t":
            if index > start:
                yield text[start:index]
            yield character
            start = index + 1
    if start < len(text):
        yield text[start:]


def add_run(parent: etree._Element, text: str, style: str = "", highlight: str = "") -> etree._Element:
    """Append a run. Properties stand only where a style cannot hold them: highlighting, and shared characters."""
    text = clean(text)
    run = add(parent, "r")
    shared = not SHARED.isdisjoint(text)
    if style or highlight or shared:
        properties = add(run, "rPr")
        if style:
            add(properties, "rStyle", val=style)
        if shared:
            add(properties, "rFonts", hint="eastAsia")
        if highlight:
            add(properties, "highlight", val=highlight)
    for piece in pieces(text):
        if piece == "\n":
            add(run, "br")
        elif piece == "\t":
            add(run, "tab")
        else:
            words = add(run, "t")
            words.text = piece
            if piece[0].isspace() or piece[-1].isspace():
                words.set(SPACE, "preserve")
    return run


def add_paragraph(parent: etree._Element, style: str) -> etree._Element:
    """Append an empty paragraph of a style."""
    paragraph = add(parent, "p")
    add(add(paragraph, "pPr"), "pStyle", val=style)
    return paragraph
