"""Reading the figures of a text, from left to right."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.figures.reading.figure import Bound, Figure, FigureKind
from jixiao.figures.units import Kind, meaning

_WIDE = str.maketrans("０１２３４５６７８９．，％－", "0123456789.,%-")
_FIGURE = re.compile(
    r"(?P<docno>[〔（(\[]\d{4}[〕）)\]]\s*第?\d+号)"
    r"|(?P<seq>(?:(?<=[\n。；;：])|^)\s*\d{1,2}(?:[、]|[.](?!\d)))"
    r"|(?P<date>\d{4}\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*[-—–]\s*\d{1,2}\s*月|\d{1,2}\s*月(?:份|\s*\d{1,2}\s*日)?)"
    r"|(?P<ord>第\s*\d+\s*[\u4e00-\u9fff]?)"
    r"|(?P<num>[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?)"
    r"(?P<unit>\s*(?:%|‰|个?百分点|[百千]?万?亿?\s*元|万?亿?\s*[\u4e00-\u9fff]{1,3}|万|亿)?)"
)
_UP = re.compile("(?:增长|增加|上升|提高|增收|增支|多)[了为至达]?$")
_DOWN = re.compile("(?:下降|减少|降低|负增长|回落|减收|减支|降幅|压减)[了为至达]?$")


def read(text: str) -> list[Figure]:
    """The figures of a text, in its order."""
    plain = text.translate(_WIDE)
    return [figure for match in _FIGURE.finditer(plain) if (figure := _figure(match, plain)) is not None]


def _figure(match: re.Match[str], plain: str) -> Figure | None:
    start, end = match.span()
    if match["docno"]:
        return Figure(start, end, match["docno"], "", FigureKind.DOCNO)
    if match["seq"]:
        return Figure(start, end, Decimal(re.sub(r"\D", "", match["seq"])), "", FigureKind.SEQ)
    if match["date"]:
        return Figure(start, end, "-".join(re.findall(r"\d+", match["date"])), "", FigureKind.DATE)
    if match["ord"]:
        return Figure(start, end, Decimal(re.sub(r"\D", "", match["ord"])), "", FigureKind.ORDINAL)
    written = match["num"].replace(",", "")
    unit = "".join(match["unit"].split())
    while unit and meaning(unit) is None:
        unit = unit[:-1]
    end = match.end("num")
    if unit:
        seen = 0
        while seen < len(unit):
            seen += not plain[end].isspace()
            end += 1
    kind = meaning(unit)
    kinds = {
        Kind.MONEY: FigureKind.MONEY,
        Kind.RATIO: FigureKind.PERCENT,
        Kind.POINTS: FigureKind.PP,
        Kind.COUNT: FigureKind.COUNT,
        Kind.SCORE: FigureKind.COUNT,
        Kind.SCALED: FigureKind.MONEY,
    }
    before = plain[max(0, start - 5) : start]
    direction = 1 if _UP.search(before) else -1 if _DOWN.search(before) else 0
    places = len(written.partition(".")[2])
    sort = kinds.get(kind[0], FigureKind.NUMBER) if kind else FigureKind.NUMBER
    return Figure(start, end, Decimal(written), unit, sort, None, places, Bound.NONE, direction)
