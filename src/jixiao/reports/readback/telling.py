"""A report that came back, in words and as plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from jixiao.documents.places import place_text
from jixiao.figures import Figure
from jixiao.files.messages import text
from jixiao.reports.docx.controls import PENDING_KIND
from jixiao.reports.readback.changes import Break, Change, Degree, ReadBack, Seat, Sort

MOST_PLACES = 6
LONGEST = 60  # characters of a paragraph that a sentence quotes
CONTEXT = 15  # of them before the first that was changed


def lines(back: ReadBack, change: Change, lang: str = "zh") -> list[str]:
    """A change as sentences: what changed where, which places still say the old, what breaks, where to change the workbook."""
    told = [_head(back, change, lang)]
    if change.stale and change.matters and change.sort is not Sort.REMOVED:
        told.append(
            text(
                "readback-stale",
                lang,
                number=len(change.stale),
                before=change.before,
                places=_places(back, change.stale, lang),
            )
        )
    told += [_broken(one, lang) for one in change.breaks]
    home = change.home
    if not change.matters:
        return told
    if home.cell:
        told.append(text("readback-home", lang, sheet=home.sheet, cell=home.cell, address=home.address))
    elif home.cells:
        cells = "；".join(f"{title}（{sheet} › {cell}）" for title, sheet, cell in home.cells)
        told.append(text("readback-home-cells", lang, rule=home.rule, cells=cells))
    elif home.rule:
        told.append(text("readback-home-rule", lang, rule=home.rule))
    elif home.sheet:
        told.append(text("readback-home-sheet", lang, sheet=home.sheet, address=home.address))
    return told


def _head(back: ReadBack, change: Change, lang: str) -> str:
    kind = f"{change.sort.value}-{_manner(change)}"
    skipped = _alike(change.before, change.after) if change.sort is Sort.PROSE else 0
    values = {
        "places": _places(back, change.seats, lang),
        "title": change.title,
        "before": _quoted(change.before, skipped),
        "after": _quoted(change.after, skipped),
        "unit": _unit(change),
        "still": len(change.stale),
    }
    return text(f"readback-{kind}", lang, **values)


def _manner(change: Change) -> str:
    """Which of the sentences of its sort tells a change."""
    match change.sort:
        case Sort.FIGURE:
            return change.degree.value
        case Sort.REMOVED if change.before.startswith(f"〔{PENDING_KIND}"):
            return "pending"
        case Sort.REMOVED:
            return "elsewhere" if change.stale else "nowhere"
        case Sort.PENDING:
            return "filled"
        case _:
            if not change.before:
                return "contradicts" if change.breaks and change.degree is Degree.VALUE else "added"
            return "changed" if change.after else "removed"


def _unit(change: Change) -> str:
    """The unit behind the new figure, where the text itself does not tell it."""
    unit = change.new.unit if change.new is not None else ""
    if not unit or change.after.endswith(unit) or change.degree is Degree.WORDS:
        return ""
    return unit if unit == "%" else f" {unit}"


def _broken(one: Break, lang: str) -> str:
    return text(
        "readback-broken-bound" if one.bound else "readback-broken",
        lang,
        code=one.code,
        relation=one.relation,
        left=one.left,
        right=one.right,
    )


def _places(back: ReadBack, seats: Sequence[Seat], lang: str) -> str:
    named = list(dict.fromkeys(place_text(back.document, seat.place, seat.span, lang) for seat in seats))
    told = text("readback-and", lang).join(named[:MOST_PLACES])
    return text("readback-more", lang, places=told, number=len(named)) if len(named) > MOST_PLACES else told


def _alike(before: str, after: str) -> int:
    """How many characters of a long paragraph may be left out because both begin with them."""
    pairs = enumerate(zip(before, after, strict=False))
    common = next((index for index, (one, other) in pairs if one != other), min(len(before), len(after)))
    return common - CONTEXT if max(len(before), len(after)) > LONGEST and common > CONTEXT else 0


def _quoted(words: str, skipped: int = 0) -> str:
    told = f"…{words[skipped:]}" if skipped else words
    return told if len(told) <= LONGEST else told[: LONGEST - 1] + "…"


def summary(back: ReadBack) -> dict[str, int]:
    """How many changes of each sort there are, mere spellings apart, and how many relations they break."""
    sorts = Counter(change.sort.value for change in back.changes if change.matters)
    broken = {(one.code, one.relation) for change in back.changes for one in change.breaks}
    return {
        **{sort.value: sorts[sort.value] for sort in Sort},
        "spelling": sum(not change.matters for change in back.changes),
        "unbound": len(back.unbound),
        "broken": len(broken),
    }


def as_data(back: ReadBack, file: str, lang: str = "zh") -> dict[str, Any]:
    """All of it as JSON-able data; figures are text, spans pairs of offsets in the document's text."""
    return {
        "file": file,
        "original": back.original,
        "updated": back.updated,
        "summary": summary(back),
        "changes": [_as_data(back, change, lang) for change in back.changes],
        "unbound": [_seat(back, seat, lang) for seat in back.unbound],
    }


def _as_data(back: ReadBack, change: Change, lang: str) -> dict[str, Any]:
    home = change.home
    return {
        "sort": change.sort.value,
        "degree": change.degree.value,
        "address": change.address,
        "title": change.title,
        "before": {"text": change.before, **_figure(change.old)},
        "after": {"text": change.after, **_figure(change.new)},
        "seats": [_seat(back, seat, lang) for seat in change.seats],
        "stale": [_seat(back, seat, lang) for seat in change.stale],
        "echoed": change.echoed,
        "breaks": [
            {
                "code": one.code,
                "relation": one.relation,
                "left": one.left,
                "right": one.right,
                "spans": [list(span) for span in one.spans],
            }
            for one in change.breaks
        ],
        "home": {
            "sheet": home.sheet,
            "cell": home.cell,
            "rule": home.rule,
            "cells": [list(cell) for cell in home.cells],
        },
        "sentence": " ".join(lines(back, change, lang)),
    }


def _figure(figure: Figure | None) -> dict[str, str]:
    return {} if figure is None else {"value": str(figure.value), "unit": figure.unit, "kind": figure.kind.value}


def _seat(back: ReadBack, seat: Seat, lang: str) -> dict[str, Any]:
    place = place_text(back.document, seat.place, seat.span, lang)
    return {"place": place, "paragraph": seat.paragraph, "span": list(seat.span), "text": seat.text}
