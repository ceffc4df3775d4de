"""Workbooks built part by part, so that a test can make exactly the one thing that is wrong."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sheet(rows: str = "", *, after: str = "", head: str = "<?xml version='1.0' encoding='UTF-8'?>") -> str:
    """A sheet part with those rows."""
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(
    *sheets: str, states: tuple[str, ...] = (), strings: str = "", styles: str = "", book: str = ""
) -> dict[str, str]:
    """The parts of a sound workbook that holds those sheets."""
    listed, linked = "", ""
    for number, _ in enumerate(sheets, 1):
        state = f' state="{states[number - 1]}"' if states else ""
        listed += f'<sheet name="表{number}" sheetId="{number}"{state} r:id="rId{number}"/>'
        linked += f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
    for name in ("sharedStrings", "styles"):
        linked += f'<Relationship Id="{name}" Type="{LINKS}/{name}" Target="{name}.xml"/>'
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book}<sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{linked}</Relationships>',
    }
    made |= {f"xl/worksheets/sheet{number}.xml": content for number, content in enumerate(sheets, 1)}
    if strings:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return made


def pack(path: Path, content: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write the parts into a package."""
    with zipfile.ZipFile(path, "w", compression) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path


def workbook(path: Path, *sheets: str, **more: str | tuple[str, ...]) -> Path:
    """A sound workbook of those sheets."""
    return pack(path, parts(*sheets, **more))
