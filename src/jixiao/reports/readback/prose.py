"""Words outside the controls: paragraphs that differ from those as written, and figures in them that contradict others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from jixiao.checks.document.review import Judged
from jixiao.documents.model import Span
from jixiao.documents.wording import in_signs
from jixiao.relations import Outcome
from jixiao.reports.readback.breaks import Behind, told_of
from jixiao.reports.readback.changes import Break, Change, Degree, Seat, Sort
from jixiao.reports.readback.extract import Extract
from jixiao.reports.readback.pairing import LOST, Places, Shown
from jixiao.reports.readback.written import Written

LARGE = 5000  # paragraphs; beyond them the comparison leaves out what occurs very often, to stay quick
ALIKE = 0.5  # share of characters that a paragraph has in common with what it was


def put_back(edited: Extract, shown: Sequence[Shown]) -> list[str]:
    """The paragraphs with the text that their controls had: what differs then was changed outside them."""
    by_paragraph: dict[int, list[tuple[int, int, str]]] = {}
    for one in shown:
        control = edited.controls[one.index]
        by_paragraph.setdefault(control.paragraph, []).append((control.start, control.end, one.fact.text))
    texts = list(edited.paragraphs)
    for paragraph, seats in by_paragraph.items():
        text = texts[paragraph - 1]
        for start, end, words in sorted(seats, reverse=True):
            text = text[:start] + words + text[end:]
        texts[paragraph - 1] = text
    return texts


@dataclass(frozen=True, slots=True)
class Prose:
    """What was changed outside the controls; `retyped` are figures that lost their control and were changed as well.

    `explained` are the indexes of lost controls of which that tells what became of them.
    """

    changes: tuple[Change, ...]
    retyped: tuple[Shown, ...]
    explained: frozenset[int]


def compare_prose(
    edited: Extract,
    original: Extract,
    shown: Sequence[Shown],
    lost: Mapping[int, Written],
    places: Places,
) -> Prose:
    """Compare the paragraphs with those as written.

    Args:
        edited: the file that came back.
        original: the report as made.
        shown: the controls of the first.
        lost: index of a control of the second → its fact, of those that are no longer there.
        places: of the paragraphs of the first.
    """
    texts = put_back(edited, shown)
    before, after = [_tidy(text) for text in original.paragraphs], [_tidy(text) for text in texts]
    matcher = SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > LARGE)
    changes: list[Change] = []
    retyped: list[Shown] = []
    explained: set[int] = set()
    by_paragraph: dict[int, list[int]] = {}
    for index in lost:
        by_paragraph.setdefault(original.controls[index].paragraph, []).append(index)
    for tag, first, last, begin, end in matcher.get_opcodes():
        for old, new in _pairs(before[first:last], after[begin:end]) if tag != "equal" else ():
            gone = sorted(by_paragraph.get(first + old + 1, ()) if old is not None else ())
            number = min(begin + (new or 0) + 1, max(len(texts), 1))
            if gone and old is not None and new is not None:
                spans = [(original.controls[index].start, original.controls[index].end) for index in gone]
                typed = _typed_over(original.paragraphs[first + old], spans, texts[number - 1])
                if typed is not None:
                    for index, (start, words) in zip(gone, typed, strict=True):
                        if words:
                            seat = places.seat(number, start, start + len(words), words)
                            retyped.append(Shown(LOST, lost[index], seat))
                            explained.add(index)
                    continue
            was = original.paragraphs[first + old].strip() if old is not None else ""
            here = edited.paragraphs[number - 1].strip() if new is not None else ""
            seat = places.seat(number, 0, len(edited.paragraphs[number - 1]) if here else 0, here)
            changes.append(Change(sort=Sort.PROSE, before=was, after=here, seats=(seat,)))
    return Prose(tuple(changes), tuple(retyped), frozenset(explained))


def _typed_over(before: str, spans: Sequence[tuple[int, int]], after: str) -> list[tuple[int, str]] | None:
    """What stands in place of those characters, where the rest of the paragraph is as it was; None where it is not."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(before)]
    words = [before[end:start] for end, start in zip(ends, starts, strict=True)]
    if not after.startswith(words[0]):
        return None
    at, found = len(words[0]), []
    for number, between in enumerate(words[1:], 1):
        last = number == len(words) - 1
        to = len(after) - len(between) if last else after.find(between, at)
        if to < at or not after.startswith(between, to):
            return None
        found.append((at, after[at:to]))
        at = to + len(between)
    return found


def _tidy(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which paragraph became which: one for one where as many came as went, else in order and only where they are alike."""
    if len(before) == len(after):
        yield from enumerate(range(len(after)))
        return
    reached = 0
    for old, was in enumerate(before):
        found = next((new for new in range(reached, min(reached + 20, len(after))) if _alike(was, after[new])), None)
        if found is None:
            if was:
                yield old, None
            continue
        yield from ((None, new) for new in range(reached, found) if after[new])
        yield old, found
        reached = found + 1
    yield from ((None, new) for new in range(reached, len(after)) if after[new])


def _alike(before: str, after: str) -> bool:
    if not before or not after:
        return False
    matcher = SequenceMatcher(None, before, after)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE


def contradictions(
    relations: Sequence[Judged], shown: Sequence[Shown], changed: Mapping[Span, object]
) -> dict[int, list[Break]]:
    """Paragraph → the failing relations of a figure that stands there outside every control.

    Args:
        relations: of the document as it is now.
        shown: its controls.
        changed: places of controls that were changed: what these break is told with them.
    """
    behind = Behind([(one.seat.span, one) for one in shown])
    found: dict[int, list[Break]] = {}
    for judged in relations:
        if judged.verdict.outcome is not Outcome.FAILS or not judged.found.sure:
            continue
        mentions = judged.found.mentions
        controls = [behind.at(mention.span) for mention in mentions]
        free = [mention for mention, control in zip(mentions, controls, strict=True) if control is None]
        if free and not any(control.seat.span in changed for control in controls if control is not None):
            spans = tuple(mention.span for mention in mentions)
            told = told_of(judged.found.relation, in_signs(judged.found), spans)
            found.setdefault(free[0].passage.place.paragraph, []).append(told)
    return found


def contradicting(found: Mapping[int, Sequence[Break]], edited: Extract, places: Places) -> Iterator[Change]:
    """A change for each paragraph whose own figures contradict others, where nobody knows what stood there before."""
    for paragraph, breaks in found.items():
        words = edited.paragraphs[paragraph - 1] if 0 < paragraph <= len(edited.paragraphs) else ""
        seat: Seat = places.seat(paragraph, 0, len(words), words.strip())
        yield Change(
            sort=Sort.PROSE, before="", after=words.strip(), degree=Degree.VALUE, seats=(seat,), breaks=tuple(breaks)
        )
