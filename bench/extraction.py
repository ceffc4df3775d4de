"""How long a PDF takes to become a document: `python -m bench.extraction [PDF…]`, beside bare pdfium and pdfplumber.

Without files it sets its own: the same report of text and tables with ten and a hundred pages. The ratios are taken in one
run; a growth of 10 between the two is linear.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pdfplumber
import pypdfium2
import typst

from jixiao.cli.evaluate import font_folders
from jixiao.documents.model import Document
from jixiao.documents.readers.pdf import read_pdf
from jixiao.files.limits import Limits
from jixiao.reports.fonts import find_fonts
from jixiao.reports.theme import Role

ROUNDS = 3
SIZES = (10, 100)
PROSE = (
    "青柏市水务局2024年度部门预算46886.75万元，支出决算46154.11万元，完成率98.44%。其中，基本支出预算30152.75万元，支出决算29613.81万元，"
    "完成率98.21%；项目支出预算16734.00万元，支出决算16540.30万元，完成率98.84%。年末未支出732.64万元，按规定结转下年或由财政收回。"
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """Seconds for one file."""

    name: str
    pages: int
    ours: float
    bare: float
    plumber: float
    tables: int
    other_tables: int
    same_cells: int
    other_cells: int


def timed(work: Callable[[], T], rounds: int = ROUNDS) -> tuple[float, T]:
    """Median seconds over the rounds, and what the last one gave."""
    spans, results = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        results.append(work())
        spans.append(time.perf_counter() - start)
    return statistics.median(spans), results[-1]


def bare(path: Path) -> int:
    """The text of every page and nothing else."""
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(len(page.get_textpage().get_text_range()) for page in pdf)


def plumbed(path: Path) -> list[list[list[str | None]]]:
    """The text and the tables as pdfplumber has them, page by page."""
    with pdfplumber.open(path) as pdf:
        found = []
        for page in pdf.pages:
            page.extract_text()
            found.extend(page.extract_tables())
            page.close()
        return found


def squeezed(text: str | None) -> str:
    """Without white space, in which the two differ."""
    return "".join((text or "").split())


def measure(path: Path) -> Row:
    """One file, three ways. Of a table that goes on over a page pdfplumber has one for each page."""
    read_pdf(path, Limits())  # the first one loads the modules
    ours, document = timed(lambda: read_pdf(path, Limits()))
    plain, _ = timed(lambda: bare(path))
    plumber, others = timed(lambda: plumbed(path), rounds=1)
    cells = cells_of(document)
    theirs = [squeezed(cell) for table in others for row in table for cell in row if squeezed(cell)]
    same = sum(cells.pop(cell, 0) > 0 for cell in set(theirs))
    return Row(
        path.name, len(document.pages), ours, plain, plumber, len(document.tables), len(others), same, len(set(theirs))
    )


def cells_of(document: Document) -> dict[str, int]:
    """What the cells say, and how often."""
    found: dict[str, int] = {}
    for table in document.tables:
        for cell in table.cells:
            text = squeezed(cell.text)
            found[text] = found.get(text, 0) + 1
    return found


def written(pages: int, folder: Path) -> Path:
    """A report of that many pages, two paragraphs and two tables on each."""
    fonts = find_fonts(font_folders())
    family = fonts.stack(Role.BODY)[0]
    head = "[单位], [年初预算], [调整数], [决算数], [执行率]"
    body = ", ".join(
        f"[单位{row}], [{row * 11}.00], [{row}.50], [{row * 11 + 1}.50], [98.{row:02}%]" for row in range(1, 9)
    )
    table = f"#align(right)[单位：万元]\n#table(columns: (1fr,) * 5, table.header({head}), {body})\n"
    page = f"一、支出情况\n\n{PROSE}\n\n{table}\n（二）项目支出\n\n{PROSE}\n\n{table}\n"
    source = (
        f'#set page(paper: "a4", footer: context align(center)[— #counter(page).display() —])\n#set text(font: "{family}", '
        'size: 11pt, lang: "zh")\n#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n'
        + "#pagebreak()\n".join([page] * pages)
    )
    target = folder / f"{pages} pages.pdf"
    paths = [str(path) for path in fonts.folders]
    target.write_bytes(typst.compile(source.encode(), font_paths=paths, ignore_system_fonts=True))
    return target


def main(names: list[str]) -> None:
    """Measure the files, or those that it sets itself, and print the table."""
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(name) for name in names] or [written(pages, Path(folder)) for pages in SIZES]
        measured = [measure(path) for path in paths]
    print(
        "| file | pages | ours, s | pages/s | bare pdfium, s | ÷ bare | pdfplumber, s | pdfplumber ÷ ours | tables | cells |"
    )
    print("| --- |" + " ---: |" * 9)
    for row in measured:
        print(
            f"| {row.name} | {row.pages} | {row.ours:.3f} | {row.pages / row.ours:.0f} | {row.bare:.3f} "
            f"| {row.ours / row.bare:.1f} | {row.plumber:.2f} | {row.plumber / row.ours:.0f} "
            f"| {row.tables} ({row.other_tables} page by page) | {row.same_cells} of {row.other_cells} |"
        )
    if not names:
        print(f"\nGrowth from {SIZES[0]} to {SIZES[1]} pages: {measured[1].ours / measured[0].ours:.1f} times.")


if __name__ == "__main__":
    main(sys.argv[1:])
