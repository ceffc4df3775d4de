"""The report as a Word document laid out by GB/T 9704, each figure of it a content control bound to embedded facts.

Purpose: what an officer hands in, edits in Word or WPS, and hands back.
Flow: `Report` → `body.Writer` (blocks) → `controls`, `tables`, `pages`, `pictures` → `package` (zip with fixed bytes).
"""

from __future__ import annotations

from pathlib import Path

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from jixiao.reports.docx.body import Writer
from jixiao.reports.docx.controls import properties_xml
from jixiao.reports.docx.package import Package, font_table_xml, settings_xml
from jixiao.reports.docx.read import read_controls
from jixiao.reports.docx.styles import styles_xml
from jixiao.reports.docx.xml import xml_of
from jixiao.reports.fonts import STANDARD_FOLDERS, FontSet, find_fonts
from jixiao.reports.model import Chart, Report
from jixiao.reports.theme import author_of

__all__ = ["read_controls", "write"]


def write(report: Report, path: Path, fonts: FontSet | None = None) -> None:
    """Write a report as .docx, whole or not at all; the same report gives the same bytes.

    Args:
        report: the report.
        path: where to write it.
        fonts: the typefaces for the pictures of charts (the text itself names its faces and carries none);
            without it, those in the usual folders.
    """
    package = Package()
    types, relations = CONTENT_TYPE, RELATIONSHIP_TYPE
    package.relate("styles.xml", types.WML_STYLES, relations.STYLES, styles_xml())
    package.relate("settings.xml", types.WML_SETTINGS, relations.SETTINGS, settings_xml())
    package.relate("fontTable.xml", types.WML_FONT_TABLE, relations.FONT_TABLE, font_table_xml())
    package.describe("".join(report.title), author_of(report))
    drawn = any(isinstance(block, Chart) for block in report.blocks)
    writer = Writer(report, package, fonts or find_fonts(STANDARD_FOLDERS if drawn else ()))
    document = xml_of(writer.write())
    package.facts(writer.controls.facts_xml(), properties_xml())
    package.save(document, path)
