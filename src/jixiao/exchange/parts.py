"""The parts of an office package in memory: links between them, and new names for new ones."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from jixiao.files.errors import FileRefused

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"


@dataclass(slots=True)
class Parts:
    """Name → bytes of each part; `file` is the workbook's name for messages."""

    content: dict[str, bytes]
    file: str

    def tree(self, part: str) -> Any:
        """A part parsed, without entities and network. Raises FileRefused: it is broken."""
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(self.content[part], parser)
        except etree.XMLSyntaxError as error:
            raise FileRefused("file-broken-part", file=self.file, part=part, detail=str(error)) from error

    def save(self, part: str, root: Any) -> None:
        """Put a tree in the place of a part."""
        self.content[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def links(self, part: str) -> Iterator[tuple[Any, str]]:
        """The links of a part ("" for the package) as elements, each with the name of the part that it leads to."""
        where = links_of(part)
        if where not in self.content:
            return
        for link in self.tree(where).iter(f"{{{RELATIONS}}}Relationship"):
            if link.get("TargetMode") != "External":
                folder = posixpath.dirname(part)
                yield link, posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")

    def linked(self, part: str, kind: str) -> list[str]:
        """The parts that a part links to as `kind` (the last word of the relationship's type)."""
        return [target for link, target in self.links(part) if link.get("Type", "").rpartition("/")[2] == kind]

    def link(self, part: str, kind: str, target: str) -> str:
        """Add a link. Returns its id."""
        where = links_of(part)
        if where not in self.content:
            self.content[where] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        root = self.tree(where)
        taken = {link.get("Id") for link in root}
        link_id = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=link_id, Type=f"{OFFICE}/{kind}", Target=f"/{target}")
        self.save(where, root)
        return link_id

    def new(self, pattern: str, content_type: str, *, by_ending: bool = False) -> str:
        """The name of a new part (`xl/comments{}.xml`), announced in the package's list of types."""
        taken = {name.lower() for name in self.content}
        name = next(
            name for number in range(1, len(taken) + 2) if (name := pattern.format(number)).lower() not in taken
        )
        root = self.tree(TYPES_PART)
        if by_ending:
            ending = name.rpartition(".")[2]
            if all(item.get("Extension", "").lower() != ending for item in root.iter(f"{{{TYPES}}}Default")):
                root.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension=ending, ContentType=content_type))
                self.save(TYPES_PART, root)
        else:
            etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
            self.save(TYPES_PART, root)
        return name


def links_of(part: str) -> str:
    """Where the links of a part stand."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
