"""The comments part of a Word file: those that are there stay, new ones are added behind them."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from itertools import count
from typing import Any

from lxml import etree

from jixiao.documents.readers.docx_text import W
from jixiao.files.styles import whole
from jixiao.reports.marked.docx_package import Package, parsed, serialised
from jixiao.reports.theme import clean

_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Comments:
    """Adds comments of one author to a package."""

    def __init__(self, package: Package, author: str, initials: str) -> None:
        self.package, self.author, self.initials = package, author, initials
        links = dict(package.links.values())
        folder, self.linked = posixpath.dirname(package.main), "comments" in links
        free = (
            name for number in count() if not package.has(name := f"{folder}/comments{number or ''}.xml".lstrip("/"))
        )
        self.part = links["comments"] if self.linked else next(free)
        self.strict = package.strict
        if self.linked and package.has(self.part):
            self.root, self.strict = parsed(package.archive.read(self.part))
        else:
            self.root = etree.Element(f"{W}comments", nsmap={"w": W.strip("{}")})
        taken = [whole(item.get(f"{W}id")) for item in self.root.iter(f"{W}comment")]
        taken += [whole(item.get(f"{W}id")) for item in package.root.iter(f"{W}commentReference")]
        self.next = max(taken, default=-1) + 1

    def add(self, lines: Sequence[str]) -> int:
        """Add a comment of some paragraphs and give its number."""
        number, self.next = self.next, self.next + 1
        names = {f"{W}id": str(number), f"{W}author": self.author, f"{W}initials": self.initials}
        comment = etree.SubElement(self.root, f"{W}comment", names)
        for index, line in enumerate(lines):
            paragraph = etree.SubElement(comment, f"{W}p")
            if index == 0:
                etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}annotationRef")
            run = etree.SubElement(paragraph, f"{W}r")
            if index == 0:
                etree.SubElement(etree.SubElement(run, f"{W}rPr"), f"{W}b")
            words: Any = etree.SubElement(run, f"{W}t", {_SPACE: "preserve"})
            words.text = clean(line).replace("\n", " ")
        return number

    def close(self) -> None:
        """Put the part, its link and the changed main part into the package."""
        self.package.put(self.part, serialised(self.root, strict=self.strict))
        if not self.linked:
            self.package.link("comments", self.part, _CONTENT)
        self.package.put(self.package.main, serialised(self.package.root, strict=self.package.strict))
