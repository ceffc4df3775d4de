"""Building HTML top down with lxml: words go in as text, so nothing that officers wrote is ever read as markup."""

from __future__ import annotations

from lxml import etree

from jixiao.reports.theme import clean


def add(parent: etree._Element, tag: str, text: str = "", **attributes: str) -> etree._Element:
    """Append an element. `class_` and `for_` stand for the reserved words, `aria_label` for `aria-label`."""
    child = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        child.set(name.rstrip("_").replace("_", "-"), clean(value))
    if text:
        say(child, text)
    return child


def say(parent: etree._Element, text: str) -> None:
    """Append words after what the element holds already; line breaks become `br`."""
    for number, line in enumerate(clean(text).split("\n")):
        if number:
            etree.SubElement(parent, "br")
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + line
        else:
            parent.text = (parent.text or "") + line
