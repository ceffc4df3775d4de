"""Findings of a form: what the core's checks say of it, waived or not, each with the row and field where it can be mended."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock

from jixiao.checks import Finding, Severity, Waiver, apply_waivers, check
from jixiao.facts import Address, Provenance
from jixiao_web.cycle.models import Form
from jixiao_web.evaluation import cards
from jixiao_web.evaluation.stages import asked
from jixiao_web.filling.facts import Gathered, of_form
from jixiao_web.review.models import WaiverRecord
from jixiao_web.shell import stamps

KEPT = 64
"""So many forms' findings are kept in a process."""
ONLY_DEPARTMENT = frozenset({"CMP-07", "CMP-19", "CMP-28"})
"""Checks of the cover, which a unit's form does not hold, and the note that a part is a part."""

Key = tuple[int, int, int, int | None]
"""Form, its revision, that of the department's cover, and the organisation: all that a unit's findings depend on."""

_kept: OrderedDict[Key, FormFindings] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Where:
    """A cell of a form: its row, its sheet and its field."""

    row: int
    subject: str
    field: str


@dataclass(frozen=True)
class FormFindings:
    """The findings of one form as they were computed from one revision."""

    gathered: Gathered
    all: tuple[Finding, ...]
    key: Key | None = None

    def places(self, finding: Finding) -> tuple[Where, ...]:
        """The rows and fields where a finding can be mended, each once, in its own order.

        A figure that a rule computed leads to the cells that it was computed from; where there are none, to its own place.
        """
        found = dict.fromkeys(where for address in finding.at for where in self._cells(address))
        near = (place for address in finding.at if (place := self.gathered.near(address)) is not None)
        return tuple(found) or tuple(dict.fromkeys(Where(*place) for place in near))

    def _cells(self, address: str) -> Iterator[Where]:
        waiting, seen = [address], {address}
        while waiting:
            one = waiting.pop(0)
            place = self.gathered.row_of(one)
            if place is not None:
                yield Where(*place)
            elif one in self.gathered.facts:
                behind = [item for item in self.gathered.facts.fact(one).inputs if item not in seen]
                seen.update(behind)
                waiting.extend(behind)


def of(form: Form) -> FormFindings:
    """All findings of a form: of a unit's rows alone, or of the whole consolidated year for the department's form.

    Three queries where they are kept. Raises RuleError: the department's year names a scheme that cannot be used.
    """
    if form.scope == "department":
        computed = cards.of(form.task)
        return FormFindings(computed.gathered, asked(form.task.kind, computed.gathered, computed.findings))
    key = _key(form)
    with _lock:
        kept = _kept.get(key)
        if kept is not None:
            _kept.move_to_end(key)
            return kept
    gathered = of_form(form)
    own = _own(gathered, check(gathered.facts, None, gathered.problems))
    found = FormFindings(gathered, asked(form.task.kind, gathered, own), key)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def forget_all() -> None:
    """Keep nothing: for tests, which reuse primary keys."""
    with _lock:
        _kept.clear()


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
    """The waivers given for a form and not withdrawn, expired ones too; one query."""
    return tuple(form.waivers.filter(withdrawn_at__isnull=True).select_related("person").order_by("code", "pk"))


def standing(form: Form, on: date, known: Iterable[WaiverRecord] | None = None) -> tuple[Finding, ...]:
    """The findings that count on a day: those that are not waived; `known` are the form's waivers, where they are read."""
    given = [
        Waiver(item.code, Address(item.address), item.person.name, item.reason, item.until)
        for item in (waivers(form) if known is None else known)
    ]
    return apply_waivers(of(form).all, given, on)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many there are of each severity: block, error, warning, note."""
    found = dict.fromkeys((item.name.lower() for item in Severity), 0)
    for finding in findings:
        found[finding.severity.name.lower()] += 1
    return found
