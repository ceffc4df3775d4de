"""The measurements as tables of Markdown, and the promises beside what was found."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from bench.bulk_engines import Measured

Sizes = Mapping[int, Mapping[str, Measured]]
"""Rows → engine → what it used."""

MIB_OF_4_GIB = 4096


def seconds(found: Mapping[str, Measured], name: str) -> float:
    """The median seconds of an engine; 0 where it was not measured."""
    return found[name].median("seconds") if name in found else 0.0


def over(above: float, below: float, places: int = 2) -> str:
    """A ratio; a dash where one of the two was not measured."""
    return f"{above / below:.{places}f}" if above and below else "—"


def decimal_seconds(sizes: Sizes, rows: int) -> tuple[float, str]:
    """Seconds of the Decimal program at so many rows; where it was not run, those of the largest size it ran, times the rows."""
    known = {size: seconds(found, "decimal") for size, found in sizes.items() if seconds(found, "decimal")}
    if not known:
        return 0.0, ""
    nearest = rows if rows in known else max(known)
    return known[nearest] * rows / nearest, "" if nearest == rows else "≈ "


def table(rows: int, sizes: Sizes) -> Iterator[str]:
    """One size: every engine a line."""
    found = sizes[rows]
    by_hand, about = decimal_seconds(sizes, rows)
    yield (
        "| engine | s | processor s | ÷ limit | ÷ limit, processor | × ours | × faster than Decimals | peak MiB "
        "| lines that differ | totals that differ |"
    )
    yield "| --- |" + " ---: |" * 9
    most_rounds = max(len(one.rounds) for one in found.values())
    for one in found.values():
        if not one.rounds:
            yield f"| {one.engine.label} | {one.failed} |" + " |" * 8
            continue
        spent, limit = one.median("seconds"), one.engine.limit
        used = found[limit].median("processor") if limit in found else 0.0
        cells = [
            f"{spent:.3f}",
            f"{one.median('processor'):.2f}",
            over(spent, seconds(found, limit)),
            over(one.median("processor"), used),
            over(spent, seconds(found, "lines")) if limit != "scan" else over(spent, seconds(found, "rollup")),
            about + over(by_hand, spent, 1) if by_hand else "—",
            f"{one.median('memory'):.0f}",
            *("—" if number is None else str(number) for number in (one.lines, one.totals)),
        ]
        note = f" ({one.failed})" if one.failed else ""
        note += " (one round)" if len(one.rounds) == 1 < most_rounds else ""
        yield f"| {one.engine.label}{note} | " + " | ".join(cells) + " |"


def growth(sizes: Sizes) -> Iterator[str]:
    """Seconds and memory from one size to the next: time that grows as the rows do has the ratio of the rows."""
    steps = list(itertools.pairwise(sorted(sizes)))
    if not steps:
        return
    yield "| from one size to the next | " + " | ".join(f"{big / small:g} × the rows" for small, big in steps) + " |"
    yield "| --- |" + " ---: |" * len(steps)
    names = dict.fromkeys(name for found in sizes.values() for name in found)
    for name in names:
        label = next(found[name].engine.label for found in sizes.values() if name in found)
        cells = []
        for small, big in steps:
            both = [sizes[size].get(name) for size in (small, big)]
            if any(one is None or not one.rounds for one in both):
                cells.append("—")
                continue
            times = [over(both[1].median(of), both[0].median(of)) for of in ("seconds", "processor", "memory")]  # type: ignore[union-attr]  # neither is None, as seen above
            cells.append(f"{times[0]} × s, {times[1]} × processor, {times[2]} × MiB")
        yield f"| {label} | " + " | ".join(cells) + " |"


def promises(sizes: Sizes) -> Iterator[str]:
    """What was promised beside what was found; only what this run measured."""
    yield "| promised | at rows | found | held |"
    yield "| --- | ---: | ---: | --- |"
    for rows, found in sorted(sizes.items()):
        s = {name: seconds(found, name) for name in found}
        told: Sequence[tuple[str, float, float, bool]] = (
            ("lines ≤ 1.25 × reading and writing the same", s.get("lines", 0), s.get("write", 0), rows >= 10**7),
            ("roll-up ≤ 2.5 × reading the same", s.get("rollup", 0), s.get("scan", 0), rows >= 10**7),
            ("lines ≥ 8 × faster than pandas", s.get("pandas", 0), s.get("lines", 0), rows >= 10**7),
            ("lines ≥ 50 × faster than Decimals", s.get("decimal", 0), s.get("lines", 0), rows == 10**6),
            ("Spark ≤ 3 × its own reading", s.get("spark", 0), s.get("spark-scan", 0), rows >= 10**7),
        )
        for promise, above, below, counts in told:
            if above and below:
                bound = float(promise.split()[promise.split().index("≤" if "≤" in promise else "≥") + 1])
                ratio = above / below
                held = ratio <= bound if "≤" in promise else ratio >= bound
                size = "" if counts else " (promised for another size)"
                yield f"| {promise}{size} | {rows:.0e} | {ratio:.2f} | {'yes' if held else '**no**'} |"
        for name in ("lines", "bounded"):
            if name in found and found[name].rounds:
                most = max(usage.memory for usage in found[name].rounds)
                size = "" if rows >= 5 * 10**7 else " (promised for another size)"
                yield f"| within 4 GiB ({name}){size} | {rows:.0e} | {most:.0f} MiB | {'yes' if most <= MIB_OF_4_GIB else '**no**'} |"
