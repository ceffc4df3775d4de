"""How fast and how right figures are read from running text: `python -m bench.reading`. Prints one table."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import yaml

from jixiao.figures import read

CASES = Path(__file__).parents[1] / "tests" / "cases" / "figures"
ROUNDS = 5
BARE = re.compile(r"[0-9][0-9.,]*\s*[%\u4e00-\u9fff]{0,2}")  # what any reader has to look for at least
# A page of each: nothing that a text repeats may make the reader slow.
HOSTILE = ("1", "1,", "1个", "一", "百分之", "\n", "1\n", "(1", "第1", "〔2020", "1-", "http://", "2022年")

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Median seconds of one core over the rounds, and what the last one gave."""
    spans, results = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        results.append(work())
        spans.append(time.process_time() - start)
    return statistics.median(spans), results[-1]


def cases() -> list[tuple[str, list[list[str]]]]:
    """The project's own sentences with the figures that they hold."""
    return [
        (case["text"], case.get("reads", []))
        for path in sorted(CASES.glob("reading-*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def accuracy(known: list[tuple[str, list[list[str]]]]) -> dict[str, float]:
    """Shares of the known figures that are read, and of the read ones that are known."""
    total = found = values = units = spans = 0
    for text, rows in known:
        figures = read(text)
        total, found = total + len(rows), found + len(figures)
        read_spans = [text[figure.start : figure.end] for figure in figures]
        read_values = [str(figure.value) for figure in figures]
        read_units = [(str(figure.value), figure.unit) for figure in figures]
        for row in rows:
            spans += take(read_spans, row[0])
            values += take(read_values, row[1])
            units += take(read_units, (row[1], row[2]))
    return {"value": values / total, "value and unit": units / total, "span": spans / total, "precision": spans / found}


def take(rest: list[T], wanted: T) -> bool:
    """Whether it is there; each is taken once."""
    if wanted in rest:
        rest.remove(wanted)
        return True
    return False


def main() -> None:
    """Measure and print; a growth of 10 between ten times as much text is linear."""
    gc.disable()  # as the command does
    known = cases()
    sentences = [text for text, _ in known]
    page = "\n".join(sentences)
    alone, _ = timed(lambda: [read(text) for text in sentences])
    once, figures = timed(lambda: read(page))
    tenfold, _ = timed(lambda: read("\n".join([page] * 10)))
    bare, _ = timed(lambda: BARE.findall(page))
    print("| what | measured |")
    print("| --- | ---: |")
    print(f"| sentences of the suite | {len(sentences)} |")
    print(f"| figures in them | {len(figures)} |")
    print(f"| sentences a second, each alone | {len(sentences) / alone:,.0f} |")
    print(f"| sentences a second, one text | {len(sentences) / once:,.0f} |")
    print(f"| characters a second | {len(page) / once:,.0f} |")
    print(f"| time ÷ bare findall on the same text | {once / bare:.1f} |")
    print(f"| time of 10 × the text ÷ time of the text | {tenfold / once:.1f} |")
    for name, share in accuracy(known).items():
        print(f"| {name} | {share:.2%} |")
    slowest, worst = 0.0, ""
    for piece in HOSTILE:
        text = piece * (1_000_000 // len(piece))
        start = time.process_time()
        read(text)
        span = time.process_time() - start
        slowest, worst = max((slowest, worst), (span, piece))
    print(f"| slowest of {len(HOSTILE)} hostile texts of 10⁶ characters, s ({worst!r} over and over) | {slowest:.1f} |")


if __name__ == "__main__":
    main()
