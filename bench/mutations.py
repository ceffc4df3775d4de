"""One figure of a consistent text changed at a time: is it found, is it named, and are harmless changes left alone?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jixiao.checks import Severity
from jixiao.checks.document.review import Judged, Review, review
from jixiao.documents.model import Span
from jixiao.documents.view import Mention
from jixiao.relations import Outcome, Relation, judge

LOUD = (Severity.BLOCK, Severity.ERROR, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change: its kind, the text after it, and where the changed figure stands then."""

    kind: str
    text: str
    span: Span
    mention: Mention
    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Result:
    """What the review made of a mutation.

    Attributes:
        broken: whether a relation leaves its printed interval, judged without the finders.
        found: whether a finding that asks for attention touches the figure.
        unique: whether exactly one one-digit change mends all broken relations and spoils none.
        named, blamed: whether the figure, or another one, was named as the suspect.
    """

    kind: str
    broken: bool
    found: bool
    unique: bool
    named: bool
    blamed: bool
    what: str = ""


def related(reviewed: Review) -> dict[str, tuple[Mention, list[Relation]]]:
    """Every figure that takes part in a relation that holds, with those relations."""
    figures: dict[str, tuple[Mention, list[Relation]]] = {}
    for found, verdict in reviewed.relations:
        if verdict.outcome is Outcome.HOLDS:
            for mention in found.mentions:
                figures.setdefault(mention.at, (mention, []))[1].append(found.relation)
    return figures


def mutations(text: str, reviewed: Review, chance: random.Random, most: int) -> Iterator[Mutation]:
    """Changes of figures that take part in a relation; of the many one-digit changes at most `most` a figure."""
    figures = related(reviewed)
    others = [mention for mention, _ in figures.values()]
    for mention, _ in figures.values():
        written = text[mention.span.start : mention.span.end]
        if not any(sign in "0123456789" for sign in written):
            continue
        spots = [index for index, sign in enumerate(written) if sign in "0123456789"]
        yield from _digits(text, mention, written, spots, chance, most)
        for one, other in zip(spots, spots[1:], strict=False):
            if written[one] != written[other] and other == one + 1:
                swapped = written[:one] + written[other] + written[one] + written[other + 1 :]
                yield _mutation("swap", text, mention, swapped)
                break
        if "." in written and spots[0] + 1 < written.index("."):
            point = written.index(".")
            moved = written[: point - 1] + "." + written[point - 1] + written[point + 1 :]
            yield _mutation("point", text, mention, moved)
        if written.endswith("万元"):
            yield _mutation("unit", text, mention, written.removesuffix("万元") + "元")
        same = [one for one in others if one.figure.unit == mention.figure.unit and one.written != mention.written]
        if same:
            copied = chance.choice(same)
            yield _mutation("copy", text, mention, text[copied.span.start : copied.span.end])
        turned = _turned(text, mention)
        if turned is not None:
            yield turned


def _digits(
    text: str, mention: Mention, written: str, spots: Sequence[int], chance: random.Random, most: int
) -> Iterator[Mutation]:
    changes = [(spot, digit) for spot in spots for digit in "0123456789" if digit != written[spot]]
    for spot, digit in chance.sample(changes, min(most, len(changes))):
        yield _mutation("digit", text, mention, written[:spot] + digit + written[spot + 1 :])


def _mutation(kind: str, text: str, mention: Mention, written: str) -> Mutation:
    start, end = mention.span
    changed = text[:start] + written + text[end:]
    figures = [item for item in _read(written) if item.value is not None]
    value = figures[0].number if len(figures) == 1 else None
    return Mutation(kind, changed, Span(start, start + len(written)), mention, value)


def _read(written: str) -> Sequence[object]:
    from jixiao.figures import read

    return read(written)


def _turned(text: str, mention: Mention) -> Mutation | None:
    """增长 told as 下降, or the other way."""
    start = mention.span.start
    for word, other in (("增长", "下降"), ("下降", "增长"), ("增加", "减少"), ("减少", "增加")):
        if text[max(0, start - 2) : start] == word:
            changed = text[: start - 2] + other + text[start:]
            return Mutation("direction", changed, mention.span, mention, None)
    return None


def measure(text: str, chance: random.Random, most: int) -> Iterator[Result]:
    """Review every mutation of a text."""
    original = review(text)
    figures = related(original)
    for mutation in mutations(text, original, chance, most):
        relations = figures[mutation.mention.at][1]
        after = [_changed(relation, mutation) for relation in relations]
        broken = [relation for relation in after if judge(relation).outcome is Outcome.FAILS]
        unique = mutation.kind == "digit" and bool(broken) and _is_unique(original.relations, mutation)
        findings = [item for item in review(mutation.text).findings if item.severity in LOUD]
        touching = [item for item in findings if any(_over(span, mutation.span) for span in item.spans)]
        named = any(item.suspect is not None and _over(item.suspect, mutation.span) for item in touching)
        blamed = any(item.suspect is not None and not _over(item.suspect, mutation.span) for item in touching)
        yield Result(mutation.kind, bool(broken), bool(touching), unique, named, blamed and not named, _what(mutation))


def _what(mutation: Mutation) -> str:
    """The figure and what it became."""
    return f"{mutation.mention.label[-8:]}{mutation.mention.written} → {mutation.text[slice(*mutation.span)]}"


def _changed(relation: Relation, mutation: Mutation) -> Relation:
    own = next(item for item in relation.quantities() if item.at == mutation.mention.at)
    if mutation.kind == "direction":
        value = -own.value
    elif mutation.value is None:
        return relation
    else:
        value = -mutation.value if own.value < 0 else mutation.value
    index = next(place for place, item in enumerate(relation.quantities()) if item.at == mutation.mention.at)
    return relation.with_value(index, value)


def _is_unique(relations: Sequence[Judged], mutation: Mutation) -> bool:
    """Whether one figure alone, by one digit, can mend everything: counted over all digits of all figures concerned."""
    known = [judged.found.relation for judged in relations if judged.verdict.outcome is Outcome.HOLDS]
    now = [_put(relation, mutation.mention.at, mutation.value) for relation in known]
    broken = [relation for relation in now if judge(relation).outcome is Outcome.FAILS]
    menders = set()
    for quantity in {item.at: item for relation in broken for item in relation.quantities()}.values():
        digits = f"{abs(quantity.value) / quantity.size * 10**quantity.places}"
        for place, digit in enumerate(digits):
            for other in "0123456789":
                if other == digit:
                    continue
                number = Fraction(int(digits[:place] + other + digits[place + 1 :]), 10**quantity.places)
                value = number * quantity.size
                mended = [_put(relation, quantity.at, value) for relation in now]
                if all(judge(relation).outcome is not Outcome.FAILS for relation in mended):
                    menders.add(quantity.at)
    return menders == {mutation.mention.at}


def _put(relation: Relation, at: str, value: Fraction | None) -> Relation:
    for place, item in enumerate(relation.quantities()):
        if item.at == at and value is not None:
            relation = relation.with_value(place, -value if item.value < 0 else value)
    return relation


def _over(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def controls(text: str) -> Iterator[tuple[str, str]]:
    """Harmless changes of a text: the same figures, spelled otherwise."""
    wide = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
    yield "full-width", text.translate(wide)
    figures = [mention for mention, _ in related(review(text)).values()]
    spaced, wrapped, grouped = text, text, text
    for mention in sorted(figures, key=lambda item: -item.span.start):
        start, end = mention.span
        written = text[start:end]
        digits = written.rstrip("".join({sign for sign in written if sign not in "0123456789.,"}))
        unit = written[len(digits) :]
        if unit.strip():
            spaced = spaced[:start] + digits + " " + unit.strip() + spaced[end:]
            wrapped = wrapped[:start] + digits + "\n" + unit.strip() + wrapped[end:]
        whole, point, part = digits.partition(".")
        if whole.isdecimal() and len(whole) > 3:
            grouped = grouped[:start] + f"{int(whole):,}" + point + part + unit + grouped[end:]
    yield "blank before units", spaced
    yield "line break before units", wrapped
    yield "thousands marks", grouped
