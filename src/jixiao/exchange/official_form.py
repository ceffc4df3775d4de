"""Filled official self-evaluation forms (项目支出绩效自评表) read into the department's workbook, matched by project name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from jixiao.exchange.layout import alike
from jixiao.exchange.official_layout import Cell, OfficialForm, read_form
from jixiao.facts import DepartmentYear, Facts, Origin, Registry
from jixiao.facts.building import CellProblem
from jixiao.facts.passport import Passport
from jixiao.facts.performance import Indicator
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.showing import shown
from jixiao.figures import Missing, Money
from jixiao.files.workbook import read_workbook

_CODE = re.compile(r"[0-9A-Z]{21}")
_TARGET = re.compile(
    r"(?P<operator>[≥≤＞＜＝>=<]=?|不低于|不少于|不超过|不高于|等于)?\s*(?P<number>-?[\d,，.]+)\s*(?P<unit>\D*)"
)
_OPERATORS = {
    "≥": "≥", ">=": "≥", "不低于": "≥", "不少于": "≥", "≤": "≤", "<=": "≤", "不超过": "≤", "不高于": "≤", ">": "＞", "＞": "＞",
    "<": "＜", "＜": "＜", "=": "＝", "＝": "＝", "等于": "＝",
}  # fmt: skip
_TEXTS = {"objective": ("预期目标", "年度目标"), "result": ("实际完成情况", "完成情况")}
_MONEY = (("initial", "年初预算数"), ("full", "全年预算数"), ("spent", "全年执行数"))
_INDICATOR_FIELDS = frozenset(field.name for field in fields(Indicator))


@dataclass(frozen=True, slots=True)
class Imported:
    """The department-year with the forms' values in it, how many values were read, and what could not be."""

    year: DepartmentYear
    values: int
    problems: tuple[CellProblem, ...]


def import_forms(paths: Sequence[Path], year: DepartmentYear, registry: Registry) -> Imported:
    """Read forms one after another. Raises FileRefused: a file that cannot be read at all.

    A form replaces the indicators of its project (matched by name) and fills in objective, result and stated score. Its
    money is compared with the budget lines, which stay as they are: a form never changes an amount in silence.
    """
    reader = _Reader(year, registry)
    for path in paths:
        forms = [form for sheet in read_workbook(path).sheets if (form := read_form(sheet)) is not None]
        if not forms:
            reader.report("form-none", Origin(file=path.name))
        for form in forms:
            reader.take(form, path.name)
    return Imported(reader.year, reader.values, tuple(reader.problems))


class _Reader:
    """Collects what the forms say; lives for one import."""

    def __init__(self, year: DepartmentYear, registry: Registry) -> None:
        self.year = year
        self.registry = registry
        self.facts = Facts(year, registry)
        self.values = 0
        self.problems: list[CellProblem] = []

    def report(self, message_id: str, origin: Origin, **values: object) -> None:
        """Something about a form that a person must look at."""
        self.problems.append(CellProblem(message_id, values, origin, "project"))

    def take(self, form: OfficialForm, file: str) -> None:
        """Put one form's values into the year."""
        name = form.labels["项目名称"]
        wanted = alike(_CODE.sub("", str(name.value or ""), count=1).lstrip("-— "))
        project = next(
            (item for item in self.year.project if isinstance(item.name, str) and alike(item.name) == wanted), None
        )
        if project is None:
            self.report("form-no-project", Origin(file, form.sheet, name.at), found=str(name.value or ""))
            return
        cells = {
            field_id: next((form.labels[label] for label in labels if label in form.labels), None)
            for field_id, labels in _TEXTS.items()
        }
        found = self._values("project", {**cells, "self_score": form.total}, file, form.sheet, project.project)
        self._compare_money(form, file, project.project)
        indicators = [
            self._indicator(row, f"{project.project}-{number}", project.project, file, form.sheet)
            for number, row in enumerate(form.indicators, start=1)
        ]
        told = {field_id: value for field_id, value in found.items() if not isinstance(value, Missing)}
        merged = replace(project, evaluated=True, **told)
        self.year = replace(
            self.year,
            project=tuple(merged if item.project == project.project else item for item in self.year.project),
            indicator=(*(item for item in self.year.indicator if item.owner != project.project), *indicators),
        )

    def _values(
        self, subject: str, cells: Mapping[str, Cell | None], file: str, sheet: str, key: str
    ) -> dict[str, Any]:
        """The cells as values of their fields, with passports; a bad one becomes a problem and stays out."""
        found: dict[str, Any] = {}
        passports = dict(self.year.passports)
        for field_id, cell in cells.items():
            if cell is None:
                continue
            field = self.registry.by_id[subject].field(field_id)
            origin = Origin(file, sheet, cell.at)
            try:
                found[field_id] = read_value(field, cell.value)
            except ValueProblem as problem:
                self.problems.append(CellProblem(problem.message_id, problem.values, origin, subject, field_id))
                continue
            if not isinstance(found[field_id], Missing):
                self.values += 1
                where = self.year.at(subject, key, field_id)
                passports[where] = Passport(
                    origin=origin, period=f"{self.year.year}年度", unit=field.unit, document=file
                )
        self.year = replace(self.year, passports=passports)
        return found

    def _indicator(self, row: Mapping[str, Cell], key: str, project: str, file: str, sheet: str) -> Indicator:
        values = self._values("indicator", _with_target(row), file, sheet, key)
        if "operator" not in values:
            self.report("form-no-operator", Origin(file, sheet, row["name"].at), found=str(row["name"].value))
        told: dict[str, Any] = {name: value for name, value in values.items() if name in _INDICATOR_FIELDS}
        return Indicator(no=key, owner=project, **told)

    def _compare_money(self, form: OfficialForm, file: str, project: str) -> None:
        for name, zh in _MONEY:
            cell = form.money.get(("total", name))
            if cell is None or cell.value is None:
                continue
            origin = Origin(file, form.sheet, cell.at)
            try:
                stated = read_value(self.registry.by_id["budget"].field(name), cell.value)
            except ValueProblem as problem:
                self.problems.append(CellProblem(problem.message_id, problem.values, origin, "budget", name))
                continue
            known = self.facts.value(self.facts.at("project", project, name))
            if isinstance(known, Money) and isinstance(stated, Money) and known != stated:
                self.report("form-money-differs", origin, field=zh, found=shown(stated), expected=shown(known))


def _with_target(row: Mapping[str, Cell]) -> dict[str, Cell]:
    """The row with a target such as “≥12公里” told apart into operator, number and unit; words alone make it qualitative."""
    cells = dict(row)
    target = cells.get("target")
    if target is not None and isinstance(target.value, str):
        split = _TARGET.fullmatch(target.value.strip())
        if split is None:
            cells["operator"] = Cell("定性", target.at)
            del cells["target"]
        else:
            cells["target"] = Cell(split["number"], target.at)
            if split["operator"]:
                cells.setdefault("operator", Cell(_OPERATORS[split["operator"]], target.at))
            if split["unit"].strip():
                cells.setdefault("unit", Cell(split["unit"].strip(), target.at))
    actual, unit = cells["actual"], cells.get("unit")
    if isinstance(actual.value, str) and unit is not None and isinstance(unit.value, str):
        cells["actual"] = Cell(actual.value.strip().removesuffix(unit.value), actual.at)
    return cells
