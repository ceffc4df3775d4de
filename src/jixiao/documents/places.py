"""Where something stands, in words: 第 2 页第 13 段, 表 3 第 2 行第 4 列, Sheet1 › B7, 第 12 行."""

from __future__ import annotations

from jixiao.documents.model import Document, Place, Span
from jixiao.files.messages import text

_PARTS = ("box", "footnotes", "endnotes")


def place_text(document: Document, place: Place, span: Span | None, lang: str = "zh") -> str:
    """The place of a finding as people look for it in this kind of document."""
    parts = []
    page = place.page or (document.page_of(span.start) if span else 0)
    if page:
        parts.append(text("place-page", lang, page=page))
    if place.sheet:
        return " › ".join([*parts, place.sheet, *([place.cell] if place.cell else [])])
    if place.table:
        parts.append(text("place-table", lang, table=place.table, row=place.row, column=place.column))
    elif place.part and not place.part.startswith("document"):
        known = place.part in _PARTS
        parts.append(text(f"place-part-{place.part}", lang) if known else text("place-part", lang, part=place.part))
    elif document.kind == "text" and span is not None:
        line, column = document.line_of(span.start)
        parts.append(text("place-line", lang, line=line, column=column))
    elif place.paragraph:
        parts.append(text("place-paragraph", lang, paragraph=place.paragraph))
    return ("" if lang == "zh" else ", ").join(parts) or text("place-whole", lang)
