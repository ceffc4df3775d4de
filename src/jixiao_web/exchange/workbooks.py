"""Workbooks out: the template of the core filled with a form, with the whole department, or with nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from jixiao.exchange import Note, annotate, write_workbook
from jixiao.facts import DepartmentYear
from jixiao.rules.registry import registry
from jixiao_web.cycle.models import Form
from jixiao_web.evidence.filing import lent, safe_name, spooled
from jixiao_web.exchange.models import Import
from jixiao_web.filling.facts import end_of, of_form, of_task
from jixiao_web.organisation.tree import tree_on
from jixiao_web.shell.language import core_language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHAT = ("form", "whole", "empty")
"""The form itself; the department with all its units; the empty template."""


def workbook(form: Form, what: str) -> tuple[IO[bytes], str]:
    """A workbook and its name. Raises FileRefused: a text is longer than a cell can hold."""
    year: DepartmentYear | None = None
    if what == "form":
        year = of_form(form).year
    elif what == "whole":
        year = of_task(form.task).year
    name = name_of(form, what)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / name
        write_workbook(path, registry(), year)
        return spooled(path), name


def name_of(form: Form, what: str) -> str:
    """The file's name: year, whose, and what it is."""
    year = form.task.year.fiscal_year
    if what == "empty":
        return safe_name(_("{year}年绩效填报模板.xlsx").format(year=year))
    node = tree_on(end_of(year)).nodes.get(form.unit_id)
    whose = (node.short or node.name) if node is not None else form.unit.code
    kind = form.task.get_kind_display()
    word = _("{year}年{whose}{kind}（汇总）.xlsx") if what == "whole" else _("{year}年{whose}{kind}.xlsx")
    return safe_name(word.format(year=year, whose=whose, kind=kind))


def annotated(made: Import) -> tuple[IO[bytes], str]:
    """The uploaded workbook with a comment at every cell that is not as it should be. Raises FileRefused: no xlsx."""
    lang = core_language()
    notes = [Note(item["sheet"], item["cell"], item[lang], item["severity"]) for item in made.problems]
    stem, _dot, ending = made.original_name.rpartition(".")
    name = safe_name(f"{stem or made.original_name}{_('（批注）')}.{ending or 'xlsx'}")
    with made.file.open("rb") as file, lent(file, made.original_name) as path:
        target = path.with_name(f"annotated-{path.name}")
        annotate(path, notes, target)
        return spooled(target), name
