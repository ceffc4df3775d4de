"""The few department-years that stayed in the sieve, judged one by one by the checks that an officer runs."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from jixiao.bulk.checks.restoring import Row, typed_records
from jixiao.bulk.checks.telling import COLUMNS
from jixiao.bulk.dataset import Dataset, Part
from jixiao.bulk.schema import DEPT, ROW
from jixiao.checks import Finding, check
from jixiao.facts import Address, DepartmentYear, Facts, Registry
from jixiao.facts.address import stem
from jixiao.facts.rows import key_of
from jixiao.figures import Score
from jixiao.rules import RuleError
from jixiao.rules.scheme import Scheme
from jixiao.scoring import Scorecard, project_cards, score, scorecard_facts

AT_A_TIME = 100
"""Department-years that are restored together."""

_SHOWN = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")


def years_of(
    dataset: Dataset, part: Part, depts: list[int], registry: Registry
) -> Iterator[tuple[int, DepartmentYear]]:
    """The records of some department-years of a part, by their numbers."""
    import pyarrow.parquet as pq  # noqa: PLC0415 – an extra that only bulk needs

    for start in range(0, len(depts), AT_A_TIME):
        some = depts[start : start + AT_A_TIME]
        rows: dict[str, Mapping[int, Sequence[Row]]] = {}
        for subject in registry.subjects:
            read = pq.read_table(dataset.file(part, subject.id), filters=[(DEPT, "in", some)])
            found = read.sort_by([(DEPT, "ascending"), (ROW, "ascending")]).to_pylist()
            rows[subject.id] = {dept: list(group) for dept, group in groupby(found, itemgetter(DEPT))}
        for dept in some:
            yield dept, typed_records({name: of.get(dept, ()) for name, of in rows.items()}, registry)


def findings_of(
    year: DepartmentYear, registry: Registry, scheme: Scheme | None, only: Container[str] | None
) -> tuple[Finding, ...]:
    """The findings of some rules in one department-year, scored where a scheme is given."""
    facts = Facts(year, registry)
    if scheme is None:
        return check(facts, only=only)
    card, projects = score(facts, scheme), _cards(facts)
    facts = facts.extended(scorecard_facts(card, facts, projects.values()))
    return check(facts, card, projects=projects, only=only)


def _cards(facts: Facts) -> Mapping[str, Scorecard]:
    """The scorecards of the projects, none where no scheme of projects is in force."""
    try:
        return project_cards(facts)
    except RuleError as error:
        if error.message_id != "scheme-none-in-force":
            raise
        return {}


@dataclass(frozen=True)
class Rows:
    """Findings of a department-year as rows of the same columns as those that set operations find."""

    dept: int
    year: DepartmentYear
    registry: Registry

    def of(self, findings: Iterable[Finding]) -> Iterator[Mapping[str, Any]]:
        """One row for each place of each finding."""
        numbers: dict[str, int] = {}
        for finding in findings:
            number = numbers[finding.code] = numbers.get(finding.code, -1) + 1
            found, expected, scale = figures(finding)
            for place, where in enumerate(finding.at or (None,)):
                subject, row, field = (None, None, None) if where is None else self.place(where)
                values = (
                    self.dept, finding.code, number, place, finding.severity.value, finding.message,
                    subject, row, field, found, expected, scale,
                )  # fmt: skip
                yield dict(zip(COLUMNS, values, strict=True))

    def place(self, where: Address) -> tuple[str, int | None, str]:
        """Subject, row and field of an address; a figure of another year has the year before its subject."""
        year, subject, *rest = where.split("/")
        if int(year) != self.year.year:
            return f"{year}/{subject}", None, "/".join(rest)
        known = self.registry.by_id.get(subject)
        keys = len(known.key) if known is not None else 0
        row = self._rows.get("/".join([year, subject, *rest[:keys], ""])) if known is not None else None
        return (subject, None, "/".join(rest)) if row is None else (subject, row, "/".join(rest[keys:]))

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        """The beginning of the addresses of a record → its row."""
        return {
            stem(self.year.year, subject.id, key_of(subject, record)): row
            for subject in self.registry.subjects
            for row, record in enumerate(self.year.records(subject.id), 1)
        }


def address_of(year: DepartmentYear, registry: Registry, subject: str, row: int | None, field: str) -> Address:
    """The address of a place, as `Rows.place` tells it."""
    if "/" in subject:
        return Address(f"{subject}/{field}")
    if row is None:
        return Address(f"{year.year}/{subject}/{field}")
    return Address(stem(year.year, subject, key_of(registry.by_id[subject], year.records(subject)[row - 1])) + field)


def figures(finding: Finding) -> tuple[int | None, int | None, int]:
    """What was found and what was expected as whole numbers, and their decimals, as the sentence shows them."""
    values = finding.values
    shown = [
        _decimal(values.get(one, values.get(other))) for one, other in (("found", "stated"), ("expected", "expected"))
    ]
    scale = max((_decimals(number) for number in shown if number is not None), default=0)
    found, expected = (None if number is None else int(number.scaleb(scale)) for number in shown)
    return found, expected, scale


def _decimal(value: object) -> Decimal | None:
    match value:
        case Score():
            return value.points
        case str() if match := _SHOWN.match(value):
            return Decimal(match[0])
    return None


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
