"""The same PDF with its findings as annotations: a highlight on the suspect figure, lines under the others concerned.

The original bytes stay as they are and the annotations are appended behind them, so whatever is signed in the file can
still be verified as the revision that was signed (a viewer then says that something was added after signing). A file that
is damaged but readable is written anew first. One that is protected against changes is refused: to write into it, its
protection would have to be taken off. Where there are no characters to mark, on scanned pages and for findings on the
whole document, a note stands at the top of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pypdf.generic import DictionaryObject

from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.review import Review
from jixiao.documents.model import Document, Span
from jixiao.documents.readers.pdf_marks import Mark, boxes
from jixiao.files.atomic import atomic_path
from jixiao.files.messages import text
from jixiao.reports.marked import anchor, paragraphs, quoted
from jixiao.reports.marked.pdf_annotations import Writing, highlight, note, underline
from jixiao.reports.marked.pdf_file import changed


def write(source: Path, review: Review, findings: Sequence[PaperFinding], target: Path, lang: str) -> None:
    """Write a copy of a PDF with the findings as annotations, whole or not at all; the same review gives the same bytes.

    Args:
        source: the file that was reviewed.
        review: what was read from it.
        findings: those to be told, in this order.
        target: the copy.
        lang: of the annotations, zh or en.

    Raises:
        FileRefused: the file cannot be read, is protected against changes, or is too damaged to be written into.
    """
    document = review.document
    spans = [span for finding in findings for span in _spans(finding)]
    marks: dict[int, list[tuple[int, Mark]]] = defaultdict(list)  # span → page and rectangle
    for number, found in boxes(source, document, spans).items():
        for mark in found:
            marks[mark.span].append((number, mark))

    def annotate(writing: Writing) -> None:
        for number, annotation in _annotations(document, findings, marks, writing, lang):
            writing.put(number, annotation)

    data = changed(source, text("marked-author", lang), annotate)
    with atomic_path(target) as path:
        path.write_bytes(data)


def _spans(finding: PaperFinding) -> list[Span]:
    """The characters of a finding, each once, the likeliest wrong first."""
    first = anchor(finding)
    return list(dict.fromkeys([*([first] if first else []), *finding.spans]))


def _annotations(
    document: Document,
    findings: Sequence[PaperFinding],
    marks: Mapping[int, Sequence[tuple[int, Mark]]],
    writing: Writing,
    lang: str,
) -> Iterator[tuple[int, DictionaryObject]]:
    """Every annotation with the number of its page, counted from 0."""
    count = 0
    for finding in findings:
        told = "\n".join(paragraphs(finding, lang))
        spans = _spans(finding)
        for index, span in enumerate(spans):
            words = quoted(document.text[span.start : span.end])
            pages: dict[int, list[Mark]] = defaultdict(list)
            for number, mark in marks.get(count, ()):
                pages[number].append(mark)
            count += 1
            for number, found in pages.items():
                if index == 0:
                    yield number, highlight(writing, finding, told, found)
                else:
                    main = spans[0]
                    values = {"code": finding.code, "title": finding.title(lang)}
                    first = quoted(document.text[main.start : main.end])
                    related = text("marked-related", lang, **values, found=first)
                    yield number, underline(writing, finding, related, found)
            if index == 0 and not pages:
                page = max(document.page_of(span.start) - 1, 0)
                yield page, note(writing, finding, f"{told}\n{text('marked-no-box', lang, words=words)}", page)
        if not spans:
            yield 0, note(writing, finding, f"{told}\n{text('marked-in-whole', lang)}", 0)
