"""The desk on which the example is broken: edits in Chinese field names, in memory or through a real workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from jixiao import exchange
from jixiao.checks import Finding, check
from jixiao.exchange.source import read_source
from jixiao.exchange.split import split
from jixiao.facts import FORMS, RECORDS, DepartmentYear, Facts, Subject
from jixiao.facts.building import CellProblem
from jixiao.facts.reading import read_value
from jixiao.facts.rows import key_of
from jixiao.figures import MISSING
from jixiao.rules.registry import registry
from jixiao.rules.schemes import choose_scheme, entries
from jixiao.scoring import project_cards, score, scorecard_facts

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "checks"
NOWHERE = "620521"  # a region for which no scheme ships
EXAMPLE = ROOT / "examples" / "gz-union-2022"
Edit = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One slip, or one near miss: edits of records, edits of workbook cells, and the codes that are new."""

    code: str
    number: int
    edits: Sequence[Edit]
    cells: Sequence[Edit]
    raises: frozenset[str]

    def __repr__(self) -> str:
        return f"{self.code}-{self.number}"


def cases() -> list[Case]:
    """Every case of the folder: under each code what fires, what else it raises, and near misses."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.yaml")):
        if path.stem == "example-notes":
            continue
        for code, told in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for one in told if isinstance(told, list) else [told]:
                fires, cells = one.get("fires", []), one.get("cells", [])
                found.append(Case(code, len(found), fires, cells, frozenset([code, *one.get("raises", [])])))
                for edits in one.get("silent", []):
                    found.append(Case(code, len(found), edits, (), frozenset()))
    return found


@cache
def example() -> DepartmentYear:
    """The example department-year."""
    year = read_source(EXAMPLE, registry()).year
    assert year is not None
    return year


@cache
def example_findings() -> tuple[Finding, ...]:
    """What the example itself raises."""
    return findings(example())


def findings(year: DepartmentYear, problems: Sequence[CellProblem] = ()) -> tuple[Finding, ...]:
    """Score and check one department-year; in a region without a scheme nothing is scored."""
    facts = Facts(year, registry())
    if year.cover.region == NOWHERE:
        schemes = {entry.id: entry.title for entry in entries() if entry.form == "department"}
        return check(facts, None, problems, schemes=schemes)
    card = score(facts, choose_scheme("440100", "department", year.year, "gd-2022-reconstructed"))
    projects = project_cards(facts)
    scores = scorecard_facts(card, facts, projects.values())
    return check(facts.extended(scores), card, problems, projects)


def identity(finding: Finding) -> tuple[object, ...]:
    """What makes two findings the same, wherever their cells are."""
    return (
        finding.code,
        finding.at,
        finding.message,
        sorted((name, str(value)) for name, value in finding.values.items()),
    )


def new_ones(found: Sequence[Finding]) -> list[Finding]:
    """The findings that the example does not raise."""
    known = [identity(finding) for finding in example_findings()]
    return [finding for finding in found if identity(finding) not in known]


def edited(year: DepartmentYear, edits: Sequence[Edit]) -> DepartmentYear:
    """The same year after some edits of its records."""
    for edit in edits:
        if "part" in edit:
            year = split(year, registry())[edit["part"]]
            continue
        subject = registry().by_sheet[edit["sheet"]]
        year = replace(year, **{subject.id: _records(year, subject, edit)})
    return year


def _records(year: DepartmentYear, subject: Subject, edit: Edit) -> Any:
    if subject.id in FORMS:
        return replace(getattr(year, subject.id), **_values(subject, edit["set"]))
    records = list(getattr(year, subject.id))
    if "add" in edit:
        return (*records, RECORDS[subject.id](**_values(subject, edit["add"])))
    if "clear" in edit:
        return ()
    key = edit.get("drop", edit.get("key"))
    wanted = tuple(key) if isinstance(key, list) else (key,)
    places = [place for place, record in enumerate(records) if key_of(subject, record)[: len(wanted)] == wanted]
    assert places, f"no row {key} in {subject.sheet}"
    for place in reversed(places):
        if "drop" in edit:
            del records[place]
        else:
            # What a formula of the workbook computes follows the edit, unless the edit is to it.
            computed = {field.id: MISSING for field in subject.fields if field.computed}
            records[place] = replace(records[place], **{**computed, **_values(subject, edit["set"])})
    return tuple(records)


def _values(subject: Subject, told: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.zh: field for field in subject.fields}
    return {
        fields[name].id: MISSING
        if value is None
        else read_value(fields[name], "、".join(value) if isinstance(value, list) else value)
        for name, value in told.items()
    }


def entered(year: DepartmentYear, subject: Subject) -> list[list[Any]]:
    """What stands in a sheet, row by row; a formula's cell only where a year was told its value."""
    found = getattr(year, subject.id)
    rows = (found,) if subject.id in FORMS else found
    return [[getattr(row, field.id) for field in subject.fields if not field.computed] for row in rows]


def groups(found: Sequence[Case]) -> list[list[Case]]:
    """The cases in as few years as hold them all, no two of which touch the same cell in one year."""
    made: list[list[Case]] = []
    for case in found:
        room = next((group for group in made if not any(_meet(case, other) for other in group)), None)
        if room is None:
            made.append([case])
        else:
            room.append(case)
    return made


def _meet(case: Case, other: Case) -> bool:
    return any(_touch(one, two) for one in case.edits for two in other.edits)


def _touch(one: Edit, two: Edit) -> bool:
    """Whether two edits could be about one cell. A part of the year leaves out the rows of others; a sheet is emptied whole."""
    if "part" in one or "part" in two:
        return True
    if one["sheet"] != two["sheet"] or ("add" in one) != ("add" in two):
        return one["sheet"] == two["sheet"] and ("clear" in one or "clear" in two)
    if "set" in one and "set" in two and set(one["set"]).isdisjoint(two["set"]):
        return False
    rows = [edit.get("drop", edit.get("key")) for edit in (one, two)]
    return None in rows or list in map(type, rows) or rows[0] == rows[1]


def through_workbook(year: DepartmentYear, path: Path, cells: Sequence[Edit]) -> tuple[Finding, ...]:
    """Write the workbook, type into some of its cells, read it again, score and check."""
    exchange.write_workbook(path, registry(), year)
    if cells:
        book = openpyxl.load_workbook(path)
        for edit in cells:
            if "hide" in edit:
                book[edit["sheet"]].sheet_state = "hidden"
            else:
                _type(book[edit["sheet"]], edit)
        book.save(path)
    built = exchange.read(path, registry())
    assert built.year is not None
    return findings(built.year, built.problems)


def _type(sheet: Any, edit: Edit) -> None:
    """Type a value into the cell of a row (found by the text in its first columns) and a column (by its heading)."""
    columns = {
        str(cell.value).split("（")[0].strip("*＊ "): cell.column
        for row in sheet.iter_rows(max_row=4)
        for cell in row
        if cell.value
    }
    rows = [
        row
        for row in range(1, sheet.max_row + 1)
        if edit["key"] in {str(sheet.cell(row, column).value) for column in (1, 2, 3)}
    ]
    sheet.cell(rows[-1], columns[edit["column"]]).value = edit["value"]
