"""Content controls: each figure stands in one that is bound to an embedded part of facts, so Word and we can find it.

The part is `customXml/item1.xml`; its facts are numbered by their order, and a control points to its fact by that number.
One fact stands for one address printed in one way: the same sum in 万元 and in 亿元 are two facts of one address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from lxml import etree

from jixiao.reports.docx.xml import add, add_run, xml_of
from jixiao.reports.model import FactNote, Live, Pending, Text
from jixiao.reports.theme import clean

FACTS = "urn:jixiao:facts:1"
STORE = "{5B7C1F0E-64D2-4C1B-9A37-1E0D5A2F7C41}"  # names the part inside a document; any fixed GUID will do
PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
LONGEST_TAG = 64  # what Word takes for a tag and for a title

PENDING_KIND = "待填"


def tag_of(address: str) -> str:
    """The tag of an address: itself when Word takes it, else a short name made from it that never changes.

    Example:
        >>> tag_of("2022/score/A-03")
        '2022/score/A-03'
        >>> len(tag_of("2022/project/" + "很长的项目名称" * 20 + "/spent"))
        39
    """
    if len(address) <= LONGEST_TAG:
        return address or "pending"
    return "sha256:" + sha256(address.encode()).hexdigest()[:32]


def _shorten(title: str) -> str:
    return title if len(title) <= LONGEST_TAG else title[: LONGEST_TAG - 1] + "…"


@dataclass(slots=True)
class Controls:
    """Writes the controls of one document and collects the facts that they are bound to."""

    notes: dict[str, FactNote]
    facts: dict[tuple[str, str, str], int] = field(default_factory=dict)
    written: int = 0

    def add(self, parent: etree._Element, span: Text | Live | Pending, style: str = "") -> None:
        """Append a span to a paragraph: plain words as a run, figures and pending things inside a control."""
        if isinstance(span, Text):
            add_run(parent, span.text, style)
        elif isinstance(span, Live):
            address = clean(span.address)
            note = self.notes.get(span.address, FactNote(title=address, value=span.text))
            self._control(parent, address, note.title, span.text, note.kind, style)
        else:
            self._control(parent, clean(span.address), f"待填：{span.what}", span.text, PENDING_KIND, "Pending")

    def _control(self, parent: etree._Element, address: str, title: str, text: str, kind: str, style: str) -> None:
        text = clean(text)
        number = self.facts.setdefault((address, text, kind), len(self.facts) + 1)
        self.written += 1
        control = add(parent, "sdt")
        properties = add(control, "sdtPr")
        if style:  # a program that fills a bound control anew takes its look from here
            add(add(properties, "rPr"), "rStyle", val=style)
        add(properties, "alias", val=_shorten(clean(title) or "数据"))
        add(properties, "tag", val=tag_of(address))
        add(properties, "id", val=self.written)
        if kind == PENDING_KIND:
            # Not bound: there is no fact yet, and LibreOffice drops the highlighting of plain-text controls.
            add_run(add(control, "sdtContent"), text, style, "yellow")
            return
        xpath = f"/f:facts[1]/f:fact[{number}]"
        add(properties, "dataBinding", prefixMappings=f"xmlns:f='{FACTS}'", xpath=xpath, storeItemID=STORE)
        add(properties, "text", **({"multiLine": "1"} if "\n" in text else {}))
        add_run(add(control, "sdtContent"), text, style)

    def facts_xml(self) -> bytes:
        """The embedded part: one `fact` for each address and way of printing, with its passport."""
        facts = etree.Element(f"{{{FACTS}}}facts", nsmap={"f": FACTS})
        for address, text, kind in self.facts:
            note = self.notes.get(address, FactNote(title=address, value=text))
            fact = etree.SubElement(facts, f"{{{FACTS}}}fact", address=address, key=tag_of(address))
            passport = {
                "title": note.title,
                "kind": kind,
                "source": note.source,
                "basis": note.basis,
                "value": note.value,
                "period": note.period,
            }
            for name, value in passport.items():
                fact.set(name, clean(value))
            fact.text = text
        return xml_of(facts)


def properties_xml() -> bytes:
    """The properties of the part of facts: the name that controls call it by, and its namespace."""
    item = etree.Element(f"{{{PROPERTIES}}}datastoreItem", nsmap={"ds": PROPERTIES})
    item.set(f"{{{PROPERTIES}}}itemID", STORE)
    references = etree.SubElement(item, f"{{{PROPERTIES}}}schemaRefs")
    etree.SubElement(references, f"{{{PROPERTIES}}}schemaRef").set(f"{{{PROPERTIES}}}uri", FACTS)
    return xml_of(item)
