"""How long an evaluation takes and how it grows: `python -m bench.evaluate`. Prints one table with ratios taken in one run."""

from __future__ import annotations

import gc
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.department import department
from jixiao import exchange
from jixiao.checks import check
from jixiao.cli.evaluate import font_folders
from jixiao.exchange.source import read_source
from jixiao.facts import Facts
from jixiao.reports import annexes, docx, html, pdf
from jixiao.reports.fonts import find_fonts
from jixiao.reports.writing.compose import compose
from jixiao.reports.writing.outlines import outline_for
from jixiao.rules.registry import registry
from jixiao.rules.schemes import choose_scheme
from jixiao.scoring import project_cards, score, scorecard_facts

SIZES = (20, 200, 2000)
ROUNDS = 3

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Median seconds over the rounds, and what the last one gave."""
    spans, results = [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        results.append(work())
        spans.append(time.perf_counter() - start)
    return statistics.median(spans), results[-1]


def measure(projects: int, folder: Path) -> dict[str, float]:
    """Seconds of each step for a department with that many projects of ten indicators."""
    known = registry()
    example = read_source(Path("examples/gz-union-2022"), known).year
    if example is None:
        raise SystemExit("the example cannot be read")
    year = department(projects, example)
    scheme = choose_scheme("440100", "department", 2022)
    path = folder / f"{projects}.xlsx"
    seconds: dict[str, float] = {}
    seconds["write workbook"], _ = timed(lambda: exchange.write_workbook(path, known, year))
    seconds["read workbook"], _ = timed(lambda: exchange.read(path, known))
    seconds["facts"], _ = timed(lambda: len(list(Facts(year, known))))
    facts = Facts(year, known)
    list(facts)
    seconds["score department"], card = timed(lambda: score(facts, scheme))
    seconds["score projects"], projects_scored = timed(lambda: project_cards(facts))
    cards = tuple(projects_scored.values())
    seconds["score facts"], scores = timed(lambda: scorecard_facts(card, facts, cards))
    full = facts.extended(scores)
    list(full)
    seconds["check"], _ = timed(lambda: check(full, card, (), projects_scored))
    seconds["compose"], report = timed(lambda: compose(full, card, outline_for(year, scheme.id), cards))
    fonts = find_fonts(font_folders())
    seconds["docx"], _ = timed(lambda: docx.write(report, folder / "r.docx", fonts))
    seconds["html"], _ = timed(lambda: html.write(report, folder / "r.html"))
    seconds["annexes xlsx"], _ = timed(lambda: annexes.write(full, card, cards, folder / "a.xlsx"))
    seconds["pdf"], _ = timed(lambda: pdf.write(report, folder / "r.pdf", fonts))
    return seconds


def main() -> None:
    """Measure all sizes and print the table; a growth of 10 between two columns is linear."""
    gc.disable()  # as the command does
    with tempfile.TemporaryDirectory() as name:
        columns = {size: measure(size, Path(name)) for size in SIZES}
    print("| step | " + " | ".join(f"{size} projects, s" for size in SIZES) + " | 200 ÷ 20 | 2000 ÷ 200 |")
    print("| --- |" + " ---: |" * (len(SIZES) + 2))
    for step in columns[SIZES[0]]:
        spans = [columns[size][step] for size in SIZES]
        ratios = [after / before for before, after in itertools.pairwise(spans)]
        print(
            f"| {step} | "
            + " | ".join(f"{span:.3f}" for span in spans)
            + " | "
            + " | ".join(f"{ratio:.1f}" for ratio in ratios)
            + " |"
        )


if __name__ == "__main__":
    main()
