"""Workbooks as people send them: ours with something changed in it, or put together from nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from tests.exchange import invented

from jixiao.exchange import write_workbook
from jixiao.files.atomic import atomic_dir
from jixiao.rules.registry import registry

Book = openpyxl.Workbook
HEADER = {"预算执行": 4}


@cache
def _filled(folder: Path) -> bytes:
    with atomic_dir(folder) as draft:
        write_workbook(draft / "filled.xlsx", registry(), invented.year())
    return (folder / "filled.xlsx").read_bytes()


def changed(folder: Path, change: Callable[[Book], None]) -> Path:
    """The filled workbook of the invented year after somebody changed it."""
    book = openpyxl.load_workbook(BytesIO(_filled(folder.parent / "filled")))
    change(book)
    path = folder / "部门.xlsx"
    book.save(path)
    return path


def made(path: Path, sheets: Mapping[str, list[list[object]]]) -> Path:
    """A workbook with nothing but those rows, the first sheet being a cover with year and department."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    cover = [["项目", "数值"], ["年度", "2024"], ["部门名称", "青溪县水务局"]]
    for name, rows in {"封面": cover, **sheets}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
