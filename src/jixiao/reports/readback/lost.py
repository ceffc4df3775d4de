"""Controls that are gone: the text may still stand there without its control, or the fact is no longer visible."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from jixiao.figures import read
from jixiao.reports.readback.changes import Change, Seat, Sort
from jixiao.reports.readback.extract import Control, Extract
from jixiao.reports.readback.figures import title_of
from jixiao.reports.readback.pairing import Places, Shown
from jixiao.reports.readback.written import Written

LARGE = 5000  # controls; beyond them the comparison leaves out what occurs very often, to stay quick
MOST_LOOKED = 500_000_000  # characters that are looked through for texts without control, in all
_GOES_ON = re.compile(r"[.,，]?\d")
_BEGAN = re.compile(r"\d[.,，]?$")


def lost_controls(
    edited: Extract, expected: Sequence[Written], shown: Sequence[Shown], places: Places
) -> tuple[list[tuple[int, Change]], list[Seat]]:
    """What became of the controls that are no longer there.

    Args:
        edited: the file.
        expected: the facts of all controls as written, in order; the first place of each fact where no more is known.
        shown: the controls that are there.
        places: of its paragraphs.

    Returns:
        The facts that were removed, each with its index in `expected`, and the seats that only lost their control.
    """
    filled = [one for one in shown if one.seat.text.strip()]
    free = _Free(edited)
    still: dict[str, list[Seat]] = {}
    for one in filled:
        still.setdefault(one.fact.address, []).append(one.seat)
    removed: list[tuple[int, Change]] = []
    unbound: list[Seat] = []
    for index, low, high in _missing(expected, filled, len(edited.paragraphs)):
        fact = expected[index]
        place = free.take(fact.text, low, high)
        if place is not None:
            paragraph, start = place
            unbound.append(places.seat(paragraph, start, start + len(fact.text), fact.text))
            continue
        emptied = [one.seat for one in shown if one.fact is fact and not one.seat.text.strip()]
        seats = (emptied or [places.seat(low, 0, 0, "")])[:1]
        change = Change(
            sort=Sort.REMOVED,
            before=fact.text,
            after="",
            address=fact.address,
            title=title_of(fact),
            seats=tuple(seats),
            stale=tuple(still.get(fact.address, ())) if fact.address else (),
        )
        removed.append((index, change))
    return removed, unbound


def _missing(expected: Sequence[Written], shown: Sequence[Shown], paragraphs: int) -> Iterator[tuple[int, int, int]]:
    """Each place in `expected` that has no control any more, with the paragraphs between which it must have stood."""
    before = [fact.number for fact in expected]
    here = list(shown)
    if len(before) == len(set(before)):  # only the first place of each fact is known
        firsts: dict[int, Shown] = {}
        for one in shown:
            firsts.setdefault(one.fact.number, one)
        here = list(firsts.values())
    after = [one.fact.number for one in here]
    fewer = Counter(before) - Counter(after)
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LARGE)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag not in ("delete", "replace"):
            continue
        low = here[begin - 1].seat.paragraph if begin else 1
        high = here[end].seat.paragraph if end < len(here) else paragraphs
        for index in range(first, last):
            if fewer[before[index]] > 0:
                fewer[before[index]] -= 1
                yield index, low, max(low, high)


class _Free:
    """The text of the paragraphs outside controls; what is found once is not found again."""

    def __init__(self, edited: Extract) -> None:
        self._text = "\n".join(edited.paragraphs)
        self._starts = list(accumulate((len(text) + 1 for text in edited.paragraphs), initial=0))
        self._taken = sorted(self._span(control) for control in edited.controls)
        self._left = MOST_LOOKED

    def _span(self, control: Control) -> tuple[int, int]:
        first = self._starts[max(control.paragraph, 1) - 1]
        return first + control.start, first + control.end

    def take(self, text: str, low: int, high: int) -> tuple[int, int] | None:
        """The first free place of a text as a whole figure, as (paragraph, character); None where there is none."""
        begin, end = self._starts[max(low, 1) - 1], self._starts[min(high, len(self._starts) - 1)]
        for start in self._places(text, begin, end):
            index = bisect_right(self._taken, (start, end))
            before = self._taken[index - 1] if index else (0, 0)
            after = self._taken[index] if index < len(self._taken) else (end, end)
            if before[1] <= start and start + len(text) <= max(after[0], start):
                insort(self._taken, (start, start + len(text)))
                paragraph = bisect_right(self._starts, start)
                return paragraph, start - self._starts[paragraph - 1]
        return None

    def _places(self, text: str, begin: int, end: int) -> Iterator[int]:
        """Where a text stands by itself: 14 does not stand in 2014 or 14.5."""
        figure = bool(read(text))
        while text and self._left > 0:
            start = self._text.find(text, begin, end)
            self._left -= (start if start >= 0 else end) - begin + 1
            if start < 0:
                return
            begin = start + len(text)
            if not figure or not (
                _GOES_ON.match(self._text, begin) or _BEGAN.search(self._text, max(start - 2, 0), start)
            ):
                yield start
