"""Findings for people: the summaries as spreadsheets, and the sentences of the department-years that have most to mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jixiao.bulk.checks.judging import findings_of, years_of
from jixiao.bulk.checks.rules import judged_rules, set_rules
from jixiao.bulk.checks.summary import SEVERITIES, TABLES, Sheet, read_sheet
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.restoring import part_of
from jixiao.checks import catalogue
from jixiao.facts import Registry
from jixiao.files.csv_file import write_csv
from jixiao.files.messages import text
from jixiao.rules.scheme import Scheme

SENTENCES = "sentences.csv"
_OF_DEPARTMENT = ("department", "year", "region", "file")
_OF_FINDING = ("severity", "rule", "title", "at", "found", "remedy")


def write_summaries(out: Path, lang: str) -> list[Path]:
    """Each summary as a spreadsheet beside its Parquet file. Raises FileRefused: it cannot be written."""
    paths = []
    for name in TABLES:
        sheet = titled(read_sheet(out, name), lang)
        path = out / f"{name}.csv"
        write_csv(
            path,
            [heading(column, lang) for column in sheet.columns],
            ([_cell(item) for item in row] for row in sheet.rows),
        )
        paths.append(path)
    return paths


def titled(sheet: Sheet, lang: str) -> Sheet:
    """The summary by rule with the titles of rules and severities in words; other summaries as they are."""
    if "rule" not in sheet.columns:
        return sheet
    rows = (
        {
            "severity": text(f"severity-{one['severity']}", lang),
            "rule": one["rule"],
            "title": catalogue()[one["rule"]].title(lang),
            **_counts(one),
        }
        for one in sheet.records()
    )
    return Sheet(("severity", "rule", "title", "departments", "findings"), tuple(tuple(row.values()) for row in rows))


def _counts(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: row[name] for name in ("departments", "findings")}


def heading(column: str, lang: str) -> str:
    """The heading of a column."""
    return text(f"severity-{column}" if column in SEVERITIES else f"bulkcheck-column-{column}", lang)


def write_sentences(
    dataset: Dataset, registry: Registry, scheme: Scheme | None, out: Path, most: int, lang: str
) -> tuple[Path, int]:
    """Write what an officer would be told, of the department-years that have most to mend.

    Places are told by sheet, row and column: which cell a value was read from is not in a dataset.

    Args:
        dataset: that was checked.
        registry: the declarations by which it was laid out.
        scheme: of the result that the run was given, if it was.
        out: the folder of the run.
        most: of how many department-years.
        lang: of the sentences.

    Returns:
        The file and how many sentences are in it.
    """
    departments = [row for row in read_sheet(out, "by_department", most).records() if row["findings"]]
    rows = list(_sentences(dataset, registry, scheme, departments, lang))
    path = out / SENTENCES
    write_csv(path, [heading(column, lang) for column in (*_OF_DEPARTMENT, *_OF_FINDING)], rows)
    return path, len(rows)


def _sentences(
    dataset: Dataset, registry: Registry, scheme: Scheme | None, departments: Sequence[Mapping[str, Any]], lang: str
) -> Iterator[Sequence[str]]:
    rules = {*set_rules(), *judged_rules()}
    for department in departments:
        about = [_cell(department[name]) for name in _OF_DEPARTMENT]
        part = part_of(dataset, department["dept"])
        for _, year in years_of(dataset, part, [department["dept"]], registry):
            for one in findings_of(year, registry, scheme, rules):
                severity = text(f"severity-{one.severity.value}", lang)
                told = (severity, one.code, one.title(lang), one.place(lang), one.found(lang), one.remedy(lang))
                yield [*about, *told]


def _cell(value: object) -> str:
    return "" if value is None else str(value)
