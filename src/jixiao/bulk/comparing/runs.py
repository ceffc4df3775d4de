"""The two runs of a comparison, each a folder of its own, gone on with or used again where it is there already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jixiao.bulk.comparing.moves import Sides, full_of
from jixiao.bulk.dataset import Dataset
from jixiao.bulk.run import Order, score_dataset
from jixiao.facts import Registry
from jixiao.files.errors import FileRefused
from jixiao.rules.errors import RuleError
from jixiao.rules.scheme import Scheme

BEFORE, AFTER = "before", "after"

Progress = Callable[[int, int], None]


def two_runs(
    dataset: Dataset,
    before: Scheme,
    after: Scheme,
    registry: Registry,
    out: Path,
    order: Order,
    progress: Progress = lambda *_: None,
) -> Sides:
    """Score a dataset under both schemes, into `out/before` and `out/after`.

    Args:
        dataset: of the years that are replayed. Whether a scheme was in force then is not asked: that is the question.
        before: a scheme of departments.
        after: another one, or the same.
        registry: the declarations by which the dataset was laid out.
        out: a folder that is new, empty, or holds a comparison.
        order: how; indicators are always written, since their rows are compared.
        progress: called with parts done and parts in all, of both runs together.

    Raises:
        RuleError: a scheme cannot be used in bulk, or its points add up to nothing.
        FileRefused: the folder holds something else or runs under other schemes, the dataset is empty or damaged, or the
            machine gave out.
    """
    for scheme in (before, after):
        if not full_of(scheme):
            raise RuleError("compare-no-points", found=scheme.id)
    if not dataset.departments:
        raise FileRefused("compare-no-departments", folder=dataset.folder)
    if out.is_dir() and any(out.iterdir()) and not (out / BEFORE).is_dir():
        raise FileRefused("bulk-folder-in-use", folder=out)
    parts = len(dataset.parts)
    for number, (name, scheme) in enumerate(((BEFORE, before), (AFTER, after))):

        def both(done: int, _all: int, number: int = number) -> None:
            progress(number * parts + done, 2 * parts)

        score_dataset(dataset, scheme, registry, out / name, order, both)
    return Sides(
        out / BEFORE, out / AFTER, tuple(part.name for part in dataset.parts), (full_of(before), full_of(after))
    )
