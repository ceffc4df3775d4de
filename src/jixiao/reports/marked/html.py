"""The document as one web page with its findings drawn on it: marks in the text, the list at the side, no network.

Everything works without script, by links between mark and finding and by boxes that filter; the script adds the keys.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from lxml import etree

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import Review
from jixiao.checks.severity import Severity
from jixiao.documents.places import place_text
from jixiao.documents.wording import in_signs
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.reports.html.build import add
from jixiao.reports.marked import proposal, severity_word
from jixiao.reports.marked.html_paper import Paper

_SHAPES = {Severity.BLOCK: "■", Severity.ERROR: "●", Severity.WARNING: "▲", Severity.NOTE: "◆"}


def write(source: Path, review: Review, findings: Sequence[PaperFinding], target: Path, lang: str) -> None:
    """Write the page, whole or not at all; the same review gives the same bytes.

    Args:
        source: the file that was reviewed; only its name is told.
        review: what was read from it.
        findings: those to be told, the gravest first.
        target: an .html.
        lang: of the page around the document, zh or en.

    Raises:
        FileRefused: the folder cannot be written to.
    """
    data = page(review, findings, review.document.name or source.name, lang)
    with atomic_path(target) as path:
        path.write_bytes(data)


def page(review: Review, findings: Sequence[PaperFinding], name: str, lang: str) -> bytes:
    """The whole page."""
    verified = [judged for judged in review.verified if judged.found.spans]
    paper = Paper(review.document, findings, verified, lang)
    html = etree.Element("html", lang="zh-CN" if lang == "zh" else "en")
    head, body = add(html, "head"), add(html, "body")
    _head(head, text("marked-html-title", lang, file=name))
    add(body, "a", text("marked-html-skip", lang), href="#document", class_="skip")
    counts = Counter(finding.severity for finding in findings)
    shown = [severity for severity in Severity if counts[severity]]
    for severity in shown:
        add(body, "input", type_="checkbox", id=f"show-{severity.value}", class_="switch", checked="checked")
    add(body, "input", type_="checkbox", id="show-ticks", class_="switch")
    layout = add(body, "div", class_="layout")
    main = add(layout, "main", id="document", aria_label=text("marked-html-document", lang))
    paper.write(add(main, "article", lang="zh-CN"))
    side = add(layout, "aside", aria_label=text("marked-html-findings", lang))
    _summary(side, review, counts, name, lang)
    switches = add(side, "p", class_="switches", role="group", aria_label=text("marked-html-filter", lang))
    for severity in shown:
        words = text("marked-html-group", lang, severity=_word(severity, lang), number=counts[severity])
        add(switches, "label", f"{_SHAPES[severity]} {words}", for_=f"show-{severity.value}", class_=severity.value)
    if verified:
        add(switches, "label", f"✓ {text('marked-html-ticks', lang)}", for_="show-ticks", class_="ticks")
    if findings:
        add(side, "p", text("marked-html-keys", lang), class_="keys")
    for severity in shown:
        group = add(side, "section", class_=f"group {severity.value}")
        add(group, "h2", text("marked-html-group", lang, severity=_word(severity, lang), number=counts[severity]))
        for number, finding in enumerate(findings, 1):
            if finding.severity is severity:
                _finding(group, review, finding, number, lang, linked=number in paper.placed)
    if verified:
        told = add(side, "details", class_="verified")
        add(told, "summary", text("marked-html-verified", lang, number=len(verified)))
        items = add(told, "ol")
        for number, judged in enumerate(verified, 1):
            item = add(items, "li", id=f"v{number}")
            add(item, "a", in_signs(judged.found), href=f"#r{number}")
    add(body, "script").text = _asset("marked.js")
    words = etree.tostring(html, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{words}\n".encode()


def _summary(side: etree._Element, review: Review, counts: Counter[Severity], name: str, lang: str) -> None:
    add(side, "h1", name)
    values = {
        "errors": counts[Severity.BLOCK] + counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "notes": counts[Severity.NOTE],
        "relations": len(review.relations),
        "verified": len(review.verified),
    }
    message = "marked-html-head" if counts.total() else "marked-html-clean"
    add(side, "p", text(message, lang, **values), class_="summary")
    for remark in review.document.remarks:
        add(side, "p", text(remark.message_id, lang), class_="remark")


def _finding(
    group: etree._Element, review: Review, finding: PaperFinding, number: int, lang: str, *, linked: bool
) -> None:
    """One finding of the list: what, where, found, expected, what to do."""
    part = add(group, "article", id=f"f{number}", class_=f"finding {finding.severity.value}", tabindex="-1")
    title = add(part, "h3")
    held = add(title, "a", href=f"#m{number}") if linked else add(title, "span")
    add(held, "span", str(number), class_="n")
    add(held, "span", f" {finding.title(lang)}")
    where = place_text(review.document, finding.place, finding.spans[0] if finding.spans else None, lang)
    line = add(part, "p", f"{_SHAPES[finding.severity]} {severity_word(finding, lang)} · {where} · ", class_="where")
    add(line, "code", finding.code)
    proposed = proposal(finding)
    if proposed:
        old = next(item.found for item in finding.candidates if item.span == finding.suspect)
        add(part, "p", text("marked-proposed", lang, found=old, proposed=proposed), class_="proposed")
    rows = add(part, "dl")
    for name, words in (
        ("found", finding.found_in(lang)),
        ("expected", finding.expected_in(lang)),
        ("remedy", finding.remedy_in(lang)),
    ):
        if words:
            add(rows, "dt", text(f"marked-{name}", lang))
            add(rows, "dd", words)


def _word(severity: Severity, lang: str) -> str:
    return text(f"marked-severity-{severity.value}", lang)


def _head(head: etree._Element, title: str) -> None:
    style, script = _asset("marked.css"), _asset("marked.js")
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"
    add(head, "meta", charset="utf-8")
    add(head, "meta").attrib.update(
        {"http-equiv": "Content-Security-Policy", "content": f"{policy}; base-uri 'none'; form-action 'none'"}
    )
    add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    add(head, "meta", name="color-scheme", content="light dark")
    add(head, "title", title)
    add(head, "style").text = style


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(words: str) -> str:
    return f"'sha256-{b64encode(sha256(words.encode()).digest()).decode()}'"
