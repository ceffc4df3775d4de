"""What charts of scores draw: whole hundredths of a point and the texts beside them, as plain data for the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jixiao.figures import Missing, Score
from jixiao.scoring import Scorecard
from jixiao_web.evaluation.models import ScoreRecord
from jixiao_web.evaluation.plain import Row


def waterfall(rows: Sequence[Row], record: ScoreRecord | None) -> dict[str, Any] | None:
    """From full marks down to what was reached: a step for each line that lost points; None where nothing was lost.

    Each step carries what was lost and the text of it; where a step begins is for the chart to find.
    """
    return None if record is None else _steps(record.points, record.reached, record.open, rows)


def waterfall_of(card: Scorecard, rows: Sequence[Row]) -> dict[str, Any] | None:
    """The same of a card at hand."""
    return _steps(card.points, card.reached, card.open, rows)


def _steps(
    points: Score | Missing | None,
    reached: Score | Missing | None,
    open_: Score | Missing | None,
    rows: Sequence[Row],
) -> dict[str, Any] | None:
    lost = [row for row in rows if row.is_line and row.lost_any]
    if not (lost and isinstance(points, Score) and isinstance(reached, Score)):
        return None
    steps = [_step(_("满分"), points, "total")]
    steps += [_step(row.name, row.lost, "lost", row.code) for row in lost if isinstance(row.lost, Score)]
    if isinstance(open_, Score) and open_.points:
        steps.append(_step(_("未定分"), open_, "open"))
    steps.append(_step(_("得分"), reached, "total"))
    return {"unit": _("分"), "steps": steps}


def _step(name: str, score: Score, kind: str, code: str = "") -> dict[str, Any]:
    return {"name": name, "code": code, "kind": kind, "hundredths": score.text().replace(".", ""), "text": score.text()}
