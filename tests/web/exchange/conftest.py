"""Forms with a few rows in them, and workbooks that the core wrote, changed as somebody would in Excel."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from jixiao_web.exchange import workbooks
from jixiao_web.filling import services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row

Cells = Mapping[str, str]


def typed(world: Any, who: str, form: str, *rows: tuple[str, Cells]) -> list[int]:
    """Somebody types rows into a form; answers their keys."""
    changes: list[CellChange] = []
    for number, (subject, cells) in enumerate(rows):
        changes.append(CellChange(f"n{number}", subject, "", "", "1"))
        changes += (CellChange(f"n{number}", subject, name, "", text) for name, text in cells.items())
    request = DeedRequest(Deed.Kind.TYPING, tuple(changes), client=uuid.uuid4())
    made = services.apply(world.fresh(who), world.forms[form], request).rows
    world.forms[form].refresh_from_db()
    return [made[f"n{number}"] for number in range(len(rows))]


def project(key: str, name: str, **more: str) -> tuple[str, Cells]:
    return "project", {"project": key, "name": name, **more}


def line(key: str, owner: str, initial: str, **more: str) -> tuple[str, Cells]:
    told = {"line": key, "expenditure": "项目支出", "purpose": "项目", "project": owner, "fund": "一般公共预算"}
    return "budget", {**told, "initial": initial, "adjust": "0", "carried_in": "0", "spent": initial, **more}


@pytest.fixture(scope="session", autouse=True)
def _static_folder() -> None:
    """Where the server of the browser looks for collected files; there need be none."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path) -> None:
    """Uploads of a test stay with the test, and no page asks for built assets."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def filled(world):
    """The world with two projects at HQ, one at SCHOOL, and a task of the department."""
    world.rows = typed(
        world, "handler", "HQ", project("P21", "劳模津贴"), project("P02", "职工培训"), line("B1", "P21", "100.50")
    )
    typed(world, "school_handler", "SCHOOL", project("S01", "校舍修缮"), line("B2", "S01", "30"))
    typed(world, "finance", "UNION", ("task", {"no": "T7", "name": "建功立业"}))
    return world


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """The workbook of a form as the platform exports it, changed by a function that gets the sheets."""

    def made(form: Any, what: str = "form", change: Callable[[Any], None] | None = None) -> Path:
        file, name = workbooks.workbook(form, what)
        path = tmp_path / f"{uuid.uuid4().hex[:6]}-{name}"
        path.write_bytes(file.read())
        file.close()
        if change is not None:
            book = openpyxl.load_workbook(path)
            change(book)
            book.save(path)
        return path

    return made


def sent(path: Path) -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())


def cell_of(sheet: Any, key: str, heading: str) -> Any:
    """The cell in the row of a key and the column of a heading."""
    rows = list(sheet.iter_rows(min_row=1, max_row=12))
    header = next(row for row in rows if any(str(cell.value or "").lstrip("＊").startswith(heading) for cell in row))
    column = next(cell.column for cell in header if str(cell.value or "").lstrip("＊").startswith(heading))
    for row in sheet.iter_rows(min_row=header[0].row + 1):
        if any(cell.value == key for cell in row):
            return sheet.cell(row[0].row, column)
    raise AssertionError(f"no row {key}")


def cells(form: Any, subject: str) -> list[dict[str, str]]:
    """What stands in a form's sheet."""
    return list(
        Row.objects.filter(form=form, subject=subject, alive=True)
        .order_by("position", "pk")
        .values_list("cells", flat=True)
    )
