"""A Word package in which a few parts are replaced; every other part is copied as it is, byte for byte."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from jixiao.documents.readers.docx_text import W
from jixiao.files.package import relationships

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = W.strip("{}").encode()
_TYPES = "[Content_Types].xml"
_TYPES_SPACE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS_SPACE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_STRICT_KIND = "http://purl.oclc.org/ooxml/officeDocument/relationships/"


def parsed(data: bytes) -> tuple[Any, bool]:
    """The root of a part, and whether it is written in the strict dialect; its elements have the usual names.

    Comments and processing instructions stay. Entities stay unread and nothing is fetched.
    """
    strict = _STRICT in data
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(data.replace(_STRICT, _USUAL) if strict else data, parser), strict


def serialised(root: Any, *, strict: bool) -> bytes:
    """A part as bytes, in the dialect that it came in."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data.replace(_USUAL, _STRICT) if strict else data


class Package:
    """The package of a Word file.

    Attributes:
        root: of the main part, to be changed in place.
        links: of the main part: id → (kind, part).
    """

    def __init__(self, archive: zipfile.ZipFile, main: str) -> None:
        self.archive, self.main = archive, main
        self.root, self.strict = parsed(archive.read(main))
        self.links = relationships(archive, main)
        self._changed: dict[str, bytes] = {}

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self.archive.NameToInfo

    def put(self, part: str, data: bytes) -> None:
        """Replace or add a part."""
        self._changed[part] = data

    def link(self, kind: str, part: str, content: str) -> None:
        """Add a part that the main part links to: the link, and the kind of its content."""
        folder, name = posixpath.split(self.main)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        links = (
            parsed(self.archive.read(place))[0]
            if self.has(place)
            else etree.fromstring(f'<Relationships xmlns="{_LINKS_SPACE.strip("{}")}"/>')
        )
        taken = {link.get("Id") for link in links}
        ident = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        told = {"Id": ident, "Type": (_STRICT_KIND if self.strict else _KIND) + kind, "Target": f"/{part}"}
        etree.SubElement(links, f"{_LINKS_SPACE}Relationship", told)
        self.put(place, serialised(links, strict=False))
        types = parsed(self.archive.read(_TYPES))[0]
        if not any(item.get("PartName") == f"/{part}" for item in types):
            etree.SubElement(types, f"{_TYPES_SPACE}Override", {"PartName": f"/{part}", "ContentType": content})
            self.put(_TYPES, serialised(types, strict=False))

    def write(self, path: Path) -> None:
        """Write the package with its parts in their order, new ones at the end."""
        changed = dict(self._changed)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name in dict.fromkeys(info.filename for info in self.archive.infolist()):
                info = self.archive.getinfo(name)
                copy = zipfile.ZipInfo(name, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                out.writestr(copy, changed.pop(name) if name in changed else self.archive.read(name))
            for name, data in changed.items():
                out.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
