"""A task computed: gathered, scored and, when asked, checked; kept in the process as long as its forms stay as they are.

    computed = cards.of(task)
    computed.gathered, computed.card, computed.projects, computed.facts, computed.findings

Scores, review and reports all ask here, so that one edit is computed once, and so that what a page shows, what a report
prints and what a list keeps is the same card. What is kept is keyed by the revisions of all forms and by the organisation as
it was at the end of the year; a few are kept, the least used go first. Nothing of it may be changed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from jixiao.checks import Finding, check
from jixiao.cli.evaluation import cards_of_projects, in_force
from jixiao.facts import Facts
from jixiao.rules import RuleError
from jixiao.rules.schemes import entries
from jixiao.scoring import Scorecard, score, scorecard_facts
from jixiao_web.cycle.models import Form, Task
from jixiao_web.filling import facts as filling
from jixiao_web.filling.facts import Gathered
from jixiao_web.shell import stamps

KEPT = 8
"""So many tasks are kept in a process. One department of two hundred projects takes about 20 MB."""

Key = tuple[int, str, tuple[tuple[int, int], ...], int | None]


@dataclass(frozen=True)
class Computed:
    """What the forms of a task come to.

    Attributes:
        gathered: records, problems of single cells, and where each figure stands.
        card: the department's scorecard; None where no scheme is in force, and then `unscored` says so.
        projects: project key → scorecard; none where no project scheme is in force.
        facts: entered, derived and scored figures.
        revision: sum of the revisions of the forms.
    """

    gathered: Gathered
    card: Scorecard | None
    unscored: RuleError | None
    projects: Mapping[str, Scorecard]
    facts: Facts = field(repr=False)
    revision: int = 0

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the core's checks find, waived or not. Computed when first asked."""
        known = {entry.id: entry.title for entry in entries() if entry.form == "department"}
        return check(
            self.facts, self.card, self.gathered.problems, self.projects, known if self.unscored is not None else None
        )

    def projects_of(self, unit: str) -> tuple[str, ...]:
        """Keys of the projects of a unit, by its code, in the order of the forms."""
        return tuple(record.project for record in self.gathered.year.project if record.unit == unit)


def compute(gathered: Gathered, named: str = "") -> Computed:
    """Score what was gathered, by the scheme that the year names, else the cover, else the one in force for place and year.

    Raises RuleError: a scheme that was named does not exist, or is not for this year.
    """
    chosen, unscored = in_force(gathered.year, named or None, None)
    card = None if chosen is None else score(gathered.facts, chosen)
    projects = cards_of_projects(gathered.facts, None)
    joined = gathered.facts
    if card is not None:
        joined = joined.extended(scorecard_facts(card, gathered.facts, projects.values()))
    return Computed(gathered, card, unscored, projects, joined, gathered.revision)


class _Shelf:
    """The last few computed tasks. One task is computed by one thread at a time; others wait for what it finds."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Key, Computed] = OrderedDict()
        self._lock = Lock()
        self._busy: dict[int, Lock] = {}

    def find(self, key: Key) -> Computed | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def busy(self, task: int) -> Lock:
        with self._lock:
            return self._busy.setdefault(task, Lock())

    def put(self, key: Key, computed: Computed) -> None:
        with self._lock:
            for old in [one for one in self._kept if one[0] == key[0]]:
                del self._kept[old]
            self._kept[key] = computed
            while len(self._kept) > self._most:
                gone, _ = self._kept.popitem(last=False)
                self._busy.pop(gone[0], None)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._busy.clear()


_SHELF = _Shelf(KEPT)


def of(task: Task) -> Computed:
    """The task as its forms stand now. Three queries where it is kept, three or four more where it is not.

    Raises RuleError: a scheme that was named does not exist, or is not for this year.
    """
    forms = list(task.forms.select_related("unit"))
    key = _key(task, forms)
    found = _SHELF.find(key)
    if found is not None:
        return found
    with _SHELF.busy(task.pk):
        found = _SHELF.find(key)
        if found is None:
            found = compute(filling.of_task(task, forms), task.year.scheme)
            _SHELF.put(key, found)
        return found


def is_kept(task: Task) -> bool:
    """Whether `of` would answer without computing."""
    return _SHELF.find(_key(task, list(task.forms.all()))) is not None


def forget_all() -> None:
    """Empty the shelf: for tests, which reuse primary keys."""
    _SHELF.clear()


def _key(task: Task, forms: Iterable[Form]) -> Key:
    """What the answer depends on: the forms, the scheme that the year names, and the organisation."""
    revisions = tuple(sorted((form.pk, form.revision) for form in forms))
    return task.pk, task.year.scheme, revisions, stamps.value("organisation")
