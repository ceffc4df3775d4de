"""A scorecard as plain data: what is kept in the database, and compared with an older one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.cli.tables import plain, walk
from jixiao.figures import MISSING, Missing, Score
from jixiao.scoring import Line, Part, Scorecard


def lines_of(card: Scorecard) -> list[dict[str, Any]]:
    """Parts and lines in the order of printing, parents first; figures as exact text, missing ones null."""
    return nodes_as_data(card.nodes)


def nodes_as_data(nodes: Iterable[Part | Line]) -> list[dict[str, Any]]:
    """The same of some nodes, or of the lines that a line gathered."""
    return [_node(depth, node) for depth, node in walk(nodes)]


def _node(depth: int, node: Part | Line) -> dict[str, Any]:
    line = node if isinstance(node, Line) else None
    return {
        "depth": depth,
        "code": node.code,
        "name": node.name,
        "points": plain(node.points),
        "score": plain(node.score),
        "lost": plain(node.lost),
        "reached": plain(node.reached),
        "open": plain(node.open),
        "kind": line.kind if line else "part",
        "reason": line.because.reason("zh") if line else "",
        "reason_en": line.because.reason("en") if line else "",
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a scorecard, a part or a line, with its figures as the core's values again."""

    depth: int
    code: str
    name: str
    points: Score | Missing
    score: Score | Missing
    lost: Score | Missing
    reached: Score | Missing
    open: Score | Missing
    kind: str
    reason: str

    @property
    def is_line(self) -> bool:
        """Whether it is scored itself, rather than the sum of what stands under it."""
        return self.kind != "part"

    @property
    def lost_any(self) -> bool:
        """Whether points were lost here."""
        return isinstance(self.lost, Score) and bool(self.lost.points)

    @property
    def is_open(self) -> bool:
        """Whether there is no score yet."""
        return isinstance(self.score, Missing)


def rows_of(lines: Iterable[Mapping[str, Any]], lang: str) -> list[Row]:
    """Plain data as rows for a reader of a language."""
    return [
        Row(
            depth=line["depth"],
            code=line["code"],
            name=line["name"],
            kind=line["kind"],
            reason=line["reason_en"] if lang == "en" else line["reason"],
            **{name: score_of(line[name]) for name in ("points", "score", "lost", "reached", "open")},
        )
        for line in lines
    ]


def score_of(text: str | None) -> Score | Missing:
    """The core's value of a score kept as text."""
    return MISSING if text is None else Score.of(text)


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a card that is not what it was. `change` is the core's subtraction; MISSING where one side is open."""

    code: str
    name: str
    before: Score | Missing
    after: Score | Missing
    change: Score | Missing
    reason: str

    @property
    def rises(self) -> bool:
        """Whether the score is higher now."""
        return isinstance(self.change, Score) and self.change > Score.zero()

    @property
    def falls(self) -> bool:
        """Whether the score is lower now."""
        return isinstance(self.change, Score) and self.change < Score.zero()


def differences(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], lang: str) -> list[Difference]:
    """The lines whose score, points or being there differs, in the order of the newer card, then those that are gone."""
    old, new = _lines(rows_of(before, lang)), _lines(rows_of(after, lang))
    changed = [
        _difference(row, old.get(code), row)
        for code, row in new.items()
        if code not in old or (old[code].score, old[code].points) != (row.score, row.points)
    ]
    return [*changed, *(_difference(row, row, None) for code, row in old.items() if code not in new)]


def _lines(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.code: row for row in rows if row.is_line}


def _difference(row: Row, old: Row | None, new: Row | None) -> Difference:
    before, after = old.score if old else MISSING, new.score if new else MISSING
    change = MISSING if isinstance(before, Missing) or isinstance(after, Missing) else after - before
    return Difference(row.code, row.name, before, after, change, row.reason)
