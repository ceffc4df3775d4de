"""The page around the report: one file without network, contents at the side, passports of the figures at hand."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

from lxml import etree

from jixiao.reports.html.blocks import Blocks
from jixiao.reports.html.build import add
from jixiao.reports.model import Annex, FactNote, Report
from jixiao.reports.theme import attachment_lines, clean

_LABELS = (
    ("值", "value"),
    ("口径", "basis"),
    ("期间", "period"),
    ("来源", "source"),
    ("说明", "note"),
    ("性质", "kind"),
    ("算自", "inputs"),
    ("用于", "uses"),
)


def page(report: Report) -> bytes:
    """The whole page."""
    html = etree.Element("html", lang="zh-CN")
    head = add(html, "head")
    body = add(html, "body")
    name = "".join(report.title) or "绩效自评报告"
    add(body, "a", "跳到正文", href="#report", class_="skip")
    contents = add(body, "nav", class_="contents", aria_label="目录")
    main = add(body, "main", id="report")
    waiting = add(main, "section", class_="waiting", aria_label="待填事项")
    article = add(main, "article")
    blocks = Blocks(article)
    _report(report, blocks)
    _waiting(waiting, blocks, draft=report.draft)
    _contents(contents, blocks)
    _card(body)
    _head(head, name, _style(blocks.shares))
    facts = add(body, "script", type_="application/json", id="facts")
    facts.text = _facts(report.facts)
    script = _asset("report.js")
    add(body, "script").text = script
    policy = f"default-src 'none'; style-src {_hash(_style(blocks.shares))}; script-src {_hash(script)}; img-src data:"
    add(head, "meta").attrib.update(
        {"http-equiv": "Content-Security-Policy", "content": f"{policy}; base-uri 'none'; form-action 'none'"}
    )
    head.insert(1, head[-1])  # after the charset, before anything that it rules
    text = etree.tostring(html, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return (text + "\n").encode()


def _report(report: Report, blocks: Blocks) -> None:
    article = blocks.article
    if report.title:
        add(article, "h1", "\n".join(report.title))
    cut = next((at for at, block in enumerate(report.blocks) if isinstance(block, Annex)), len(report.blocks))
    for block in report.blocks[:cut]:
        blocks.add(block)
    lines = attachment_lines(report)
    if lines:
        note = add(article, "div", class_="attachments")
        for label, name in lines:
            add(note, "p", label + name)
    if report.signature or report.date:
        signed = add(article, "div", class_="signed")
        for spans in (report.signature, report.date):
            if spans:
                blocks.spans(add(signed, "p"), spans)
    for block in report.blocks[cut:]:
        blocks.add(block)


def _waiting(section: etree._Element, blocks: Blocks, *, draft: bool) -> None:
    if draft:
        add(section, "p", "草稿", class_="draft")
    if blocks.pending:
        add(section, "h2", f"待填 {len(blocks.pending)} 处")
        items = add(section, "ol")
        for ident, what, where in blocks.pending:
            item = add(items, "li")
            add(item, "a", what, href=f"#{ident}")
            if where:
                add(item, "span", f"　{where}", class_="where")
    if not len(section):
        parent = section.getparent()
        if parent is not None:
            parent.remove(section)


def _contents(nav: etree._Element, blocks: Blocks) -> None:
    add(nav, "p", "目录", class_="name")
    items = add(nav, "ol")
    for level, ident, text in blocks.headings:
        if level <= 2:
            add(add(items, "li", class_=f"level{level}"), "a", text, href=f"#{ident}")


def _card(body: etree._Element) -> None:
    """The empty card that the script fills with the passport of a figure."""
    card = add(body, "aside", id="passport", hidden="hidden", aria_live="polite", aria_label="数据来历")
    add(card, "p", class_="figure")
    add(card, "dl")
    deeds = add(card, "p", class_="deeds")
    add(deeds, "button", "标出全部位置", type_="button", id="mark")
    add(deeds, "button", "下一处", type_="button", id="next")
    add(deeds, "button", "关闭", type_="button", id="close")


def _head(head: etree._Element, name: str, style: str) -> None:
    add(head, "meta", charset="utf-8")
    add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    add(head, "meta", name="color-scheme", content="light dark")
    add(head, "title", name)
    add(head, "style").text = style


def _style(shares: set[int]) -> str:
    widths = "".join(f"\ncol.w{share} {{ width: {share}%; }}" for share in sorted(shares))
    return _asset("report.css") + widths


def _facts(notes: dict[str, FactNote]) -> str:
    """Passports by address, as rows of label and text or texts; `<` is written so that no text can end the element."""
    rows = {
        clean(address): {
            "title": clean(note.title),
            "rows": [
                [label, clean(told) if isinstance(told, str) else [clean(one) for one in told]]
                for label, name in _LABELS
                if (told := getattr(note, name))
            ],
        }
        for address, note in notes.items()
    }
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
