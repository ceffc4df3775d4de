"""Editing a Word report as Word, WPS and LibreOffice do: in the controls, in the embedded part, in the words between."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from jixiao.reports.docx.xml import W

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Word:
    """One open document. Controls are called by their title; of several, `place` counts from one (0: all)."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as package:
            self.files = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.files["word/document.xml"])
        self.facts = etree.fromstring(self.files["customXml/item1.xml"])

    def save(self, path: Path) -> Path:
        self.files["word/document.xml"] = etree.tostring(self.root)
        self.files["customXml/item1.xml"] = etree.tostring(self.facts)
        with ZipFile(path, "w", ZIP_DEFLATED) as package:
            for name, data in self.files.items():
                package.writestr(name, data)
        return path

    def do(self, edits: Iterable[Mapping[str, Any]]) -> None:
        for edit in edits:
            (verb, what), *more = edit.items()
            getattr(self, verb)(what, **dict(more))

    def controls(self, title: str, place: int = 0, text: str = "") -> list[Any]:
        """`text` chooses among controls of one title those that show it."""
        found = [
            control
            for control in self.root.iter(W + "sdt")
            if control.find(f"{W}sdtPr/{W}alias").get(W + "val") == title and text in ("", "".join(control.itertext()))
        ]
        assert found, f"no control {title} {text}"
        return found[place - 1 : place] if place else found

    def type(self, title: str, to: str, place: int = 1, text: str = "") -> None:
        """Type another text into a control; WPS leaves the embedded part as it is."""
        for control in self.controls(title, place, text):
            first, *others = control.iter(W + "t")
            first.text = to
            for other in others:
                other.text = ""

    def echo(self, title: str, to: str, text: str = "") -> None:
        """Type into a control in Word: the part takes the text over, and every control bound to the same fact shows it."""
        chosen = self.controls(title, 1, text)[0]
        path = chosen.find(f"{W}sdtPr/{W}dataBinding").get(W + "xpath")
        self.facts.xpath(path, namespaces={"f": "urn:jixiao:facts:1"})[0].text = to
        for control in self.controls(title):
            binding = control.find(f"{W}sdtPr/{W}dataBinding")
            if binding is not None and binding.get(W + "xpath") == path:
                next(control.iter(W + "t")).text = to

    def drop(self, title: str, place: int = 0, to: str = "") -> None:
        """Lose the control and keep its text, or type another one then."""
        for control in self.controls(title, place):
            for run in control.find(W + "sdtContent"):
                if to:
                    next(run.iter(W + "t")).text = to
                control.addprevious(run)
            control.getparent().remove(control)

    def delete(self, title: str, place: int = 0) -> None:
        """Delete the control with its text."""
        for control in self.controls(title, place):
            control.getparent().remove(control)

    def empty(self, title: str, place: int = 1) -> None:
        """Delete the text in a control: Word then shows what to do there."""
        for control in self.controls(title, place):
            etree.SubElement(control.find(W + "sdtPr"), W + "showingPlcHdr")
            next(control.iter(W + "t")).text = "单击或点击此处输入文字。"

    def split(self, title: str, place: int = 0) -> None:
        """Spread the text over one run a character, as spelling checks and formatting do."""
        for control in self.controls(title, place):
            content = control.find(W + "sdtContent")
            run = content.find(W + "r")
            for character in run.findtext(W + "t"):
                one = copy.deepcopy(run)
                one.find(W + "t").text = character
                content.append(one)
            content.remove(run)

    def track(self, title: str, to: str, place: int = 1) -> None:
        """Type with tracked changes on: the old text stands there as deleted, the new one as inserted."""
        for control in self.controls(title, place):
            content = control.find(W + "sdtContent")
            old = content.find(W + "r")
            new = copy.deepcopy(old)
            new.find(W + "t").text = to
            for text in old.iter(W + "t"):
                text.tag = W + "delText"
            etree.SubElement(content, W + "del").append(old)
            etree.SubElement(content, W + "ins").append(new)

    def words(self, old: str, to: str) -> None:
        """Change words between the controls, the first time that they stand in one run."""
        text = next(text for text in self.root.iter(W + "t") if old in (text.text or ""))
        text.text = text.text.replace(old, to, 1)
        text.set(SPACE, "preserve")

    def add(self, text: str, after: str) -> None:
        """Add a paragraph behind the one that holds those words."""
        paragraph = next(element for element in self.root.iter(W + "p") if after in "".join(element.itertext(W + "t")))
        new = etree.Element(W + "p")
        etree.SubElement(etree.SubElement(new, W + "r"), W + "t").text = text
        paragraph.addnext(new)

    def remove(self, holding: str) -> None:
        """Remove the paragraph that holds those words."""
        paragraph = next(
            element for element in self.root.iter(W + "p") if holding in "".join(element.itertext(W + "t"))
        )
        paragraph.getparent().remove(paragraph)

    def untag(self, title: str, place: int = 0) -> None:
        """Lose the binding of a control and keep its tag."""
        for control in self.controls(title, place):
            properties = control.find(W + "sdtPr")
            properties.remove(properties.find(W + "dataBinding"))

    def renumber(self, to: str) -> None:
        """Give the embedded part another name, as Word does when there are several."""
        self.files[to] = self.files.pop("customXml/item1.xml")
        self.files["customXml/item1.xml"] = b"<other/>"
        self.facts, self.kept = etree.fromstring(b"<other/>"), to
