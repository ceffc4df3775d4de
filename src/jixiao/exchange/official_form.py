"""Filled official self-evaluation forms (项目支出绩效自评表) read into the department's workbook, project by project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from jixiao.exchange.official_layout import Cell, OfficialForm, read_form
from jixiao.exchange.official_match import paired, whose
from jixiao.exchange.official_target import told_apart
from jixiao.exchange.official_text import says_the_same
from jixiao.facts import DepartmentYear, Facts, Kind, Origin, Registry, UnknownAddress, Value
from jixiao.facts.building import CellProblem
from jixiao.facts.money import Project
from jixiao.facts.passport import Passport
from jixiao.facts.performance import Indicator
from jixiao.facts.reading import ValueProblem, read_value
from jixiao.facts.showing import shown
from jixiao.figures import MISSING, Missing, Money
from jixiao.files.workbook import read_workbook
from jixiao.reports.model import Spans
from jixiao.reports.writing.forms import deviation
from jixiao.reports.writing.pen import Pen

_TEXTS = {"objective": ("预期目标", "年度目标"), "result": ("实际完成情况", "完成情况")}
_MONEY = (("initial", "年初预算数"), ("full", "全年预算数"), ("spent", "全年执行数"))
_PENDING = "〔待填"


@dataclass(frozen=True, slots=True)
class Imported:
    """The department-year with the forms' values in it.

    Attributes:
        values: how many values the forms state.
        problems: what could not be read and what somebody must look at; notes tell of new indicators, of those that a
            form does not have, and of those that place alone joined.
        replaced: one note for each value of the workbook that a form changed, with both values.
    """

    year: DepartmentYear
    values: int
    problems: tuple[CellProblem, ...]
    replaced: tuple[CellProblem, ...] = ()


def import_forms(
    paths: Sequence[Path], year: DepartmentYear, registry: Registry, facts: Facts | None = None
) -> Imported:
    """Read forms one after another.

    A form fills in what it states: objective, result and total of its project, and the indicators of the same names. All
    else stays as it is: fields that the form does not have, values that say the same (with their sources), a text whose
    live figures print the form's words. Its money is compared with the budget lines, which it never changes.

    Args:
        paths: workbooks with one form or more.
        year: the workbook to fill.
        registry: the fields.
        facts: the facts of that year, scores included, that its live texts print; without them the scores in a text are
            taken to be what the form says.

    Raises:
        FileRefused: a file that cannot be read at all.
    """
    reader = _Reader(year, registry, facts or Facts(year, registry))
    for path in paths:
        forms = [form for sheet in read_workbook(path).sheets if (form := read_form(sheet)) is not None]
        if not forms:
            reader.report("form-none", Origin(file=path.name))
        for form in forms:
            reader.take(form, path.name)
    return Imported(reader.year, reader.values, tuple(reader.problems), tuple(reader.replaced))


class _Reader:
    """Collects what the forms say; lives for one import."""

    def __init__(self, year: DepartmentYear, registry: Registry, facts: Facts) -> None:
        self.year = year
        self.registry = registry
        self.facts = facts
        self.pen = Pen(facts)
        self.values = 0
        self.problems: list[CellProblem] = []
        self.replaced: list[CellProblem] = []

    def report(self, message_id: str, origin: Origin, severity: str = "error", /, **values: object) -> None:
        """Something about a form that a person must look at."""
        self.problems.append(CellProblem(message_id, values, origin, "project", severity=severity))

    def take(self, form: OfficialForm, file: str) -> None:
        """Put one form's values into the year."""
        project = self._project(form, file)
        if project is None:
            return
        cells = {
            field_id: next((form.labels[label] for label in labels if label in form.labels), None)
            for field_id, labels in _TEXTS.items()
        }
        found = self._read("project", {**cells, "self_score": form.total}, file, form.sheet)
        self._compare_money(form, file, project.project)
        merged = replace(self._changed("project", project, project.project, found), evaluated=True)
        self.year = replace(
            self.year, project=tuple(merged if item.project == project.project else item for item in self.year.project)
        )
        self._take_indicators(form, file, project.project)

    def _project(self, form: OfficialForm, file: str) -> Project | None:
        cell = form.labels["项目名称"]
        origin, told = Origin(file, form.sheet, cell.at), str(cell.value or "")
        found = whose(self.year, told)
        if not found.projects:
            self.report("form-no-project", origin, found=told)
        elif len(found.projects) > 1:
            keys = "、".join(item.project for item in found.projects)
            self.report("form-many-projects", origin, found=told, keys=keys)
        elif found.by_code:
            name = shown(found.projects[0].name)
            self.report("form-by-code", origin, "warning", found=told, key=found.projects[0].project, name=name)
        return found.projects[0] if len(found.projects) == 1 else None

    def _take_indicators(self, form: OfficialForm, file: str, project: str) -> None:
        """Each row of the form goes into its indicator; new ones follow the project's last one."""
        mine = [item for item in self.year.indicator if item.owner == project]
        pairs = paired(form.indicators, mine)
        changed: dict[str, Indicator] = {}
        added: list[Indicator] = []
        for row, item, by_place in pairs.rows:
            origin, name = Origin(file, form.sheet, row["name"].at), str(row["name"].value)
            found = self._read("indicator", told_apart(row), file, form.sheet)
            own = item or Indicator(no=self._free_key(project, added), owner=project)
            if by_place:
                self.report("form-by-place", origin, "note", found=name, key=own.no, name=shown(own.name))
            elif item is None and mine:
                self.report("form-new-indicator", origin, "note", found=name, key=own.no)
            filled = self._changed("indicator", own, own.no, found)
            if item is None:
                added.append(filled)
            else:
                changed[own.no] = filled
            if isinstance(filled.operator, Missing):
                self.report("form-no-operator", origin, found=name)
        for left in pairs.left:
            self.report("form-unmatched", Origin(file, form.sheet), "note", found=shown(left.name), key=left.no)
        self._put(project, changed, added)

    def _put(self, project: str, changed: Mapping[str, Indicator], added: Sequence[Indicator]) -> None:
        rows = [changed.get(item.no, item) for item in self.year.indicator]
        last = max((place for place, item in enumerate(rows, 1) if item.owner == project), default=len(rows))
        self.year = replace(self.year, indicator=(*rows[:last], *added, *rows[last:]))

    def _free_key(self, project: str, added: Sequence[Indicator]) -> str:
        """The first number of the project that no indicator has."""
        taken = {item.no for item in (*self.year.indicator, *added)}
        return next(key for number in count(1) if (key := f"{project}-{number}") not in taken)

    def _read(
        self, subject: str, cells: Mapping[str, Cell | None], file: str, sheet: str
    ) -> dict[str, tuple[Value, Origin]]:
        """The values that the cells state, with their places; a bad one becomes a problem, a blank states nothing."""
        found: dict[str, tuple[Value, Origin]] = {}
        for field_id, cell in cells.items():
            if cell is None or (isinstance(cell.value, str) and cell.value.startswith(_PENDING)):
                continue
            origin = Origin(file, sheet, cell.at)
            try:
                value = read_value(self.registry.by_id[subject].field(field_id), cell.value)
            except ValueProblem as problem:
                self.problems.append(CellProblem(problem.message_id, problem.values, origin, subject, field_id))
                continue
            if not isinstance(value, Missing):
                self.values += 1
                found[field_id] = value, origin
        return found

    def _changed(self, subject: str, record: Any, key: str, told: Mapping[str, tuple[Value, Origin]]) -> Any:
        """The record with what the form states otherwise; each new value gets the form's cell as its source."""
        values: dict[str, Value] = {}
        passports = dict(self.year.passports)
        for field_id, (value, origin) in told.items():
            where = self.year.at(subject, key, field_id)
            mine, field = getattr(record, field_id), self.registry.by_id[subject].field(field_id)
            if mine == value or self._known(where) == value or self._prints(subject, key, field_id, mine, value):
                continue
            values[field_id] = value
            passports[where] = Passport(
                origin=origin, period=f"{self.year.year}年度", unit=field.unit, document=origin.file
            )
            if not isinstance(mine, Missing):
                words = {"key": key, "field": field.zh, "before": shown(mine), "after": shown(value)}
                self.replaced.append(CellProblem("form-replaced", words, origin, subject, field_id, "note"))
        self.year = replace(self.year, passports=passports)
        return replace(record, **values)

    def _known(self, where: str) -> Value | Missing:
        """What counts at an address: for an indicator that repeats another fact, the value of that fact."""
        try:
            return self.facts.value(where)
        except UnknownAddress:
            return MISSING

    def _prints(self, subject: str, key: str, field_id: str, mine: object, told: Value) -> bool:
        """Whether our text, its live figures printed, reads like the form's; a cause may be followed by its measure."""
        if not isinstance(mine, str) or not isinstance(told, str):
            return False
        if self.registry.by_id[subject].field(field_id).kind is not Kind.PARAGRAPH:
            return False
        texts: list[Spans] = [self.pen.prose(mine)]
        if field_id == "deviation" and subject == "indicator":
            texts.append(deviation(self.pen, key))
        return any(says_the_same(text, told) for text in texts)

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
