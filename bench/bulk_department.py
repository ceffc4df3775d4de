"""One department on a screen: its scorecard by the compiled scheme beside the same scheme by hand in Decimals, in one run."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.bulk_decimal import departments
from bench.bulk_decimal_card import Card, carded
from bench.bulk_decimal_lines import answer
from bench.bulk_table import NONE
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.restoring import restored
from jixiao.facts import Facts, Registry
from jixiao.figures import Missing, Score
from jixiao.rules.scheme import Scheme
from jixiao.scoring import Scorecard, score
from jixiao.scoring.board import Board, carried_points


def seconds(rounds: int, works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each work, taken in turns in another order each time; the first turn is not counted."""
    spans: dict[str, list[float]] = {name: [] for name in works}
    chance = random.Random(1)
    gc.disable()  # as every command does
    try:
        for turn in range(rounds + 1):
            for name in chance.sample(sorted(works), len(works)):
                begun = time.process_time()
                works[name]()
                if turn:
                    spans[name].append(time.process_time() - begun)
    finally:
        gc.enable()
    return {name: statistics.median(found) for name, found in spans.items()}


def same(card: Scorecard, by_hand: Card) -> bool:
    """Whether both come to the same, leaf by leaf."""
    ours = {line.code: None if isinstance(line.score, Missing) else line.score.points for line in card.lines}
    return {code: by_hand.leaves[code] for code in ours} == ours


def table(dataset: Dataset, registry: Registry, scheme: Scheme, rounds: int) -> Iterator[str]:
    """Lines of Markdown: the indicators alone, then the whole card.

    Of a finished department all projects are made key tasks, so that both score every indicator. Both start in memory, each
    from the objects it computes with. The card by hand is numbers and codes; ours also says for every line from which facts
    and by which row, and in words when it is asked.
    """
    part = dataset.folder / dataset.parts[0].name
    found = next(one for one in departments(part) if carded(one).total is not None)
    found = replace(found, key=dict.fromkeys(found.key, True))
    year = restored(dataset, found.number, registry).year
    year = replace(year, project=tuple(replace(project, key_task=True) for project in year.project))
    facts = Facts(year, registry)
    if not same(score(facts, scheme), carded(found)):
        raise SystemExit("the two scorecards are not the same")
    board, lookup = Board(facts, scheme), scheme.indicator.table.lookup
    weighed = [(one, one.weight) for one in found.indicators if one.weight is not None and one.operator != NONE]
    values = [
        board.indicator_values(one, carried_points(one.weight.points))
        for one in year.indicator
        if isinstance(one.weight, Score) and one.operator not in scheme.inapplicable
    ]
    works: dict[str, Callable[[], object]] = {
        "lines by hand": lambda: [answer(one, points) for one, points in weighed],
        "lines": lambda: [lookup(told) for told in values],
        "card by hand": lambda: carded(found),
        "card": lambda: score(facts, scheme),
        "everything": lambda: score(Facts(year, registry), scheme),
    }
    spans = seconds(rounds, works)
    yield f"| one department, {len(found.indicators)} indicators | ms | ÷ by hand |"
    yield "| --- | ---: | ---: |"
    for name, label, against in (
        ("lines by hand", "its indicators by hand in Decimals", "lines by hand"),
        ("lines", "its indicators by the compiled table", "lines by hand"),
        ("card by hand", "its card by hand in Decimals", "card by hand"),
        ("card", "its scorecard, from facts that are gathered already", "card by hand"),
        ("everything", "its scorecard, the facts gathered first", "card by hand"),
    ):
        yield f"| {label} | {1000 * spans[name]:.2f} | {spans[name] / spans[against]:.2f} |"
