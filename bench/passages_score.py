"""How many of the known errors in labelled passages a review finds, and how often it raises an alarm beside them.

A passage is one line of JSON: `id`, `kind`, `text` and `ties`. A tie has a `kind`, a `verdict` (ok, fail, rounding, truncation,
trap), the `spans` of its figures in the text, for a list of names also `item_spans`, and in `wrong` the index of the figure
that is most likely wrong, or null. A finding belongs to the tie with which it shares most figures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jixiao import review
from jixiao.checks import Severity

Span = tuple[int, int]
FAIL = "fail"
NO_TIE = "no tie"
ERRORS = (Severity.BLOCK, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation that a passage carries."""

    kind: str
    label: str
    verdict: str
    spans: tuple[Span, ...]
    items: tuple[Span, ...]
    wrong: Span | None

    @property
    def all_spans(self) -> tuple[Span, ...]:
        """Its figures and, for a list, its names."""
        return (*self.spans, *self.items)


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled text."""

    name: str
    text: str
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a scorer needs to know of a finding."""

    code: str
    spans: tuple[Span, ...]
    suspect: Span | None
    error: bool
    told: str = ""


@dataclass
class Score:
    """Counts over all passages."""

    passages: int = 0
    characters: int = 0
    fails: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)  # found by a warning only
    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    false_warnings: Counter[tuple[str, str]] = field(default_factory=Counter)
    nameable: int = 0
    named: int = 0
    misnamed: int = 0
    shown: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Known errors that are found as errors."""
        return self.found.total() / max(1, self.fails.total())

    @property
    def false_per_ten(self) -> float:
        """False errors in ten passages."""
        return 10 * self.false.total() / max(1, self.passages)


def load(path: Path) -> list[Passage]:
    """The passages of a file, one a line."""
    return [_passage(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _passage(data: dict[str, object]) -> Passage:
    ties = data["ties"]
    assert isinstance(ties, list)
    return Passage(str(data["id"]), str(data["text"]), tuple(_tie(tie) for tie in ties))


def _tie(data: dict[str, object]) -> Tie:
    spans, items, wrong = data["spans"], data.get("item_spans") or [], data.get("wrong")
    assert isinstance(spans, list)
    assert isinstance(items, list)
    own = tuple((int(start), int(end)) for start, end in spans)
    listed = tuple((int(start), int(end)) for start, end in items)
    suspect = own[wrong] if isinstance(wrong, int) else None
    return Tie(str(data["kind"]), str(data.get("label", "")), str(data["verdict"]), own, listed, suspect)


def alarms(text: str) -> Iterator[Alarm]:
    """What the review says about a text, errors and warnings."""
    for finding in review(text).findings:
        if finding.severity in (*ERRORS, Severity.WARNING):
            spans = tuple((start, end) for start, end in finding.spans)
            suspect = (finding.suspect.start, finding.suspect.end) if finding.suspect else None
            yield Alarm(finding.code, spans, suspect, finding.severity in ERRORS, finding.found)


def over(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def belongs(alarm: Alarm, ties: Sequence[Tie]) -> Tie | None:
    """The tie that shares most figures with a finding, and at least two of them where both have two."""
    best, most = None, (0.0, False)
    for tie in ties:
        spans = tie.all_spans
        theirs = sum(any(over(span, own) for own in spans) for span in alarm.spans)
        ours = sum(any(over(span, own) for span in alarm.spans) for own in spans)
        needed = 1 if min(len(alarm.spans), len(tie.spans)) <= 1 else 2
        if max(ours, theirs) < needed:
            continue
        share = (ours / (len(spans) + len(alarm.spans) - theirs), tie.verdict == FAIL)
        if share > most:
            best, most = tie, share
    return best


def score(passages: Iterable[Passage], check: Callable[[str], Iterable[Alarm]] = alarms) -> Score:
    """Score a check on passages.

    Example:
        A finding that holds the wrong figure of a known error but belongs to another tie is an echo: neither found nor false.
    """
    total = Score()
    for passage in passages:
        total.passages += 1
        total.characters += len(passage.text)
        _score(passage, list(check(passage.text)), total)
    return total


def _score(passage: Passage, got: Sequence[Alarm], total: Score) -> None:
    fails = [tie for tie in passage.ties if tie.verdict == FAIL]
    wrongs = [tie.wrong for tie in fails if tie.wrong is not None]
    hits: dict[int, list[Alarm]] = {}
    for alarm in got:
        tie = belongs(alarm, passage.ties)
        if tie is not None and tie.verdict == FAIL:
            hits.setdefault(id(tie), []).append(alarm)
        elif not any(over(span, wrong) for span in alarm.spans for wrong in wrongs):
            key = (tie.verdict, tie.kind) if tie else (NO_TIE, alarm.code)
            if alarm.error:
                total.false[key] += 1
            elif key[0] not in ("rounding", "truncation"):
                total.false_warnings[key] += 1
            figures = [passage.text[start:end] for start, end in alarm.spans]
            level = "FALSE" if alarm.error else "warning"
            total.shown.append(f"{level} {passage.name} {key[0]}/{key[1]}: {alarm.told} {figures}")
    for tie in fails:
        mine = hits.get(id(tie), [])
        errors = [alarm for alarm in mine if alarm.error]
        total.fails[tie.kind] += 1
        total.found[tie.kind] += bool(errors)
        total.warned[tie.kind] += bool(mine) and not errors
        if not errors:
            figures = [passage.text[start:end] for start, end in tie.spans]
            total.shown.append(f"{'only warned' if mine else 'MISSED'} {passage.name} {tie.kind}/{tie.label} {figures}")
        elif tie.wrong is not None:
            suspects = [alarm.suspect for alarm in errors if alarm.suspect is not None]
            total.nameable += 1
            total.named += any(over(suspect, tie.wrong) for suspect in suspects)
            total.misnamed += bool(suspects) and not any(over(suspect, tie.wrong) for suspect in suspects)


def table(total: Score) -> Iterator[str]:
    """The result as lines of Markdown."""
    yield "| known errors, by kind | all | found as error | only as warning |"
    yield "| --- | ---: | ---: | ---: |"
    for kind in sorted(total.fails):
        yield f"| {kind} | {total.fails[kind]} | {total.found[kind]} | {total.warned[kind]} |"
    yield f"| **all** | {total.fails.total()} | {total.found.total()} | {total.warned.total()} |"
    yield ""
    yield "| alarms on what is no error | errors | warnings |"
    yield "| --- | ---: | ---: |"
    for key in sorted(total.false | total.false_warnings):
        yield f"| {key[0]}: {key[1]} | {total.false[key]} | {total.false_warnings[key]} |"
    yield f"| **all** | {total.false.total()} | {total.false_warnings.total()} |"
    yield ""
    yield "| what | measured |"
    yield "| --- | ---: |"
    yield f"| passages | {total.passages} |"
    yield f"| characters | {total.characters} |"
    yield f"| recall | {total.recall:.1%} |"
    yield f"| false errors in 10 passages | {total.false_per_ten:.2f} |"
    per_thousand = 1000 / max(1, total.characters)
    yield f"| false errors in 1,000 characters | {total.false.total() * per_thousand:.3f} |"
    yield f"| false warnings in 10 passages | {10 * total.false_warnings.total() / max(1, total.passages):.2f} |"
    yield f"| wrong figure named | {total.named} of {total.nameable} |"
    yield f"| another figure named | {total.misnamed} of {total.nameable} |"
