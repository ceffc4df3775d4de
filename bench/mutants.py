"""Whether a change is found, whether the changed figure is named, and whether harmless changes are left alone."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bench.consistent import consistent
from bench.editing import Edit, edited, moved_span
from bench.known import NARROW, Known, Spot, changed, from_draft, menders, reread
from bench.mutations import KINDS, Mutation, mutations, partial
from jixiao.checks import Severity
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import reviewed
from jixiao.documents.model import Document, Span
from jixiao.facts import Address
from jixiao.figures import half_up
from jixiao.relations import Outcome, Relation, judge

ERRORS = (Severity.BLOCK, Severity.ERROR)
LOUD = (*ERRORS, Severity.WARNING)
_FIGURES = re.compile(r"[0-9０-９.．,，\s]+")
WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
CONTROLS = (
    "as written",
    "consistent edit",
    "full-width",
    "thousands marks",
    "blank before unit",
    "line break before unit",
    "blank inside unit",
    "one place fewer",
)


@dataclass
class Totals:
    """Counts over many changes, by (kind, what happened)."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, other: Totals) -> None:
        """Take over what another run counted."""
        self.counts.update(other.counts)
        self.misses += other.misses


def loud(document: Document) -> list[PaperFinding]:
    """The findings of a review that ask for attention."""
    return [finding for finding in reviewed(document).findings if finding.severity in LOUD]


def measure(known: Known, changes: Iterable[Mutation], totals: Totals) -> None:
    """Review every change and count what became of it."""
    before = {(finding.code, finding.found) for finding in loud(known.document)}
    for mutation in changes:
        after = _after(known, mutation)
        broken = [relation for relation in after if judge(relation).outcome is Outcome.FAILS]
        kind = mutation.kind
        totals.counts[kind, "all"] += 1
        if not broken:
            continue
        findings = [
            finding
            for finding in loud(edited(known.document, mutation.edits))
            if (finding.code, finding.found) not in before
        ]
        targets = [moved_span(span, mutation.edits) for span in mutation.targets]
        touching = [finding for finding in findings if _touches(finding, targets)]
        errors = [finding for finding in touching if finding.severity in ERRORS]
        totals.counts[kind, "broken"] += 1
        totals.counts[kind, "found"] += bool(touching)
        totals.counts[kind, "error"] += bool(errors)
        if not touching:
            codes = ", ".join(sorted({relation.code for relation in broken}))
            totals.misses.append(f"missed {kind} {known.name}: {mutation.what} ({codes}) {_around(known, mutation)}")
        _named(known, mutation, after, touching, targets, totals)


def _named(
    known: Known,
    mutation: Mutation,
    after: Sequence[Relation],
    touching: Sequence[PaperFinding],
    targets: Sequence[Span],
    totals: Totals,
) -> None:
    suspects = [finding.suspect for finding in touching if finding.suspect is not None]
    kind = mutation.kind
    if len(mutation.changed) != 1 or kind == "direction":
        return
    right = any(_over(suspect, targets[0]) for suspect in suspects)
    wrong = bool(suspects) and not right
    only = menders(after) == set(mutation.changed)
    totals.counts[kind, "named"] += right
    totals.counts[kind, "blamed"] += wrong
    totals.counts[kind, "unique"] += only
    totals.counts[kind, "unique named"] += only and right
    totals.counts[kind, "unique blamed"] += only and wrong
    if only and not right and touching:
        told = "another named" if wrong else "not named"
        totals.misses.append(f"{told} {kind} {known.name}: {mutation.what} {_around(known, mutation)}")


def _after(known: Known, mutation: Mutation) -> list[Relation]:
    relations = [mutation.relations.get(index, relation) for index, relation in enumerate(known.relations)]
    return [changed(relation, mutation.changed) for relation in relations]


def _touches(finding: PaperFinding, targets: Sequence[Span]) -> bool:
    return any(_over(span, target) for span in finding.spans for target in targets)


def _over(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _around(known: Known, mutation: Mutation) -> str:
    start, end = mutation.edits[0].span
    return repr(known.document.text[max(0, start - 30) : end + 12])


def control(known: Known, kind: str, document: Document, before: set[tuple[str, str]], totals: Totals) -> None:
    """Review a harmless change; an alarm that the text did not raise before, whatever figures it names, is one too many."""
    findings = [finding for finding in loud(document) if _key(finding) not in before]
    errors = [finding for finding in findings if finding.severity in ERRORS]
    totals.counts[kind, "all"] += 1
    totals.counts[kind, "errors"] += bool(errors)
    totals.counts[kind, "warnings"] += bool(findings) and not errors
    for finding in findings:
        totals.misses.append(f"alarm {kind} {known.name}: {finding.severity.value} {finding.code} {finding.found}")


def _key(finding: PaperFinding) -> tuple[str, str]:
    return finding.code, _FIGURES.sub("#", finding.found)


def controls(known: Known, chance: random.Random, most: int, totals: Totals) -> None:
    """Spell every figure otherwise, and print single figures with one place fewer where everything holds still."""
    before = {_key(finding) for finding in loud(known.document)}
    for kind in CONTROLS[2:7]:
        edits = [Edit(spot.span, text) for spot in known.spots if (text := respelled(spot, kind)) != spot.written]
        if edits:
            control(known, kind, edited(known.document, edits), before, totals)
    rounded = [(spot, text) for spot in known.spots if (text := fewer(known, spot))]
    for spot, text in chance.sample(rounded, min(most, len(rounded))):
        control(known, "one place fewer", edited(known.document, [Edit(spot.span, text)]), before, totals)


def respelled(spot: Spot, kind: str) -> str:
    """A figure with the same meaning."""
    written = spot.written
    digits = written.translate(NARROW).rstrip("".join({sign for sign in written if not sign.isdigit()}))
    unit = written[len(digits) :]
    whole, point, part = digits.partition(".")
    match kind:
        case "full-width":
            return written.translate(WIDE)
        case "thousands marks" if whole.isdecimal() and len(whole) > 3 and unit.strip() and "年" not in unit:
            return f"{int(whole):,}{point}{part}{unit}"
        case "blank before unit" if unit.strip():
            return f"{digits} {unit.strip()}"
        case "line break before unit" if unit.strip():
            return f"{digits}\n{unit.strip()}"
        case "blank inside unit" if unit.strip() in ("万元", "亿元"):
            return f"{digits}{unit.strip()[0]} {unit.strip()[1]}"
        case _:
            return written


def fewer(known: Known, spot: Spot) -> str:
    """A figure with one place fewer, "" where that is no harmless change: something fails, or the figure becomes exact.

    A whole number is exact, and so is what is told in 元: only 万元, 亿元 and percents are rounded.
    """
    if spot.quantity.unit not in ("万元", "亿元", "%"):
        return ""
    number = spot.written.translate(NARROW)
    if spot.quantity.places < 2 or "." not in number or not spot.quantity.printed:
        return ""
    places = spot.quantity.places
    steps = abs(spot.quantity.value) / spot.quantity.size * 10 ** (places - 1)
    rounded = int(half_up(steps, 0))
    shown = f"{rounded // 10 ** (places - 1)}.{rounded % 10 ** (places - 1):0{places - 1}d}"
    unit = number.lstrip("0123456789.,")
    quantity = reread(spot, shown + unit)
    if quantity is None:
        return ""
    after = [changed(relation, {spot.at: (spot.quantity, quantity)}) for relation in known.of(spot.at)]
    return "" if any(judge(relation).outcome is Outcome.FAILS for relation in after) else shown + unit


def text_of(seed: int) -> tuple[Known, list[tuple[list[int], Known]]]:
    """A generated text with, for each of its pieces, the spots of the piece and the text after a whole edit of it."""
    draft = consistent(seed)
    stale: dict[Address, str] = {}
    edits = []
    for index, piece in enumerate(draft.pieces):
        other = consistent(seed, {index: 1})
        stale.update({slot.at: after.text for slot, after in zip(piece, other.pieces[index], strict=True)})
        edits.append(other)
    known = from_draft(draft, f"text {seed}", stale)
    place = {spot.at: index for index, spot in enumerate(known.spots)}
    pieces = [sorted(place[slot.at] for slot in piece if slot.at in place) for piece in draft.pieces]
    others = [from_draft(other, f"text {seed}", {}) for other in edits]
    return known, list(zip(pieces, others, strict=True))


def run_text(seed: int, digits: int, most: int) -> Totals:
    """Changes and controls of one generated text; arguments as in `run_report`."""
    totals, chance = Totals(), random.Random(f"changes {seed}")
    known, pieces = text_of(seed)
    measure(known, sampled(mutations(known, chance, digits), chance, most), totals)
    control(known, "as written", known.document, set(), totals)
    before = {_key(finding) for finding in loud(known.document)}
    for piece, other in pieces:
        kept = list(partial(known, piece, other))
        measure(known, chance.sample(kept, min(1, len(kept))), totals)
        control(known, "consistent edit", other.document, before, totals)
    controls(known, chance, 6, totals)
    return totals


def run_report(known: Known, digits: int, most: int, seed: int = 1) -> Totals:
    """Changes and controls of a document.

    Args:
        known: what holds in it.
        digits: one-digit changes of each figure, 0 for all.
        most: one-digit changes in all, and a third as many of every other kind; 0 for all.
        seed: decides which.
    """
    totals, chance = Totals(), random.Random(seed)
    measure(known, sampled(mutations(known, chance, digits), chance, most), totals)
    controls(known, chance, 10, totals)
    return totals


def sampled(changes: Iterable[Mutation], chance: random.Random, most: int) -> Iterator[Mutation]:
    """At most so many one-digit changes, and a third as many of every other kind."""
    kinds: dict[str, list[Mutation]] = {}
    for change in changes:
        kinds.setdefault(change.kind, []).append(change)
    for kind, listed in kinds.items():
        limit = most if kind == "digit" else -(-most // 3)
        yield from chance.sample(listed, min(limit, len(listed))) if most else listed


def table(groups: Mapping[str, Totals]) -> Iterator[str]:
    """The result as lines of Markdown; every group of texts has its rows."""
    yield "| texts | change | changes | that break a relation | found | as error | one digit of one figure alone mends all | it is named | another is named |"
    yield "| --- | --- |" + " ---: |" * 7
    for name, totals in groups.items():
        for kind in (*KINDS, "all"):
            count = _Row(totals, KINDS if kind == "all" else (kind,))
            if count["all"]:
                unique = count["unique"]
                yield (
                    f"| {name} | {kind} | {count['all']} | {count['broken']} | {_share(count['found'], count['broken'])} "
                    f"| {_share(count['error'], count['broken'])} | {unique} | {_share(count['unique named'], unique)} "
                    f"| {_share(count['unique blamed'], unique)} |"
                )
    yield ""
    yield "| texts | control | texts | with a false error | with a false warning only |"
    yield "| --- | --- |" + " ---: |" * 3
    for name, totals in groups.items():
        for kind in (*CONTROLS, "all"):
            count = _Row(totals, CONTROLS if kind == "all" else (kind,))
            if count["all"]:
                yield f"| {name} | {kind} | {count['all']} | {count['errors']} | {count['warnings']} |"


class _Row:
    """The counts of some kinds together."""

    def __init__(self, totals: Totals, kinds: Sequence[str]) -> None:
        self.totals, self.kinds = totals, kinds

    def __getitem__(self, what: str) -> int:
        return sum(self.totals.counts[kind, what] for kind in self.kinds)


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.1%})" if whole else "—"
