"""The package around the document: its parts, their relations, and the same bytes for the same report, always."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE as TYPES
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package as OfficePackage
from lxml import etree

from jixiao.files.atomic import atomic_path
from jixiao.reports.docx.xml import add, root, xml_of
from jixiao.reports.theme import PITCH, Role, clean

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the bytes must not depend on a clock
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"


class Package:
    """A docx being put together. `document` is the main part, to which all others are related."""

    def __init__(self) -> None:
        self._package = OfficePackage()
        self.document = self._part("/word/document.xml", TYPES.WML_DOCUMENT_MAIN, b"")
        self._package.relate_to(self.document, RELATIONS.OFFICE_DOCUMENT)
        self._pictures = 0

    def _part(self, name: str, content_type: str, data: bytes) -> Part:
        return Part(PackURI(name), content_type, data, self._package)

    def relate(self, name: str, content_type: str, relation: str, data: bytes) -> str:
        """Add a part beside the document and return the id by which the document calls it."""
        return self.document.relate_to(self._part(f"/word/{name}", content_type, data), relation)

    def header(self, name: str, data: bytes) -> str:
        """Add a page header."""
        return self.relate(name, TYPES.WML_HEADER, RELATIONS.HEADER, data)

    def footer(self, name: str, data: bytes) -> str:
        """Add a page footer."""
        return self.relate(name, TYPES.WML_FOOTER, RELATIONS.FOOTER, data)

    def picture(self, data: bytes) -> tuple[int, str]:
        """Add a PNG; returns its number (from 1) and its id."""
        self._pictures += 1
        name = f"media/image{self._pictures}.png"
        return self._pictures, self.relate(name, TYPES.PNG, RELATIONS.IMAGE, data)

    def facts(self, data: bytes, properties: bytes) -> None:
        """Add the embedded part of facts, with its properties beside it."""
        item = self._part("/customXml/item1.xml", TYPES.XML, data)
        self.document.relate_to(item, RELATIONS.CUSTOM_XML)
        beside = self._part("/customXml/itemProps1.xml", TYPES.OFC_CUSTOM_XML_PROPERTIES, properties)
        item.relate_to(beside, RELATIONS.CUSTOM_XML_PROPS)

    def describe(self, title: str, creator: str) -> None:
        """Add title, creator and language. There is no time of making: a report's own date stands in its text."""
        core = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DC})
        for name, value in (("title", title), ("creator", creator), ("language", "zh-CN")):
            etree.SubElement(core, f"{{{DC}}}{name}").text = clean(value)
        part = self._part("/docProps/core.xml", TYPES.OPC_CORE_PROPERTIES, xml_of(core))
        self._package.relate_to(part, RELATIONS.CORE_PROPERTIES)

    def save(self, document: bytes, path: Path) -> None:
        """Write the package whole or not at all."""
        self.document._blob = document
        made = BytesIO()
        self._package.save(made)
        with ZipFile(made) as source, atomic_path(path) as target, ZipFile(target, "w", ZIP_DEFLATED) as out:
            for name in source.namelist():
                entry = ZipInfo(name, EPOCH)
                entry.compress_type = ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                out.writestr(entry, source.read(name))


def settings_xml() -> bytes:
    """Different odd and even pages, and the rules of Chinese setting: squeezed punctuation, no break before a full stop."""
    settings = root("settings")
    add(settings, "bordersDoNotSurroundHeader")
    add(settings, "bordersDoNotSurroundFooter")
    add(settings, "defaultTabStop", val=420)
    add(settings, "evenAndOddHeaders")
    add(settings, "drawingGridVerticalSpacing", val=PITCH)
    add(settings, "characterSpacingControl", val="compressPunctuation")
    compat = add(settings, "compat")
    for rule in ("spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace"):
        add(compat, rule)
    add(compat, "doNotExpandShiftReturn")
    add(compat, "adjustLineHeightInTable")
    add(compat, "useFELayout")
    uri = "http://schemas.microsoft.com/office/word"
    add(compat, "compatSetting", name="compatibilityMode", uri=uri, val=15)
    add(settings, "themeFontLang", val="en-US", eastAsia="zh-CN")
    add(settings, "decimalSymbol", val=".")
    add(settings, "listSeparator", val=",")
    return xml_of(settings)


# What Word should take on a machine that lacks a face; the second name is the one Windows carries.
SECOND_NAMES = {
    Role.TITLE: "宋体",
    Role.BODY: "仿宋",
    Role.HEADING_1: "SimHei",
    Role.HEADING_2: "楷体",
    Role.NUMBER: "SimSun",
    Role.LATIN: "",
}


def font_table_xml() -> bytes:
    """The faces used, each with a second name, so that a machine without one takes the nearest."""
    fonts = root("fonts")
    for role, second in SECOND_NAMES.items():
        font = add(fonts, "font", name=role.value)
        if second:
            add(font, "altName", val=second)
        add(font, "charset", val="00" if role is Role.LATIN else "86")
        add(font, "family", val="roman" if role is Role.LATIN else "auto")
        add(font, "pitch", val="variable")
    return xml_of(fonts)
