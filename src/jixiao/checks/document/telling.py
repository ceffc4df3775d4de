"""A review as plain data: what the terminal prints, what other programs read, what crosses from one process to another."""

from __future__ import annotations

from collections import Counter
from typing import Any

from jixiao.checks.document.excerpt import excerpts
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import Judged, Review
from jixiao.checks.document.settings import PaperWaiver, Sifted
from jixiao.checks.severity import Severity
from jixiao.documents.model import Document
from jixiao.documents.places import place_text
from jixiao.documents.wording import in_signs
from jixiao.files.messages import text


def as_data(review: Review, sifted: Sifted, file: str, lang: str = "zh", *, verified: bool = False) -> dict[str, Any]:
    """One reviewed file as JSON-able data.

    Returns:
        `file`, `kind`, `pages`, `remarks` (sentences), `summary` (numbers of block, error, warning, note, waived, ignored,
        relations, verified), `findings` (gravest first), `waived`, `expired`, and with `verified` the relations that
        hold. Every span is a pair of character offsets in `text` of the document; figures are text.
    """
    document = review.document
    severities = Counter(finding.severity for finding in sifted.findings)
    return {
        "file": file,
        "kind": document.kind,
        "pages": len(document.pages),
        "remarks": [text(remark.message_id, lang) for remark in document.remarks],
        "summary": {
            **{severity.value: severities[severity] for severity in Severity},
            "waived": len(sifted.waived),
            "ignored": sifted.ignored,
            "relations": len(review.relations),
            "verified": len(review.verified),
        },
        "findings": [_finding(document, finding, lang) for finding in sifted.findings],
        "waived": [
            {**_finding(document, finding, lang), "waiver": _waiver(waiver)} for finding, waiver in sifted.waived
        ],
        "expired": [_waiver(waiver) for waiver in sifted.expired],
        **({"verified": [_relation(document, judged, lang) for judged in review.verified]} if verified else {}),
    }


def _finding(document: Document, finding: PaperFinding, lang: str) -> dict[str, Any]:
    first = finding.spans[0] if finding.spans else None
    line, column = document.line_of(first.start) if first else (0, 0)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "title": finding.title(lang),
        "place": place_text(document, finding.place, first, lang),
        "page": finding.place.page or (document.page_of(first.start) if first else 0),
        "line": line,
        "column": column,
        "spans": [list(span) for span in finding.spans],
        "suspect": list(finding.suspect) if finding.suspect else None,
        "found": finding.found_in(lang),
        "expected": finding.expected_in(lang),
        "remedy": finding.remedy_in(lang),
        "candidates": [
            {"span": list(item.span), "found": item.found, "proposed": item.proposed, "cause": item.cause}
            for item in finding.candidates
        ],
        "excerpts": [
            {
                "text": excerpt.text,
                "place": place_text(document, excerpt.place, None, lang),
                "marks": [[mark.start, mark.end, mark.suspect] for mark in excerpt.marks],
            }
            for excerpt in excerpts(document, finding)
        ],
    }


def _relation(document: Document, judged: Judged, lang: str) -> dict[str, Any]:
    found = judged.found
    first = found.spans[0] if found.spans else None
    where = found.mentions[0].passage.place if found.mentions else None
    return {
        "code": found.code,
        "kind": found.tie.value,
        "relation": in_signs(found),
        "place": place_text(document, where, first, lang) if where else "",
        "spans": [list(span) for span in found.spans],
        "words": ["".join(document.text[start:end].split()) for start, end in found.words],
    }


def _waiver(waiver: PaperWaiver) -> dict[str, str]:
    return {
        "code": waiver.code,
        "person": waiver.person,
        "reason": waiver.reason,
        "until": waiver.until.isoformat(),
        "file": waiver.file,
        "words": waiver.words,
    }
