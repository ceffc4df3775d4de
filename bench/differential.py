"""Random decision tables on random lines: the compiled answer against a plain reading with fractions.

Run from the repository's root: `python -m bench.differential [tables] [lines] [seed]`.
Prints a table; ends with an error if a single answer differs.
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from tests.rules.reference import FIELDS, Maker, answer, parsed

from jixiao.rules import RuleError, compile_table


def main(tables: int = 5000, lines: int = 200, seed: int = 1) -> int:
    """Compare so many tables on so many lines each; returns the number of differing answers."""
    maker = Maker(seed)
    refused: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    narrow = accepted = different = rows_compiled = 0
    compiling = evaluating = 0.0
    for number in range(tables):
        rows = maker.table()
        began = time.perf_counter()
        try:
            table = compile_table(rows, FIELDS, full=None)
        except RuleError as error:
            refused[error.message_id] += 1
            continue
        compiling += time.perf_counter() - began
        accepted += 1
        rows_compiled += len(rows)
        narrow += table.is_int64
        trees, sample = parsed(rows), list(Maker(seed + number).lines(lines))
        began = time.perf_counter()
        outcomes = [table.evaluate(values) for values in sample]
        evaluating += time.perf_counter() - began
        for values, outcome in zip(sample, outcomes, strict=True):
            kinds[outcome.kind] += 1
            if (outcome.kind, outcome.row, outcome.points, frozenset(outcome.missing)) != answer(trees, values):
                different += 1
                print("DIFFERENT", rows, values, outcome)
    evaluations = accepted * lines
    print("| what | number |\n|-|-|")
    print(f"| tables accepted (of {tables} made) | {accepted} |")
    for message_id, count in sorted(refused.items()):
        print(f"| refused: {message_id} | {count} |")
    print(f"| proven within 64 bits / 128 bits | {narrow} / {accepted - narrow} |")
    print(f"| lines evaluated | {evaluations} |")
    for kind, count in sorted(kinds.items()):
        print(f"| … of which {kind} | {count} |")
    print(f"| answers that differ | {different} |")
    print(
        f"| compile, ms a table ({rows_compiled / max(accepted, 1):.1f} rows) | {compiling / max(accepted, 1) * 1e3:.2f} |"
    )
    print(f"| evaluate, µs a line | {evaluating / max(evaluations, 1) * 1e6:.2f} |")
    return different


if __name__ == "__main__":
    sys.exit(1 if main(*map(int, sys.argv[1:])) else 0)
