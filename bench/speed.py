"""Seconds of a review: extraction against bare reading of the same file, the review beyond it, and growth with length."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pdfplumber
import pypdfium2

from bench.consistent import consistent
from bench.draft_pieces import LOCAL
from bench.drafts import Style
from bench.samples import NAMES, report_files, table_source, typeset
from jixiao.checks.document.review import review, reviewed
from jixiao.documents.reading import read

ROUNDS = 5
PAGES = (10, 41)
PIECES_A_PAGE = 9
SET = "#set page(margin: (x: 20mm, y: 16mm))\n#set text(size: 10pt)\n"  # so that nine pieces fill a page
LENGTHS = (1, 10, 30)
TEXTS = 4  # generated texts in the shortest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One file: its pages (0 where there are none) and characters, and seconds of computing; `guarded` is by the clock."""

    name: str
    pages: int
    characters: int
    guarded: float
    extraction: float
    review: float
    bare: float
    plumber: float


def timed(
    work: Callable[[], T], rounds: int = ROUNDS, clock: Callable[[], float] = time.process_time
) -> tuple[float, T]:
    """Median seconds over the rounds, and what the last one gave."""
    spans, results = [], []
    for _ in range(rounds):
        start = clock()
        results.append(work())
        spans.append(clock() - start)
    return statistics.median(spans), results[-1]


def measure(path: Path) -> Row:
    """One file. The first run, which loads the modules, is not counted."""
    reviewed(read(path, guarded=False))
    guarded, _ = timed(lambda: read(path), 3, time.perf_counter)
    extraction, document = timed(lambda: read(path, guarded=False))
    beyond, _ = timed(lambda: reviewed(document))
    bare = plumber = 0.0
    if path.suffix == ".pdf":
        bare, _ = timed(lambda: _bare(path))
        plumber, _ = timed(lambda: _plumbed(path), 1)
    return Row(path.name, len(document.pages), len(document.text), guarded, extraction, beyond, bare, plumber)


def _bare(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def _plumbed(path: Path) -> int:
    with pdfplumber.open(path) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def files(folder: Path) -> Iterator[Path]:
    """PDFs of ten and forty-one pages with tables, the report of an example as PDF, docx and page, and a plain text."""
    for pages in PAGES:
        path = folder / f"{pages} pages.pdf"
        path.write_bytes(pages_with_tables(pages))
        yield path
    yield from report_files(folder, NAMES[0], ("pdf", "docx", "html")).values()
    path = folder / "text.txt"
    path.write_text(texts(0, 20), "utf-8")
    yield path


def pages_with_tables(pages: int) -> bytes:
    """A PDF of so many pages, each another generated text with its tables."""
    return typeset(SET + "#pagebreak()\n".join(_page(seed) for seed in range(pages)))


def _page(seed: int) -> str:
    source, rows = [], []
    draft = consistent(seed, pieces=PIECES_A_PAGE, style=Style(), among=LOCAL)
    for line in [*draft.text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            source.append(table_source(rows[0], rows[1:]))
            rows = []
        source.append(line)
    return "\n\n".join(source) + "\n"


def texts(first: int, number: int) -> str:
    """So many generated texts one after the other, no two alike."""
    return "\n".join(consistent(seed, among=LOCAL).text for seed in range(first, first + number))


def growth(repeated: bool) -> dict[int, float]:
    """Seconds from text to findings for texts of one, ten and thirty times the length.

    Args:
        repeated: the same text over and over; else every part of the longer text is another one.
    """
    seconds = {}
    for times in LENGTHS:
        text = "\n".join([texts(0, TEXTS)] * times) if repeated else texts(0, TEXTS * times)
        seconds[times], _ = timed(partial(review, text), 3 if times > 1 else ROUNDS)
    return seconds


def table(rows: list[Row]) -> Iterator[str]:
    """The files as lines of Markdown."""
    yield (
        "| file | pages | characters | extraction, s | in a guarded process, s | review beyond it, s | both, s | pages/s "
        "| extraction ÷ bare pdfium | both ÷ bare pdfium | pdfplumber's tables ÷ both |"
    )
    yield "| --- |" + " ---: |" * 10
    for row in rows:
        both = row.extraction + row.review
        ratios = "— | — | —"
        if row.bare:
            ratios = f"{row.extraction / row.bare:.1f} | {both / row.bare:.1f} | {row.plumber / both:.1f}"
        pages = f"{row.pages / both:.0f}" if row.pages else "—"
        yield (
            f"| {row.name} | {row.pages or '—'} | {row.characters} | {row.extraction:.3f} | {row.guarded:.2f} "
            f"| {row.review:.3f} | {both:.3f} | {pages} | {ratios} |"
        )


def growth_table() -> Iterator[str]:
    """Growth with length as lines of Markdown."""
    yield "| text | " + " | ".join(f"{times} ×, s" for times in LENGTHS) + " | 10 × ÷ 1 × | 30 × ÷ 10 × |"
    yield "| --- |" + " ---: |" * (len(LENGTHS) + 2)
    for name, repeated in (("every part another one", False), ("the same part again and again", True)):
        seconds = growth(repeated)
        columns = " | ".join(f"{seconds[times]:.3f}" for times in LENGTHS)
        yield f"| {name} | {columns} | {seconds[10] / seconds[1]:.1f} | {seconds[30] / seconds[10]:.1f} |"


def run() -> None:
    """Measure and print the tables."""
    with tempfile.TemporaryDirectory() as name:
        rows = [measure(path) for path in files(Path(name))]
    print("\n".join(table(rows)))
    print()
    print("\n".join(growth_table()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nMost memory of the measuring process: {peak} MiB.")
