"""Comments on one sheet: their texts, the boxes that show them, and the sheet's link to the boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.parsers import expat

from lxml import etree

from jixiao.exchange.notes import Note, comment_text
from jixiao.exchange.parts import OFFICE, Parts
from jixiao.exchange.vml import EMPTY_DRAWING, box
from jixiao.files.errors import FileRefused
from jixiao.files.messages import text
from jixiao.files.references import split_reference

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What follows <legacyDrawing> in a sheet, in the order that the format prescribes.
AFTER = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)


def add_comments(parts: Parts, sheet: str, cells: Mapping[str, Sequence[Note]]) -> None:
    """Put comments at the cells of a sheet; where a comment stands already, the new text is added below it."""
    existing = parts.linked(sheet, "comments")
    where = existing[0] if existing else parts.new("xl/comments{}.xml", COMMENTS_TYPE)
    if not existing:
        parts.content[where] = f'<comments xmlns="{MAIN}"/>'.encode()
    root = parts.tree(where)
    fresh = write_texts(root, cells)
    parts.save(where, root)
    if not existing:
        parts.link(sheet, "comments", where)
    drawing = drawing_of(parts, sheet)
    boxes = "".join(box(cell, comment_text(cells[cell]), cells[cell][0].severity) for cell in fresh)
    parts.content[drawing] = with_boxes(parts, drawing, boxes)


def write_texts(root: Any, cells: Mapping[str, Sequence[Note]]) -> list[str]:
    """Write the texts into the tree of comments. Returns the cells that had no comment before."""
    author = author_of(root)
    held = root.find(f"{{{MAIN}}}commentList")
    if held is None:
        held = etree.SubElement(root, f"{{{MAIN}}}commentList")
    known = {comment.get("ref"): comment for comment in held}
    fresh = []
    for cell, notes in sorted(cells.items(), key=lambda item: split_reference(item[0]) or (0, 0)):
        if cell in known:
            body = known[cell].find(f"{{{MAIN}}}text")
            add_run(
                body if body is not None else etree.SubElement(known[cell], f"{{{MAIN}}}text"),
                "\n" + comment_text(notes),
            )
        else:
            comment = etree.SubElement(held, f"{{{MAIN}}}comment", ref=cell, authorId=str(author))
            add_run(etree.SubElement(comment, f"{{{MAIN}}}text"), comment_text(notes))
            fresh.append(cell)
    return fresh


def author_of(root: Any) -> int:
    """The number of our name among the authors, added if need be."""
    authors = root.find(f"{{{MAIN}}}authors")
    if authors is None:
        authors = etree.Element(f"{{{MAIN}}}authors")
        root.insert(0, authors)
    names = [item.text for item in authors]
    ours = text("template-author")
    if ours not in names:
        etree.SubElement(authors, f"{{{MAIN}}}author").text = ours
        return len(names)
    return names.index(ours)


def add_run(body: Any, words: str) -> None:
    """Add text in our letters. A text that was plain becomes a run too, for the format allows no mixture."""
    plain = body.find(f"{{{MAIN}}}t")
    if plain is not None:
        body.remove(plain)
        run = etree.SubElement(body, f"{{{MAIN}}}r")
        run.append(plain)
    run = etree.SubElement(body, f"{{{MAIN}}}r")
    look = etree.SubElement(run, f"{{{MAIN}}}rPr")
    etree.SubElement(look, f"{{{MAIN}}}sz", val="9")
    etree.SubElement(look, f"{{{MAIN}}}rFont", val="宋体")
    etree.SubElement(look, f"{{{MAIN}}}charset", val="134")
    told = etree.SubElement(run, f"{{{MAIN}}}t")
    told.set(SPACE, "preserve")
    told.text = re.sub(r"[^\t\n\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "�", words)


def drawing_of(parts: Parts, sheet: str) -> str:
    """The part with the boxes of a sheet; where it has none, a new one that the sheet is linked to."""
    marked, at, prefix = legacy_drawing(parts, sheet)
    for link, target in parts.links(sheet):
        if marked and link.get("Id") == marked and target in parts.content:
            return target
    drawing = parts.new("xl/drawings/vmlDrawing{}.vml", VML_TYPE, by_ending=True)
    parts.content[drawing] = EMPTY_DRAWING
    link_id = parts.link(sheet, "vmlDrawing", drawing)
    element = f'<{prefix}legacyDrawing xmlns:r="{OFFICE}" r:id="{link_id}"/>'.encode()
    content = parts.content[sheet]
    parts.content[sheet] = content[:at] + element + content[at:]
    return drawing


def legacy_drawing(parts: Parts, sheet: str) -> tuple[str, int, str]:
    """The id of the sheet's link to its boxes ("" without), the byte where that link would stand, and the prefix of tags.

    The sheet's own bytes are kept: the parser only tells where things are.
    """
    marked, prefix, places, depth = "", "", [], 0
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal marked, prefix, depth
        name = tag.rpartition(":")[2]
        if depth == 0:
            prefix = tag[: -len(name)]
        elif depth == 1 and name == "legacyDrawing":
            marked = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        elif depth == 1 and name in AFTER:
            places.append(parser.CurrentByteIndex)
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if depth == 0:
            places.append(parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    if not parts.content[sheet].lstrip(b"\xef\xbb\xbf").startswith(b"<"):
        parts.save(sheet, parts.tree(sheet))  # UTF-16: as UTF-8 the place of a byte means something
    try:
        parser.Parse(parts.content[sheet], True)
    except expat.ExpatError as error:
        raise FileRefused("file-broken-part", file=parts.file, part=sheet, detail=str(error)) from error
    return marked, places[0], prefix


def with_boxes(parts: Parts, drawing: str, boxes: str) -> bytes:
    """The drawing with more boxes. Old drawings are often no sound XML, so they are not parsed."""
    content = parts.content[drawing]
    at = content.rfind(b"</xml>")
    if at < 0:
        raise FileRefused("file-broken-part", file=parts.file, part=drawing)
    return content[:at] + boxes.encode() + content[at:]
