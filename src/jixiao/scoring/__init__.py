"""Scheme × facts → scorecard with trace: points, score, reason, the step to redo, the rule and the facts behind each line."""

from __future__ import annotations

from jixiao.scoring.card import project_cards, score, score_project
from jixiao.scoring.facts import scorecard_facts
from jixiao.scoring.scorecard import Adjustment, Line, Part, SchemeRef, Scorecard

__all__ = [
    "Adjustment",
    "Line",
    "Part",
    "SchemeRef",
    "Scorecard",
    "project_cards",
    "score",
    "score_project",
    "scorecard_facts",
]
