"""Whether the sample finds what was planted: `bench/comfort` makes places, scores them, draws, and counts."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from bench.comfort_habits import KINDS
from bench.comfort_years import Place, make, name_of
from jixiao.bulk.comfort.rules import Rules, rules
from jixiao.bulk.comfort.sampling import Wish
from jixiao.bulk.comfort.writing import write_sample
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order, score_dataset
from jixiao.bulk.scored import Within, read_scored
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

SCHEME = "gd-2022-reconstructed"


@dataclass
class Count:
    """What samples held: planted cases by kind, those found, honest departments chosen by risk and at random."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    honest: Counter[str] = field(default_factory=Counter)
    chosen: int = 0

    def add(self, other: Count) -> None:
        """Count another sample too."""
        self.planted += other.planted
        self.found += other.found
        self.honest += other.honest
        self.chosen += other.chosen


def prepared(folder: Path, seed: int, departments: int, years: int, permille: int) -> Place:
    """Make a place and score it: `data` and `result` under the folder."""
    place = make(folder / "data", seed, departments, years, permille)
    score_dataset(read_dataset(folder / "data"), load_scheme(SCHEME), registry(), folder / "result", Order(lines=False))
    return place


def counted(folder: Path, place: Place, out: Path, wish: Wish, by: Rules) -> Count:
    """Draw a sample and count what it holds."""
    drawn = write_sample(
        read_scored(folder / "data", folder / "result"), by, registry(), out, "zh", Within(memory="1GB"), wish
    )
    numbers = {f"{name_of(number)}局": number for number in range(place.departments)}
    count = Count(Counter(case.kind for case in place.cases.values()))
    for row in drawn.rows:
        case = place.cases.get(numbers[row["department"]])
        if case is None:
            count.honest[row["how"]] += 1
        else:
            count.found[case.kind] += 1
    count.chosen = len(drawn.rows)
    return count


def table(count: Count) -> Iterable[str]:
    """Recall by kind and in all, and how many honest departments were chosen."""
    yield "| kind | planted | in the sample | found |"
    yield "|-|-:|-:|-:|"
    for kind in KINDS:
        yield _row(kind, count.planted[kind], count.found[kind])
    yield _row("all", count.planted.total(), count.found.total())
    yield ""
    yield (
        f"{count.chosen} chosen: {count.found.total()} planted, {count.honest['risk']} honest by risk, "
        f"{count.honest['random']} honest at random"
    )


def _row(name: str, planted: int, found: int) -> str:
    return f"| {name} | {planted} | {found} | {found * 1000 // max(planted, 1) / 10:.1f} % |"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--departments", type=int, default=1000)
    parser.add_argument("--years", type=int, default=4)
    parser.add_argument("--planted", type=int, default=36, help="cases in a thousand departments")
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14, 15])
    parser.add_argument("--share", type=Fraction, default=Fraction(1, 20))
    parser.add_argument("--by-risk", type=Fraction, nargs="+", default=[rules().by_risk])
    told = parser.parse_args()
    sums = {part: Count() for part in told.by_risk}
    for seed in told.seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            begun = time.perf_counter()
            place = prepared(folder, seed, told.departments, told.years, told.planted)
            made = time.perf_counter()
            for part, count in sums.items():
                wish = Wish(seed, told.share, part, 0)
                one = counted(folder, place, folder / f"sample-{part.numerator}-{part.denominator}", wish, rules())
                count.add(one)
                print(
                    f"seed {seed}, {float(part):.0%} by risk: {one.found.total()} of {one.planted.total()} planted in {one.chosen} chosen; "
                    f"made and scored in {made - begun:.1f} s, signals and sample in {(time.perf_counter() - made):.1f} s",
                    flush=True,
                )
                made = time.perf_counter()
    for part, count in sums.items():
        print(
            f"\n{float(part):.0%} by risk, {len(told.seeds)} places of {told.departments} departments over {told.years} years\n"
        )
        print("\n".join(table(count)))


if __name__ == "__main__":
    main()
