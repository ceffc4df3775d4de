"""What each figure of the running text does in its sentence: an amount, a change, a growth, a share, a base.

The words between two figures say it: 增加 makes the next amount a change, 由 or 较上年 makes it a base, 占 makes the next
percent a share. Dates, ordinals and document numbers are passed over: they belong to the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from jixiao.documents.finders._phrases import (
    BETWEEN,
    CLAUSE,
    CORRECTED,
    FROM,
    FURTHER,
    GROWN_TO,
    LAST_YEAR,
    OF,
    PLAIN,
    REAL_TERMS,
    VERSUS,
    YEARLY,
    after_versus,
    change_sign,
    subject_of,
)
from jixiao.documents.view import Mention, View
from jixiao.figures import Bound, FigureKind
from jixiao.relations import Quantity

FARTHEST = 200  # characters of words that belong to a figure; what lies beyond them says nothing about it
LONGEST = 40  # figures of one list behind 分别
_AMOUNTS = (FigureKind.MONEY, FigureKind.COUNT, FigureKind.MEASURE, FigureKind.NUMBER)
_SCALES = re.compile(r"^(?:百万|千万|[十百千万亿])+(?=.)")


class Role(StrEnum):
    """What a figure does."""

    LEVEL = "level"
    BASE = "base"  # what a level is compared with: 较上年 B, 由 B 增加到
    WHOLE = "whole"  # what the next percent is of: 为预算 B 的
    CHANGE = "change"  # an amount of more or less
    GROWTH = "growth"  # a percent of more or less
    RATE = "rate"  # any other percent
    POINTS = "points"
    NONE = "none"  # bounds, growth in real terms, ranges: never tested


@dataclass(frozen=True, eq=False)
class Spoken:
    """One quantity of the running text.

    Attributes:
        index: its place among the quantities of the document.
        segment: number of the stretch between two ；or 。that it stands in.
        sign: -1 for a fall that is printed without its sign.
        lead: the words since the quantity before it in the sentence, without blanks; `trail` those up to the next.
        clause: the last clause of `lead`.
        subject: what its clause says about whom, without comparison and verb; "" where the clause goes on from before.
        label: the last clause of `lead` that has words.
        listed: its place in a list behind 分别, counted from one; 0 outside such a list.
        whole: whether it is a whole number among decimals of its unit: then it stands for itself alone.
    """

    mention: Mention
    index: int
    segment: int
    role: Role
    sign: int
    lead: str
    trail: str
    clause: str
    subject: str
    label: str
    listed: int
    whole: bool = False

    @cached_property
    def amount(self) -> Decimal:
        """In base units, without its sign: for a quick look before a relation is judged."""
        size = self.mention.figure.size
        return self.value * size.numerator / size.denominator

    @cached_property
    def slack(self) -> Decimal:
        """Half a unit of its last place, in base units."""
        size = self.mention.figure.size
        return (Decimal(size.numerator) / size.denominator / 2).scaleb(-self.mention.figure.places)

    @property
    def value(self) -> Decimal:
        """As printed, in its own unit."""
        value = self.mention.figure.value
        return value if isinstance(value, Decimal) else Decimal(0)

    @property
    def sentence(self) -> int:
        """Index of its sentence."""
        return self.mention.sentence

    @cached_property
    def sort(self) -> str:
        """What it is an amount of: 元, the measure word without 万, "" for a bare number; a price per head stays 元/人."""
        figure = self.mention.figure
        if "/" in figure.unit:
            return figure.unit
        return "元" if figure.kind is FigureKind.MONEY else _SCALES.sub("", figure.unit)

    def quantity(self) -> Quantity:
        """Its signed quantity."""
        return self._signed

    def levels(self) -> Quantity:
        """Its quantity, for a figure that has no sign of its own."""
        return self._plain

    @cached_property
    def _signed(self) -> Quantity:
        return self.mention.quantity(self.sign, exact=self.whole)

    @cached_property
    def _plain(self) -> Quantity:
        return self.mention.quantity(exact=self.whole)


@lru_cache(maxsize=1)  # six finders ask for the same view, one after the other
def spoken(view: View) -> tuple[Spoken, ...]:
    """Every quantity of the running text, in reading order."""
    found: list[Spoken] = []
    segment = 0
    for sentence in view.sentences:
        segment += 1
        mentions = [mention for mention in sentence.mentions if _counts(mention)]
        fine = {mention.figure.unit for mention in mentions if mention.figure.places}
        text, previous = sentence.passage.text, None
        corrected = False  # 按同口径比，… holds for the rest of the sentence
        edges = [sentence.start, *(mention.figure.end for mention in mentions)]
        ends = [*(mention.figure.start for mention in mentions[1:]), sentence.end]
        for place, mention in enumerate(mentions):
            start, end = mention.figure.start, mention.figure.end
            segment += text.count("；", edges[place], start) + text.count(";", edges[place], start)
            lead = "".join(text[max(edges[place], start - FARTHEST) : start].split()).translate(PLAIN)
            trail = "".join(text[end : min(ends[place], end + FARTHEST)].split()).translate(PLAIN)
            follower = mentions[place + 1] if place + 1 < len(mentions) else None
            previous = _spoken(mention, len(found), segment, lead, trail, previous)
            corrected = corrected or bool(CORRECTED.search(lead))
            if corrected and previous.role in (Role.CHANGE, Role.GROWTH):
                previous = replace(previous, role=Role.NONE)
            if follower and _is_rate(follower) and OF.fullmatch(trail) and previous.role in (Role.LEVEL, Role.BASE):
                previous = replace(previous, role=Role.WHOLE)
            if mention.kind is FigureKind.MONEY and not mention.figure.places and mention.figure.unit in fine:
                previous = replace(previous, whole=True)
            found.append(previous)
    return tuple(found)


def _is_rate(mention: Mention) -> bool:
    return mention.kind is FigureKind.PERCENT or mention.figure.unit == "倍"


def _counts(mention: Mention) -> bool:
    figure = mention.figure
    return figure.is_quantity and isinstance(figure.value, Decimal) and figure.kind is not FigureKind.RANGE


def _spoken(mention: Mention, index: int, segment: int, lead: str, trail: str, previous: Spoken | None) -> Spoken:
    clauses = [part for part in CLAUSE.split(lead) if part.strip('“”"')]
    clause = CLAUSE.split(lead)[-1].strip('“”"')[-FARTHEST // 2 :]
    role, sign = _role(mention, clause, trail)
    if role is Role.GROWTH and (REAL_TERMS.search(lead) or (trail[:1] in ("（", "(") and REAL_TERMS.search(trail[:6]))):
        role = Role.NONE
    led = previous is not None and previous.role is Role.WHOLE and previous.listed
    listed = 1 if "分别" in clause or "依次" in clause or led else 0
    if previous is not None and FURTHER.fullmatch(lead) and role in (Role.LEVEL, Role.RATE):
        same = previous.mention.kind is mention.kind or (
            mention.kind is FigureKind.NUMBER and previous.listed and previous.role is not Role.NONE
        )
        if same and 0 < previous.listed < LONGEST:
            role, sign, listed = previous.role, _own(mention, previous.sign), previous.listed + 1
        elif role is Role.RATE and previous.role is Role.CHANGE and not previous.listed:
            role, sign = Role.GROWTH, _own(mention, previous.sign)
    return Spoken(
        mention,
        index,
        segment,
        role,
        sign,
        lead,
        trail,
        clause,
        subject_of(clause),
        clauses[-1] if clauses else "",
        listed,
    )


def _role(mention: Mention, clause: str, trail: str) -> tuple[Role, int]:
    figure = mention.figure
    rate = _is_rate(mention)
    if figure.bound is not Bound.NONE or REAL_TERMS.search(clause) or (rate and YEARLY.search(clause)):
        return Role.NONE, 1
    if figure.kind is FigureKind.PP:
        return Role.POINTS, _own(mention, change_sign(clause) or 1)
    sign = 0 if GROWN_TO.search(clause) else change_sign(clause)
    if rate:
        if sign:
            # 占比提高 2%: points are meant, and no amount says so
            of_rates = re.search("增速|增幅|占比|比重|比例|率", subject_of(clause))
            return (Role.NONE, 1) if of_rates else (Role.GROWTH, _own(mention, sign))
        signed = re.search("(?:同比|环比)(?P<plus>[+＋])?$", clause)
        if signed and not signed["plus"] and mention.written[:1] not in ("+", "-", "＋", "－", "−"):
            signed = None
        return (Role.GROWTH if signed else Role.RATE), 1
    if figure.kind not in _AMOUNTS:
        return Role.NONE, 1
    if sign:
        return Role.CHANGE, _own(mention, sign)
    if LAST_YEAR.search(clause) or (VERSUS.search(clause) and after_versus(trail)):
        return Role.BASE, 1
    if FROM.search(clause) and BETWEEN.search(trail):
        return Role.BASE, 1
    return Role.LEVEL, 1


def _own(mention: Mention, sign: int) -> int:
    """A fall that is printed with its minus keeps it."""
    value = mention.figure.value
    return 1 if isinstance(value, Decimal) and value < 0 else sign


def back(quantities: Sequence[Spoken], index: int, most: int = 24) -> Iterator[Spoken]:
    """The quantities before one, the nearest first."""
    for place in range(index - 1, max(-1, index - 1 - most), -1):
        yield quantities[place]


def list_size(quantities: Sequence[Spoken], item: Spoken) -> int:
    """How many figures the list behind 分别 has that one of its figures stands in."""
    size = item.listed
    while (spot := item.index + size - item.listed + 1) < len(quantities) and quantities[spot].listed == size + 1:
        size += 1
    return size
