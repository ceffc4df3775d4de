"""Evidence packed: a folder a line, every file named by the rule, and an index as a workbook."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import xlsxwriter
from django.utils.translation import gettext as _

from jixiao_web.cycle.models import Form
from jixiao_web.evidence.filing import safe_name, spooled
from jixiao_web.evidence.models import EvidenceFile
from jixiao_web.evidence.selectors import Listed


def pack(form: Form, listed: Listed, line: str = "") -> tuple[IO[bytes], str, list[EvidenceFile]]:
    """A zip of the papers of one line, or of all; its name; and the files in it. A paper of several lines is packed once."""
    chosen: list[tuple[str, EvidenceFile]] = []
    seen: set[int] = set()
    groups = [(group.line.code, group.line.name, group.files) for group in listed.by_line]
    if not line:
        groups.append(("", _("未对应指标"), listed.loose))
    for code, title, files in groups:
        if line and code != line:
            continue
        folder = safe_name(" ".join(part for part in (code, title) if part), "papers")
        for item in files:
            if item.pk not in seen:
                seen.add(item.pk)
                chosen.append((folder, item))
    stem = f"{form.task.year.fiscal_year}-{form.unit.code}-{_('佐证材料')}" + (f"-{line}" if line else "")
    target = tempfile.TemporaryFile(prefix="jixiao-")  # noqa: SIM115  # whoever sends it closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:  # papers are compressed already
        with package.open(_("00-目录.xlsx"), "w") as place, _index(chosen) as index:
            shutil.copyfileobj(index, place)
        for folder, item in chosen:
            path = f"{folder}/{safe_name(item.shown_name)}"
            with item.file.open("rb") as source, package.open(path, "w", force_zip64=True) as place:
                shutil.copyfileobj(source, place)
    target.seek(0)
    return target, safe_name(f"{stem}.zip"), [item for _folder, item in chosen]


def _index(chosen: Sequence[tuple[str, EvidenceFile]]) -> IO[bytes]:
    titles = (_("序号"), _("编号"), _("对应指标"), _("材料名称"), _("文件"), _("页码"), _("材料日期"), _("已盖章"))
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / "index.xlsx"
        book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
        sheet = book.add_worksheet(_("佐证材料目录"))
        heading = book.add_format({"bold": True, "bottom": 1})
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, heading)
        for row, (place, item) in enumerate(chosen, 1):
            sealed = "" if item.sealed is None else _("是") if item.sealed else _("否")
            cells = (
                str(row),
                item.code,
                "、".join(item.lines),
                item.name,
                f"{place}/{safe_name(item.shown_name)}",
                item.pages,
                item.dated.isoformat() if item.dated else "",
                sealed,
            )
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
        sheet.set_column(0, 0, 6)
        sheet.set_column(1, len(titles) - 1, 20)
        sheet.freeze_panes(1, 0)
        book.close()
        return spooled(path)
