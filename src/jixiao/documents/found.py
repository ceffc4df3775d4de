"""A relation that a document states: what must hold, which words say so, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jixiao.documents.model import Span
from jixiao.documents.view import Mention
from jixiao.relations import Relation


class Tie(StrEnum):
    """Kinds of relation among the figures of a document."""

    SUM = "sum"  # a total and its parts
    DIFFERENCE = "difference"  # a figure that is said to be the difference of two others
    RATE = "rate"  # a rate or share with its two amounts
    CHANGE = "change"  # a change with amount and percent, its base implied or printed
    GROWTH = "growth"  # a percent from two printed values
    WHOLE_AND_PARTS = "whole-and-parts"  # growth (or rate) of the whole against growth (or rates) of its parts
    WHOLE_BASE = "whole-base"  # a percent of a small count needs a whole-number base
    POINTS = "points"  # percentage points between two rates
    BALANCE = "balance"  # opening + in - out = closing
    PRODUCT = "product"  # unit price × count
    MEAN = "mean"  # per day, per head, per year
    SHARES = "shares"  # shares that add to 100
    SCORE = "score"  # scores and their total, weights and theirs
    COUNT = "count"  # a stated count against the listed names
    SAME = "same"  # one figure told twice
    BOUND = "bound"  # a result, a score or a use against its bound
    GRADE = "grade"  # a grade against its bands
    ORDER = "order"  # dates and milestones in their order
    YEAR = "year"  # the year that a text speaks of


@dataclass(frozen=True, slots=True)
class Found:
    """One relation of a document.

    Attributes:
        tie: its kind.
        relation: what must hold; the `at` of every quantity is `text/START-END`.
        mentions: the figures in the order of the relation: left side first. A figure that a name list or a grade
            stands for has none.
        words: spans of the words that made it: 其中, 占, 完成率, the header of a column.
        names: spans of listed names, for a count.
        sure: whether the wording states the relation. What layout or habit only suggests is a warning when it fails.
        code: the check that it belongs to.
    """

    tie: Tie
    relation: Relation
    mentions: tuple[Mention, ...]
    words: tuple[Span, ...] = ()
    names: tuple[Span, ...] = ()
    sure: bool = True

    @property
    def code(self) -> str:
        """The check that it belongs to."""
        return self.relation.code

    @property
    def spans(self) -> tuple[Span, ...]:
        """The figures concerned, and for a count the names."""
        return (*(mention.span for mention in self.mentions), *self.names)
