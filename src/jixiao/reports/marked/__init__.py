"""Findings drawn on the document that was reviewed: web page, Word comments, PDF highlights, workbook, SARIF.

Purpose: an officer sees each finding at the very figure, in the program that the report was written or read in. Flow:
`Review` + findings → `html`, `docx`, `pdf` → one marked copy; plain data of many files → `xlsx`, `sarif` → one list.
"""

from __future__ import annotations

from jixiao.checks.document.finding import PaperFinding
from jixiao.documents.model import Span
from jixiao.files.messages import text

LONGEST = 40  # characters of the document that a comment repeats


def anchor(finding: PaperFinding) -> Span | None:
    """Where the one mark of a finding stands: at its suspect, else its first span; None for the whole document."""
    return finding.suspect or (finding.spans[0] if finding.spans else None)


def proposal(finding: PaperFinding) -> str:
    """What the suspect should say, "" where nothing is proposed with enough certainty."""
    if finding.suspect is None:
        return ""
    return next((item.proposed for item in finding.candidates if item.span == finding.suspect and item.proposed), "")


def severity_word(finding: PaperFinding, lang: str) -> str:
    """How grave it is, in a word."""
    return text(f"marked-severity-{finding.severity.value}", lang)


def paragraphs(finding: PaperFinding, lang: str) -> list[str]:
    """A finding as the paragraphs of a comment: what it is, what was found, what was expected, what to do."""
    colon = "：" if lang == "zh" else ": "
    told = [f"【{finding.code}】{severity_word(finding, lang)}{colon}{finding.title(lang)}"]
    for name, words in (
        ("found", finding.found_in(lang)),
        ("expected", finding.expected_in(lang)),
        ("remedy", finding.remedy_in(lang)),
    ):
        if words:
            told.append(text(f"marked-{name}", lang) + colon + words)
    return told


def quoted(words: str) -> str:
    """Words of the document as a comment repeats them: without line breaks, the middle left out."""
    plain = "".join(words.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]}…{plain[-(LONGEST // 2) :]}"
