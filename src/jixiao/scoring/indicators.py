"""One indicator, one line: scored by the indicator table of the scheme with the indicator's own points."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.facts import Address
from jixiao.facts.performance import Indicator
from jixiao.figures import MISSING, Missing, Score
from jixiao.rules.vocabulary import NotCarried
from jixiao.scoring.because import ByRow, BySentence, Home
from jixiao.scoring.board import Board, carried_points, points_of
from jixiao.scoring.scorecard import Kind, Line

_NOTHING: dict[str, object] = {}
_DECIDING = (
    "operator", "target", "target_high", "weight", "actual", "same_as", "state", "judged", "sample", "due", "done", "consent",
)  # fmt: skip
"""What a score rests on. Blank, some of them mean something, so a cell that could not be read must not pass for blank."""


def indicator_lines(board: Board, records: Sequence[Indicator], full: int, path: tuple[str, ...]) -> tuple[Line, ...]:
    """The lines of some indicators that share `full` points.

    Each has the points it was approved with; where no one has any, the points are shared out evenly, hundredth by hundredth.
    """
    weights = [
        None if isinstance(record.weight, Missing) else carried_points(record.weight.points) for record in records
    ]
    told = any(board.unread("indicator", record, ("weight",)) for record in records)
    if all(weight is None for weight in weights) and not told:
        weights = list(even_shares(full, len(records)))
    return tuple(_line(board, record, weight, path) for record, weight in zip(records, weights, strict=True))


def even_shares(full: int, number: int) -> tuple[int, ...]:
    """Whole hundredths that add up to `full`, the first ones one hundredth more where it does not come out even.

    Example:
        >>> even_shares(1000, 3)
        (334, 333, 333)
    """
    if not number:
        return ()
    each, over = divmod(full, number)
    return tuple(each + (place < over) for place in range(number))


def _line(board: Board, record: Indicator, weight: int | None, path: tuple[str, ...]) -> Line:
    scheme = board.scheme
    home = Home(board.facts.year.year, "indicator", record.no)
    name = record.name if isinstance(record.name, str) else record.no
    unread = board.unread("indicator", record, _DECIDING)
    if unread:
        fields = "、".join(f"“{board.facts.registry.by_id['indicator'].field(one).zh}”" for one in unread)
        because = BySentence("score-cells-unread", {"fields": fields}, own=tuple(map(home.at, unread)))
        return Line(record.no, name, path, points_of(weight or 0), MISSING, "missing", because, scheme.indicator_basis)
    if weight is None:
        because = BySentence("score-no-weight", _NOTHING, own=(home.at("weight"),))
        return Line(record.no, name, path, Score.zero(), MISSING, "missing", because, scheme.indicator_basis)
    if record.operator in scheme.inapplicable:
        return _inapplicable(board, record, name, weight, path)
    points = points_of(weight)
    try:
        values = board.indicator_values(record, weight)
    except NotCarried as problem:
        read = ("actual", "target") if isinstance(record.due, Missing) else ("done", "due")
        refused = BySentence(problem.message_id, problem.values, own=tuple(map(home.at, read)))
        return Line(record.no, name, path, points, MISSING, "missing", refused, scheme.indicator_basis)
    outcome = scheme.indicator.table.lookup(values)
    kind: Kind = "computed" if outcome.kind == "points" else outcome.kind
    score = points_of(outcome.points) if outcome.kind == "points" else MISSING
    row = ByRow(scheme.indicator, scheme.vocabularies["indicator"], outcome, values, home)
    return Line(record.no, name, path, points, score, kind, row, scheme.indicator_basis)


def _inapplicable(board: Board, record: Indicator, name: str, weight: int, path: tuple[str, ...]) -> Line:
    """An indicator that does not apply leaves the sum, or scores zero where nobody consented to that."""
    scheme, home = board.scheme, Home(board.facts.year.year, "indicator", record.no)
    at: tuple[Address, ...] = (home.at("operator"),)
    custom = scheme.inapplicable_custom
    if custom == "consent" and not isinstance(record.consent, Missing):
        because = BySentence("score-inapplicable-consent", {"document": record.consent}, own=(*at, home.at("consent")))
        return Line(record.no, name, path, Score.zero(), Score.zero(), "excluded", because, scheme.indicator_basis)
    if custom != "rescale":
        because = BySentence("score-inapplicable-zero", _NOTHING, own=at)
        return Line(record.no, name, path, points_of(weight), Score.zero(), "computed", because, scheme.indicator_basis)
    because = BySentence("score-inapplicable", _NOTHING, own=at)
    return Line(record.no, name, path, Score.zero(), Score.zero(), "excluded", because, scheme.indicator_basis)
