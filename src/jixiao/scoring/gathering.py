"""Named operators over lines already scored and rounded: sum, share of points, mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from jixiao.facts.performance import Indicator
from jixiao.figures import MISSING, Missing, Score, half_up
from jixiao.rules.scheme import Leaf, Lines
from jixiao.scoring.because import SHOWN, Because, ByLines, BySentence, added
from jixiao.scoring.board import Board, carried_points, chosen, points_of
from jixiao.scoring.indicators import indicator_lines
from jixiao.scoring.scorecard import Kind, Line

Operator = Literal["sum", "share", "mean"]
NO_ROWS = "score-no-rows"
"""The message of a line that has nothing to gather; its `what` names the rows that are wanted."""


def over_indicators(board: Board, leaf: Leaf, lines: Lines, path: tuple[str, ...], project: str = "") -> Line:
    """A leaf that gathers indicators of the department, or of one project; MISSING while one of them is."""
    own = board.by_owner.get(project, ()) if project else board.facts.year.indicator
    records = chosen(own, lines.where)
    named = {"owner": (project,), **lines.where} if project else lines.where
    doubt = board.doubt("indicator", named)
    if doubt is not None:
        return made(leaf, path, carried_points(leaf.points), MISSING, "missing", doubt)
    if lines.operator == "sum":
        return _approved(board, leaf, records, own, path)
    full = carried_points(leaf.points)
    details = indicator_lines(board, records, full, (*path, leaf.name))
    return gathered_line(leaf, path, full, details, "mean" if lines.operator == "mean" else "share")


def _approved(
    board: Board, leaf: Leaf, records: Sequence[Indicator], own: Sequence[Indicator], path: tuple[str, ...]
) -> Line:
    """A block of a project: its points are those its indicators were approved with, where any have been."""
    weighted = any(not isinstance(record.weight, Missing) for record in own)
    if weighted and not records:
        return made(leaf, path, 0, Score.zero(), "excluded", BySentence("score-not-set", {}))
    full = carried_points(leaf.points)
    if weighted:
        full = sum(carried_points(record.weight.points) for record in records if not isinstance(record.weight, Missing))
    details = indicator_lines(board, records, full, (*path, leaf.name))
    rescaled = any(line.kind == "excluded" for line in details)
    return gathered_line(leaf, path, full, details, "share" if rescaled else "sum")


def gathered_line(leaf: Leaf, path: tuple[str, ...], full: int, details: tuple[Line, ...], operator: Operator) -> Line:
    """The line that an operator makes of others, or why it cannot be made yet.

    sum: the scores added up. share: full marks × scores ÷ points. mean: full marks × the mean completion, where every
    line weighs the same; completions are rounded to 0.01 %. The result is rounded once, at the leaf's places.
    """
    scored = [line for line in details if line.kind != "excluded"]
    unsettled = unsettled_line(leaf, path, full, details, scored)
    if unsettled is not None:
        return unsettled
    completions = tuple(completion(line) for line in scored) if operator == "mean" else ()
    if operator == "sum":
        score = added(line.reached for line in scored)
    elif operator == "mean":
        score = Score(half_up(Fraction(full, 100) * sum(map(Fraction, completions)) / (100 * len(scored)), leaf.places))
    else:
        points = added(line.points for line in scored).points
        reached = added(line.reached for line in scored).points
        # Lines without a single point between them cannot lose any: the leaf has nothing to give either.
        share = Fraction(reached) / Fraction(points) if points else Fraction(0)
        score = Score(half_up(Fraction(full, 100) * share, leaf.places))
    because = ByLines(operator, points_of(full), score, leaf.places, details, completions)
    return made(leaf, path, full, score, "computed", because, details)


def completion(line: Line) -> Decimal:
    """How much of its points a line reached, in percent with two places; a line without points is complete."""
    if not line.points.points:
        return Decimal(100)
    return half_up(Fraction(line.reached.points) / Fraction(line.points.points) * 100, 2)


def unsettled_line(
    leaf: Leaf, path: tuple[str, ...], full: int, details: tuple[Line, ...], scored: Sequence[Line]
) -> Line | None:
    """The line while it cannot be scored: nothing was entered, nothing applies, or lines are open."""
    if not details:
        what = f"{leaf.name}的绩效指标" if leaf.lines is None else leaf.lines.rows
        return made(leaf, path, full, MISSING, "missing", BySentence(NO_ROWS, {"what": what}))
    if not scored:
        because = BySentence("score-all-inapplicable", {}, lines=details)
        return made(leaf, path, full, MISSING, "manual", because, details)
    waiting = [line for line in scored if isinstance(line.score, Missing)]
    if not waiting:
        return None
    names = "、".join(line.name for line in waiting[:SHOWN]) + ("等" if len(waiting) > SHOWN else "")
    because = BySentence("score-rows-open", {"number": len(waiting), "names": names}, lines=details)
    kind: Kind = "manual" if all(line.kind == "manual" for line in waiting) else "missing"
    return made(leaf, path, full, MISSING, kind, because, details)


def made(
    leaf: Leaf,
    path: tuple[str, ...],
    full: int,
    score: Score | Missing,
    kind: Kind,
    because: Because,
    details: tuple[Line, ...] = (),
) -> Line:
    """A line with what its leaf says about it."""
    basis, points = leaf.basis, points_of(full)
    return Line(
        leaf.code, leaf.name, path, points, score, kind, because, basis, leaf.written, details, leaf.evidence, leaf.help
    )
