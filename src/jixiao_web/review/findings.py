"""Findings of a form: what the core's checks say of it, waived or not, each with the row and field where it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from jixiao.checks import Finding, Severity, Waiver, apply_waivers, check
from jixiao.facts import Address, Provenance
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.stages import asked
from jixiao_web.filling.facts import Gathered, of_form
from jixiao_web.review.models import WaiverRecord
from jixiao_web.shell import stamps
from jixiao_web.shell.keeping import Shelf

KEPT = 500
"""So many forms' findings are kept in a process."""
ONLY_DEPARTMENT = frozenset({"CMP-07", "CMP-19", "CMP-28"})
"""Checks of the cover, which a unit's form does not hold, and the note that a part is a part."""

Key = tuple[int, int, int, int | None]
"""Form, its revision, that of the department's cover, and the organisation: all that a unit's findings depend on."""

_FOUND = Shelf(KEPT)
_FACTS = Shelf(4)


@dataclass(frozen=True, slots=True)
class Where:
    """A cell of a form: its row, its sheet and its field."""

    row: int
    subject: str
    field: str


@dataclass(frozen=True)
class FormFindings:
    """The findings of one form as they were computed from one revision. The facts they are about are not kept with them.

    A form of twenty projects has twenty thousand facts and texts; fifty such forms kept whole would be looked through by every
    collection of garbage.
    """

    all: tuple[Finding, ...]
    where: Callable[[Finding], tuple[Where, ...]] = field(repr=False)
    key: Key | None = None

    def places(self, finding: Finding) -> tuple[Where, ...]:
        """The rows and fields where one of the findings can be mended, each once, in its own order."""
        return self.where(finding)


def places_of(gathered: Gathered, finding: Finding) -> tuple[Where, ...]:
    """Where a finding can be mended.

    A figure that a rule computed leads to the cells that it was computed from; where there are none, to its own place.
    """
    found = dict.fromkeys(where for address in finding.at for where in _cells(gathered, address))
    near = (place for address in finding.at if (place := gathered.near(address)) is not None)
    return tuple(found) or tuple(dict.fromkeys(Where(*place) for place in near))


def _cells(gathered: Gathered, address: str) -> Iterator[Where]:
    waiting, seen = [address], {address}
    while waiting:
        one = waiting.pop(0)
        place = gathered.row_of(one)
        if place is not None:
            yield Where(*place)
        elif one in gathered.facts:
            behind = [item for item in gathered.facts.fact(one).inputs if item not in seen]
            seen.update(behind)
            waiting.extend(behind)


def of(form: Form) -> FormFindings:
    """All findings of a form: of a unit's rows alone, or of the whole consolidated year for the department's form.

    Two small queries where they are kept. Raises RuleError: the department's year names a scheme that cannot be used.
    """
    if form.scope == "department":
        computed = cards.of(form.task)
        found = asked(form.task.kind, computed.gathered, computed.findings)
        return FormFindings(found, partial(places_of, computed.gathered))
    key = _key(form)
    return _FOUND.while_same(form.pk, key, lambda: _of_unit(form, key))


def _of_unit(form: Form, key: Key) -> FormFindings:
    gathered = gathered_of(form, key)
    own = _own(gathered, check(gathered.facts, None, gathered.problems))
    found = asked(form.task.kind, gathered, own)
    places = {finding.at: places_of(gathered, finding) for finding in found}
    return FormFindings(found, lambda finding: places.get(finding.at, ()), key)


def gathered_of(form: Form, key: Key | None = None) -> Gathered:
    """The facts that the findings of a form are about."""
    if form.scope == "department":
        return cards.of(form.task).gathered
    return _FACTS.while_same(form.pk, key or _key(form), lambda: of_form(form))


def forget_all() -> None:
    """Keep nothing: for tests, which reuse primary keys."""
    _FOUND.clear()
    _FACTS.clear()


def _key(form: Form) -> Key:
    above = form.task.forms.filter(unit=form.task.year.department_id).values_list("revision", flat=True).order_by()
    return form.pk, form.revision, next(iter(above), 0), stamps.value("organisation")


def _own(gathered: Gathered, findings: Iterable[Finding]) -> Iterable[Finding]:
    """Of the findings of a unit's rows those that the unit can do something about.

    The department alone answers for what only the whole has, for its cover, and for what the organisation's records lack.
    """
    return (
        finding
        for finding in findings
        if not finding.rule.whole
        and finding.code not in ONLY_DEPARTMENT
        and (not finding.at or any(gathered.near(where) or _is_derived(gathered, where) for where in finding.at))
    )


def _is_derived(gathered: Gathered, where: str) -> bool:
    """Whether a rule computed the figure, from rows of the form like all its figures."""
    return where in gathered.facts and gathered.facts.fact(where).passport.provenance is Provenance.DERIVED


def waivers(form: Form) -> tuple[WaiverRecord, ...]:
    """The waivers given for a form and not withdrawn, expired ones too; one query where there are none, as there mostly are."""
    return tuple(form.waivers.filter(withdrawn_at=None).prefetch_related("person").order_by("code", "pk"))


def standing(
    form: Form, on: date, known: Iterable[WaiverRecord] | None = None, found: FormFindings | None = None
) -> tuple[Finding, ...]:
    """The findings that count on a day: those that are not waived.

    known: the form's waivers, where they are read. found: its findings, where they are at hand.
    """
    given = [
        Waiver(item.code, Address(item.address), item.person.name, item.reason, item.until)
        for item in (waivers(form) if known is None else known)
    ]
    return apply_waivers((found or of(form)).all, given, on)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity: block, error, warning, note."""
    found = dict.fromkeys((item.name.lower() for item in Severity), 0)
    for finding in findings:
        found[finding.severity.name.lower()] += 1
    return found
