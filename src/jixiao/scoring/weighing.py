"""Projects gathered into one line: the completion of each, weighted by the money it had."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from jixiao.facts.money import Project
from jixiao.figures import MISSING, Score, half_up
from jixiao.rules.scheme import Leaf, Lines
from jixiao.rules.vocabulary import NotCarried
from jixiao.scoring.because import ByLines, BySentence
from jixiao.scoring.board import BUDGET, Board, carried_points, chosen, points_of
from jixiao.scoring.gathering import gathered_line, made, unsettled_line
from jixiao.scoring.indicators import indicator_lines
from jixiao.scoring.scorecard import Kind, Line

WHOLE = 10_000
"""A project's completion is a line of 100 points, carried in hundredths."""


def over_projects(board: Board, leaf: Leaf, lines: Lines, path: tuple[str, ...]) -> Line:
    """A leaf that gathers projects; MISSING while an indicator or a budget of one of them is."""
    full = carried_points(leaf.points)
    doubt = board.doubt("project", lines.where)
    if doubt is not None:
        return made(leaf, path, full, MISSING, "missing", doubt)
    records: tuple[Project, ...] = chosen(board.facts.year.project, lines.where)
    details = tuple(_completion(board, record, (*path, leaf.name)) for record in records)
    if lines.operator != "money_weighted_mean":
        return gathered_line(leaf, path, full, details, "mean" if lines.operator == "mean" else "share")
    unsettled = unsettled_line(leaf, path, full, details, details)
    return _weighted(board, leaf, path, full, details) if unsettled is None else unsettled


def _completion(board: Board, record: Project, path: tuple[str, ...]) -> Line:
    """The completion of one project: its indicators' scores over their points, as a line of 100."""
    name = record.name if isinstance(record.name, str) else record.project
    leaf = Leaf(record.project, name, Decimal(100), board.scheme.indicator_basis)
    doubt = board.doubt("indicator", {"owner": (record.project,)})
    if doubt is not None:
        return made(leaf, path, WHOLE, MISSING, "missing", doubt)
    records = board.by_owner.get(record.project, ())
    return gathered_line(leaf, path, WHOLE, indicator_lines(board, records, WHOLE, (*path, name)), "share")


def _weighted(board: Board, leaf: Leaf, path: tuple[str, ...], full: int, details: tuple[Line, ...]) -> Line:
    own = tuple(board.home(line.code).at("full") for line in details)

    def open_line(kind: Kind, message_id: str, values: Mapping[str, object]) -> Line:
        return made(leaf, path, full, MISSING, kind, BySentence(message_id, values, own, details), details)

    money: list[int] = []
    for line in details:
        try:
            budget = board.project_budget(line.code)
        except NotCarried as problem:
            return open_line("missing", problem.message_id, problem.values)
        if budget is None:
            return open_line("missing", "score-rows-open", {"number": 1, "names": f"{line.name}{BUDGET}"})
        money.append(max(budget, 0))
    total = sum(money)
    if not total:
        return open_line("manual", "score-no-money", {})
    weighed = sum(
        (Fraction(line.reached.points) * amount for line, amount in zip(details, money, strict=True)), Fraction(0)
    )
    score = Score(half_up(Fraction(full, 100) * weighed / (100 * total), leaf.places))
    shown = board.scheme.vocabularies["project"].columns[BUDGET].shown
    weights = tuple(map(shown, money))
    because = ByLines("weighted", points_of(full), score, leaf.places, details, (), weights, shown(total), own)
    return made(leaf, path, full, score, "computed", because, details)
