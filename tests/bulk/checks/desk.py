"""What the tests of checks in bulk put on the desk: slips by the dozen in few department-years, and random ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from tests.checks.desk import Edit, cases, edited, example

from jixiao.bulk.checks.judging import address_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.bulk.dataset import Writer
from jixiao.checks import Finding
from jixiao.facts import FORMS, DepartmentYear, Facts, Field, Kind
from jixiao.facts.dates import PartialDate
from jixiao.facts.rows import key_of
from jixiao.figures import MISSING, WAN, Count, Money, Ratio, Score
from jixiao.rules.registry import registry

Told = tuple[str, str, str, tuple[str, ...]]
"""Code, severity, message and places of a finding: what makes two of them the same."""

YEARS = 14
"""Over so many department-years the slips of the cases are dealt out."""

BLANK = {"sheet": "预算执行", "key": "P17", "set": {"全年预算数": "1385", "执行率": "93.00"}}
"""What somebody typed into two cells that rules compute."""


@cache
def slips() -> Mapping[str, DepartmentYear]:
    """The example, and years with the slips of a dozen cases each; a part of one unit and a slip in computed cells alone."""
    found = {"example": example(), "typed": edited(example(), [BLANK]), "part": edited(example(), [{"part": "CP3"}])}
    dealt = [example()] * YEARS
    asked = [case for case in cases() if case.code in {*set_rules(), *judged_rules()}]
    for place, case in enumerate(asked):
        if any("clear" in edit for edit in case.edits):  # an empty sheet hides what else is wrong
            found[repr(case)] = edited(example(), case.edits)
            continue
        dealt[place % YEARS] = _with(dealt[place % YEARS], case.edits)
    return {**found, **{f"dealt-{place}": year for place, year in enumerate(dealt)}}


def _with(year: DepartmentYear, edits: Sequence[Edit]) -> DepartmentYear:
    """The year after those edits whose rows another case has not taken away, and whose keys are not taken."""
    for edit in edits:
        try:
            changed = edited(year, [edit])
        except AssertionError:
            continue
        if _keys_differ(changed):
            year = changed
    return year


def _keys_differ(year: DepartmentYear) -> bool:
    for subject in registry().subjects:
        keys = [key_of(subject, record) for record in year.records(subject.id)]
        if len(set(keys)) < len(keys):
            return False
    return True


WORDS = (
    "满意度",
    "加强管理",
    "见报告",
    "预算执行率",
    "工会经费补助",
    "P01、P02",
    "P03;  P04",
    "R01",
    "P02-1",
    "部门",
    "P17",
    "万元",
    "%",
    "无。",
)
OFTEN = {
    "indicator": 20,
    "budget": 10,
    "stated": 6,
    "project": 5,
    "contract": 3,
    "task": 3,
    "management": 3,
    "quota": 2,
}
FACTORS = ("0", "1", "-1", "0.01", "0.5", "2", "1.3", "100", "10000")


def random_year(seed: int, slips_in_all: int = 40) -> DepartmentYear:
    """The example after so many random slips in values of all kinds, blanks among them."""
    chance, year = Random(seed), example()
    subjects = [subject for subject in registry().subjects if year.records(subject.id)]
    weights = [OFTEN.get(subject.id, 1) for subject in subjects]
    for _ in range(slips_in_all):
        (subject,) = chance.choices(subjects, weights)
        records = list(year.records(subject.id))
        place = chance.randrange(len(records))
        fields = [
            field
            for field in subject.fields
            if field.id not in (*subject.key, "year", "region") and field.kind is not Kind.REF
        ]
        field = chance.choice(fields)
        records[place] = replace(
            records[place], **{field.id: _slip(chance, field, records, getattr(records[place], field.id))}
        )
        year = replace(year, **{subject.id: records[0] if subject.id in FORMS else tuple(records)})
    return year


def _slip(chance: Random, field: Field, records: Sequence[Any], value: Any) -> Any:
    """Another value for a field: none, that of another row, one that is some times as large, another word or day."""
    way = chance.randrange(4)
    if way == 0:
        return MISSING
    if field.computed:
        typed = Decimal(chance.choice(FACTORS)) * 100
        return Ratio.from_percent(typed) if field.kind is Kind.PERCENT else Money.of(typed)
    if way == 1:
        return getattr(chance.choice(records), field.id)
    if field.kind is Kind.CHOICE:
        return chance.choice(field.choices)
    if field.kind is Kind.FLAG:
        return chance.random() < 0.5
    if field.kind is Kind.DATE:
        return PartialDate.parse(chance.choice(("2022-06-30", "2022-07", "2022", "2021年底", "2023年初", "2022-06")))
    if not field.kind.is_figure:
        return chance.choice(WORDS)
    return _times(field, value, chance.choice(FACTORS))


def _times(field: Field, value: Any, factor: str) -> Any:
    number = Decimal(factor)
    match value:
        case Money():
            found = value.in_unit(WAN) * number
            return Money.of(
                found.quantize(Decimal("0.000001"))
                if abs(found) < 10**7 and (field.lo is None or found >= field.lo)
                else 1
            )
        case Count():
            return Count(abs(int(value.number * number)) % 10**6)
        case Ratio():
            return Ratio.from_percent(number)
        case Score():
            return Score.of(min(abs(value.points * number), Decimal(100)).quantize(Decimal("0.01")))
        case Decimal():
            return (value * number).quantize(Decimal("0.0001")) if abs(value) < 10**5 else number
    return MISSING


def write(folder: Path, years: Mapping[str, DepartmentYear], indicators: int = 2_000) -> Mapping[int, str]:
    """Some department-years as a dataset in several parts; number → name."""
    with Writer(folder, registry(), indicators) as writer:
        return {writer.add(Facts(year, registry()), name): name for name, year in years.items()}


def told(findings: Sequence[Finding]) -> list[Told]:
    """Findings of the single check."""
    return sorted((one.code, one.severity.value, one.message, tuple(sorted(one.at))) for one in findings)


def found(out: Path, dept: int, year: DepartmentYear) -> list[Told]:
    """Findings of a run in bulk, of one department-year."""
    kept: dict[tuple[Any, ...], list[str]] = {}
    for rule, number, severity, message, subject, row, field in rows(out, dept):
        places = kept.setdefault((rule, severity, message, number), [])
        if subject is not None:
            places.append(str(address_of(year, registry(), subject, row, field)))
    return sorted(
        (rule, severity, message, tuple(sorted(places))) for (rule, severity, message, _), places in kept.items()
    )


def rows(out: Path, dept: int) -> Iterator[tuple[Any, ...]]:
    """The rows of one department-year in the order in which its findings are told."""
    columns = "rule, number, severity, message, subject, row, field"
    yield from rows_of(out, "finding", columns, f"where dept = {dept} order by rule, number, place")


def rows_of(out: Path, name: str, columns: str, further: str = "") -> list[tuple[Any, ...]]:
    """Rows of a relation of a run, over all its parts."""
    with duckdb.connect() as engine:
        return engine.execute(f"select {columns} from read_parquet('{out}/part-*/{name}.parquet') {further}").fetchall()
