"""How right and how fast reports are reviewed: `bench/review passages|mutations|speed`, or any file with --report."""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bench import passages_score, speed
from bench.known import from_review
from bench.mutants import Totals, control, run_report, run_text, table
from bench.samples import NAMES, report_files
from jixiao.checks.document.review import review, reviewed
from jixiao.documents.reading import read
from jixiao.documents.wording import in_signs
from jixiao.relations import Outcome

OWN = Path(__file__).parent / "passages" / "own.jsonl"
REPORTS = "reports of the examples"
GENERATED = "generated texts"


def passages(paths: list[Path], *, show: bool) -> None:
    """Score every file of labelled passages and print its tables."""
    for path in paths:
        total = passages_score.score(passages_score.load(path))
        print(f"\n{path.name}\n")
        print("\n".join(passages_score.table(total)))
        if show:
            print("\n" + "\n".join(total.shown))


def mutated(texts: int, digits: int, most: int, jobs: int, *, show: bool) -> None:
    """Change figures of the examples' reports and of generated texts, and print the tables."""
    groups = {REPORTS: Totals(), GENERATED: Totals()}
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(jobs) as pool:
        paths = [report_files(Path(name), example, ("docx",))["docx"] for example in NAMES]
        reports = pool.map(partial(_report, digits=digits, most=most * 4), paths)
        for number, totals in enumerate(pool.map(partial(run_text, digits=digits, most=most), range(texts)), 1):
            groups[GENERATED].add(totals)
            _progress(f"{number} of {texts} texts")
        for totals in reports:
            groups[REPORTS].add(totals)
    print("\n".join(table(groups)))
    if show:
        print("\n" + "\n".join(line for totals in groups.values() for line in totals.misses))


def _report(path: Path, digits: int, most: int) -> Totals:
    known = from_review(reviewed(read(path, guarded=False)), path.stem)
    totals = run_report(known, digits, most)
    control(known, "as written", known.document, set(), totals)
    return totals


def report(path: Path, *, every: bool, seed: int, show: bool) -> None:
    """The relations, the findings and the one-digit changes of any report."""
    found = review(path)
    print(f"| relation of {path.name} | outcome | code |\n| --- | --- | --- |")
    for judged in found.relations:
        print(f"| {in_signs(judged.found)} | {judged.verdict.outcome.value} | {judged.found.code} |")
    outcomes = Counter(judged.verdict.outcome.value for judged in found.relations)
    levels = Counter(finding.severity.value for finding in found.findings)
    print(f"\n| what | number |\n| --- | ---: |\n| relations that hold | {outcomes[Outcome.HOLDS.value]} |")
    for outcome, number in sorted(outcomes.items()):
        if outcome != Outcome.HOLDS.value:
            print(f"| relations: {outcome} | {number} |")
    for level, number in sorted(levels.items()):
        print(f"| findings: {level} | {number} |")
    print()
    for finding in found.findings:
        print(f"- {finding.severity.value} {finding}")
    print()
    known = from_review(found, path.name)
    start = time.perf_counter()
    totals = run_report(known, 0 if every else 2, 0 if every else 150, seed)
    _progress(f"{totals.counts.total()} counts in {time.perf_counter() - start:.0f} s")
    print("\n".join(table({path.name: totals})))
    if show:
        print("\n" + "\n".join(totals.misses))


def _progress(told: str) -> None:
    print(told, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="bench/review", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("passages", "mutations", "speed"))
    parser.add_argument("--passages", type=Path, action="append", default=[], help="a file of labelled passages")
    parser.add_argument("--report", type=Path, help="any report")
    parser.add_argument("--all", action="store_true", help="every one-digit change, not a sample")
    parser.add_argument("--texts", type=int, default=42, help="generated texts")
    parser.add_argument("--digits", type=int, default=2, help="one-digit changes of each figure; 0 for all")
    parser.add_argument(
        "--most",
        type=int,
        default=36,
        help="one-digit changes of each text, four times as many of each report; 0 for all",
    )
    parser.add_argument("--jobs", type=int, default=None, help="processes; all cores otherwise")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="list what was missed and every false alarm")
    asked = parser.parse_args(arguments)
    gc.disable()  # as the command does
    if asked.report is not None:
        report(asked.report, every=asked.all, seed=asked.seed, show=asked.show)
    match asked.what:
        case "mutations":
            digits, most = (0, 0) if asked.all else (asked.digits, asked.most)
            mutated(asked.texts, digits, most, asked.jobs, show=asked.show)
        case "speed":
            speed.run()
        case "passages":
            passages([OWN, *asked.passages], show=asked.show)
        case None if asked.passages:
            passages(asked.passages, show=asked.show)
        case None if asked.report is None:
            parser.print_help()


if __name__ == "__main__":
    main(sys.argv[1:])
