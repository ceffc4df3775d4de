"""Reading the content controls of a document back: which fact stands where, and with which text."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from jixiao.reports.docx.controls import FACTS, tag_of
from jixiao.reports.docx.xml import W


def read_controls(path: Path) -> list[tuple[str, str]]:
    """Address and text of each of our controls, in the order of the document.

    The text is what stands in the document now, after any editing; things still pending are among them, as 〔待填：…〕.
    Controls that are not ours are passed over. The file must have passed the guard for foreign files.
    """
    with ZipFile(path) as package:
        addresses = _addresses(package)
        document = _parsed(package, "word/document.xml")
    found: list[tuple[str, str]] = []
    for control in document.iter(W + "sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        address = None if tag is None else addresses.get(tag.get(W + "val", ""))
        if address is not None:
            found.append((address, _text(control)))
    return found


def _addresses(package: ZipFile) -> dict[str, str]:
    """Tag → address, from the embedded part of facts; Word may have given the part another number."""
    for name in package.namelist():
        if name.startswith("customXml/item") and name.endswith(".xml"):
            part = _parsed(package, name)
            if part.tag == f"{{{FACTS}}}facts":
                addresses = (fact.get("address", "") for fact in part)
                return {tag_of(address): address for address in addresses}
    return {}


def _parsed(package: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(package.read(name), parser)


def _text(control: etree._Element) -> str:
    signs = {W + "br": "\n", W + "tab": "\t"}
    content = control.find(W + "sdtContent")
    if content is None:
        return ""
    return "".join(signs.get(str(node.tag), node.text or "") for node in content.iter(W + "t", *signs))
