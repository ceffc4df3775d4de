"""Why a relation may be broken: the figures that could have slipped, the base that was taken, the part that was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jixiao.checks.document.finding import Candidate
from jixiao.checks.document.paper import Paper
from jixiao.documents.found import Found, Tie
from jixiao.documents.model import Span
from jixiao.documents.view import Mention
from jixiao.facts import Address
from jixiao.relations import Form, Group, Repair, Slip, Verdict

SCORE = "分"
# Dates and grades are compared as numbers, yet nobody writes them as such: no digit of them is proposed.
_NO_FIGURES = (Tie.ORDER, Tie.GRADE)


def candidates(
    found: Found, verdict: Verdict, group: Group, mentions: Mapping[Address, Mention], paper: Paper
) -> tuple[tuple[Candidate, ...], Span | None]:
    """The figures that may be wrong in one broken relation, the likeliest first, and the one that is clearly ahead."""
    if found.tie in _NO_FIGURES:
        return (), None
    base = _wrong_base(found)
    if base is not None:
        return (base,), base.span
    inside = {quantity.at for quantity in found.relation.quantities()}
    mine = [repair for repair in group.repairs if repair.quantity.at in inside and repair.quantity.at in mentions]
    suspect = group.suspect
    listed = [_candidate(repair, mentions[repair.quantity.at], paper, alone=repair is suspect) for repair in mine]
    parts = list(_parts(found, verdict, mentions, paper))
    if suspect is not None and suspect.quantity.at in mentions:
        return (*listed, *parts), mentions[suspect.quantity.at].span
    # a part left out explains the whole difference at once, a changed digit explains nearly anything
    return (*parts, *listed), None


def _candidate(repair: Repair, mention: Mention, paper: Paper, *, alone: bool) -> Candidate:
    written = "".join(mention.written.split())
    cause = f"cause-{repair.slip.value}"
    if repair.slip is Slip.OTHER:
        cause = "cause-copy" if paper.is_repeated(mention) else "cause-suspect" if alone else cause
    # a fall that is told in words is printed without its sign
    turned = not mention.written.startswith(("-", "－", "−")) and repair.value * repair.quantity.value > 0
    proposed = repair.shown.removeprefix("-") if turned else repair.shown
    if "".join(proposed.split()) == written and repair.slip is not Slip.SIGN:
        proposed = repair.quantity.show(repair.value, places=repair.quantity.places + 2)
    return Candidate(mention.span, written, "".join(proposed.split()), cause)


def _wrong_base(found: Found) -> Candidate | None:
    """A change in percent that was divided by this year's figure: then the percent is wrong, and nothing else."""
    relation = found.relation
    if found.tie is not Tie.CHANGE or relation.form is not Form.RATIO or not found.mentions:
        return None
    below = [term for term in relation.terms if term.below]
    above = [term for term in relation.terms if not term.below]
    if len(below) != 2 or len(above) != 1 or not below[0].quantity.value:
        return None
    on_this_year = above[0].quantity.value / below[0].quantity.value
    expected = relation.expected()
    if expected is None or not relation.left.figure.stands_for(on_this_year):
        return None
    mention = found.mentions[0]
    proposed = relation.left.show(abs(expected))
    return Candidate(mention.span, "".join(mention.written.split()), "".join(proposed.split()), "cause-base")


def _parts(found: Found, verdict: Verdict, mentions: Mapping[Address, Mention], paper: Paper) -> Iterator[Candidate]:
    """Parts that equal the whole difference: one of the terms counted too many, or a figure beside them left out."""
    relation = found.relation
    if relation.form is not Form.SUM or len(relation.terms) < 2 or relation.left.unit == SCORE:
        return
    inside = {quantity.at for quantity in relation.quantities()}
    for term in relation.terms:
        if (
            term.quantity.value
            and verdict.difference == -term.sign * term.quantity.value
            and term.quantity.at in mentions
        ):
            yield _part(mentions[term.quantity.at])
    sentences = {mention.sentence for mention in found.mentions if mention.sentence >= 0}
    for index in sorted(sentences):
        for mention in paper.view.sentences[index].mentions:
            figure = mention.figure
            if mention.at in inside or not figure.is_quantity:
                continue
            same_sort = figure.kind is found.mentions[0].kind
            if same_sort and figure.number and figure.number == abs(verdict.difference):
                yield _part(mention)


def _part(mention: Mention) -> Candidate:
    return Candidate(mention.span, "".join(mention.written.split()), "", "cause-part")
