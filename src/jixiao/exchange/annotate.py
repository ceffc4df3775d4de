"""Findings as comments at the cells of somebody's own workbook; everything else in the file stays as it was.

A workbook is a zip of parts. Only the comments of the sheets concerned are written (with the drawing that shows them and
the links between the parts); no other part is parsed and written again, so formats, charts and macros cannot suffer.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from jixiao.exchange.comments import add_comments
from jixiao.exchange.notes import Note, by_cell
from jixiao.exchange.parts import Parts
from jixiao.files.atomic import atomic_path
from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.precheck import precheck
from jixiao.files.workbook import XLSX, kind_of


def annotate(source: Path, notes: Sequence[Note], target: Path, limits: Limits | None = None) -> None:
    """Write a copy of a workbook with comments at its cells.

    Args:
        source: an xlsx or xlsm.
        notes: what to say where. Several on one cell become one comment; a note without cell stands at A1, one whose
            sheet is not in the workbook at A1 of the first sheet, so that none is lost.
        target: the copy; it may be the source itself, which then is replaced in one step.
        limits: bounds on the file.

    Raises:
        FileRefused: the source is no such workbook, is damaged or too large, or the target cannot be written.
    """
    if kind_of(source) not in XLSX:
        raise FileRefused("exchange-annotate-kind", file=source.name)
    precheck(source, limits)
    with zipfile.ZipFile(source) as package:
        infos = package.infolist()
        content = {info.filename: package.read(info) for info in infos}
    parts = Parts(content, source.name)
    sheets = sheet_parts(parts)
    for sheet, cells in by_cell(notes, list(sheets)).items():
        add_comments(parts, sheets[sheet], cells)
    with atomic_path(target) as draft:
        pack(draft, infos, content)


def sheet_parts(parts: Parts) -> Mapping[str, str]:
    """Sheet name → its part, in the order of the workbook."""
    book = next(iter(parts.linked("", "officeDocument")), "xl/workbook.xml")
    links = {link.get("Id"): target for link, target in parts.links(book)}
    found = {}
    for sheet in parts.tree(book).iter("{*}sheet"):
        relation = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        if links.get(relation) in parts.content:
            found[sheet.get("name", "")] = links[relation]
    return found


def pack(draft: Path, infos: Sequence[zipfile.ZipInfo], content: Mapping[str, bytes]) -> None:
    """The parts in their old order with their old dates, then the new ones."""
    old = {info.filename: info for info in infos}
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as package:
        for name in [*old, *(name for name in content if name not in old)]:
            info = zipfile.ZipInfo(name, old[name].date_time if name in old else (1980, 1, 1, 0, 0, 0))
            info.compress_type = old[name].compress_type if name in old else zipfile.ZIP_DEFLATED
            info.external_attr = old[name].external_attr if name in old else 0o600 << 16
            package.writestr(info, content[name])
