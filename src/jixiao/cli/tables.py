"""Tables for the terminal and plain data for other programs: scorecards and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.table import Table

from jixiao.checks import Finding
from jixiao.figures import Missing, Score
from jixiao.files.messages import text
from jixiao.scoring import Line, Part, Scorecard

_COLOURS = {"block": "red", "error": "red", "warning": "yellow", "note": "blue"}


def shown(score: Score | Missing, lang: str) -> str:
    """Points with two places, or that they are still to be filled."""
    return text("card-open", lang) if isinstance(score, Missing) else score.text()


def scorecard_table(card: Scorecard, lang: str) -> Table:
    """The whole card: parts in bold with their sums, lines below them."""
    table = Table(
        title=title_of(card, lang),
        caption=caption(card, lang),
        title_justify="left",
        caption_justify="left",
    )
    for name, justify in (
        ("code", "left"),
        ("name", "left"),
        ("points", "right"),
        ("score", "right"),
        ("lost", "right"),
    ):
        table.add_column(text(f"card-{name}", lang), justify=justify)  # type: ignore[arg-type]  # rich's literal type
    for depth, node in walk(card.nodes):
        lost = "" if isinstance(node.lost, Missing) or not node.lost.points else node.lost.text()
        style = "bold" if depth == 0 else "dim" if isinstance(node, Line) and not lost else ""
        score = (
            text("card-reached", lang, reached=node.reached.text()) if is_open_part(node) else shown(node.score, lang)
        )
        table.add_row(node.code, "  " * depth + node.name, node.points.text(), score, lost, style=style)
    return table


def title_of(card: Scorecard, lang: str) -> str:
    """Name and total; while lines are open, what is certain and what is not."""
    name = card.title or card.scheme.title
    if isinstance(card.total, Missing):
        return text("card-title-open", lang, title=name, reached=card.reached.text(), open=card.open.text())
    return text("card-title", lang, title=name, total=card.total.text())


def is_open_part(node: Part | Line) -> bool:
    """Whether lines under a part are still open, so that it has only a certain share of its score."""
    return isinstance(node, Part) and isinstance(node.score, Missing)


def caption(card: Scorecard, lang: str) -> str:
    """Grade, scheme with version and digest, and how much is still open."""
    parts = [text("card-grade", lang, grade=card.grade)] if card.grade else []
    if not card.complete:
        parts.append(text("card-preview", lang, points=card.open.text()))
    scheme = card.scheme
    values = {
        "scheme": scheme.id,
        "version": scheme.version,
        "provenance": text(f"provenance-{scheme.provenance}", lang),
        "digest": scheme.digest[:12],
    }
    return "\n".join([*parts, text("card-scheme", lang, **values)])


def lost_points_table(card: Scorecard, lang: str) -> Table:
    """Every line that lost points: how many, why, and the step to redo by hand; then the lines still open, and why."""
    lost = [line for line in card.lines if not isinstance(line.lost, Missing) and line.lost.points]
    whole = Score.sum(line.lost for line in lost if not isinstance(line.lost, Missing))
    table = Table(title=text("card-lost-title", lang, lost=whole.text()), title_justify="left", show_lines=True)
    for name in ("code", "name", "lost", "reason", "step"):
        table.add_column(text(f"card-{name}", lang), overflow="fold")
    for line in lost:
        table.add_row(line.code, line.name, shown(line.lost, lang), line.reason, line.step)
    for line in card.lines:
        if isinstance(line.score, Missing):
            table.add_row(line.code, line.name, shown(line.score, lang), line.reason, "")
    return table


def findings_table(findings: Sequence[Finding], lang: str) -> Table:
    """One row a finding, worst first."""
    table = Table(show_lines=False)
    for name in ("severity", "code", "title", "place"):
        table.add_column(text(f"finding-{name}", lang), overflow="fold")
    for finding in findings:
        severity = finding.severity.value
        table.add_row(
            f"[{_COLOURS[severity]}]{text(f'severity-{severity}', lang)}[/]",
            finding.code,
            finding.title(lang),
            finding.place(lang),
        )
    return table


def walk(nodes: Iterable[Part | Line], depth: int = 0) -> Iterator[tuple[int, Part | Line]]:
    """Nodes with their depth, parents before children."""
    for node in nodes:
        yield depth, node
        if isinstance(node, Part):
            yield from walk(node.children, depth + 1)


def card_as_data(card: Scorecard) -> dict[str, Any]:
    """The card as plain data; figures are text, missing ones null."""
    return {
        "scheme": {"id": card.scheme.id, "version": card.scheme.version, "digest": card.scheme.digest},
        "total": plain(card.total),
        "grade": card.grade,
        "complete": card.complete,
        "parts": [
            {"code": node.code, "name": node.name, "points": plain(node.points), "score": plain(node.score)}
            for node in card.nodes
        ],
        "lines": [line_as_data(line) for line in card.lines],
    }


def line_as_data(line: Line) -> dict[str, Any]:
    """One line of the card as plain data."""
    return {
        "code": line.code,
        "name": line.name,
        "points": plain(line.points),
        "score": plain(line.score),
        "lost": plain(line.lost),
        "kind": line.kind,
        "reason": line.reason,
        "step": line.step,
        "reference": line.reference,
        "provenance": line.provenance,
        "facts": list(line.facts),
    }


def plain(score: Score | Missing) -> str | None:
    """Points as exact text, or null."""
    return None if isinstance(score, Missing) else score.text()


def findings_as_data(findings: Iterable[Finding], lang: str) -> list[dict[str, Any]]:
    """Findings as plain data: code, severity, addresses, every cell, sentence."""
    return [
        {
            "code": item.code,
            "severity": item.severity.value,
            "at": list(item.at),
            "cells": [{"sheet": origin.sheet, "cell": origin.cell} for origin in item.cells],
            "place": item.place(lang),
            "sentence": item.sentence(lang),
        }
        for item in findings
    ]
