"""A dataset scored on a Spark cluster: the run of `run`, with groups of parts for parts and the same files in the end."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from jixiao.bulk.card import Card
from jixiao.bulk.dataset import Dataset, Part, check_columns, check_part
from jixiao.bulk.dialect import DIALECTS
from jixiao.bulk.duck import in_words
from jixiao.bulk.run import DRAFT, Order, Progress, Result, begin, finish, plan_of, results_of
from jixiao.bulk.schema import tables
from jixiao.bulk.spark_parts import Group, in_order, refused
from jixiao.bulk.spark_session import connected
from jixiao.bulk.words import Step
from jixiao.facts import Registry
from jixiao.rules.scheme import Scheme

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PARTS_A_GROUP = 8
"""So many parts share a plan at most: planning takes as long as a million lines, and what is stopped is done again."""

GROUPS_AT_ONCE = 32
"""So many groups are under way at most, however large the cluster: each is planned by the program that hands out the work."""


def score_dataset_on_spark(
    dataset: Dataset,
    scheme: Scheme,
    registry: Registry,
    out: Path,
    order: Order,
    master: str,
    progress: Progress = lambda *_: None,
) -> Result:
    """Score every department-year of a dataset under one scheme on a Spark cluster, as `score_dataset` does on one machine.

    The results are the same, row by row and file by file; a run that was begun by the one may be ended by the other. Every
    machine of the cluster must see dataset and `out` under the same paths.

    Args:
        dataset: checked part by part before it is read.
        scheme: of departments.
        registry: the declarations by which the dataset was laid out.
        out: a folder of its own.
        order: how; `memory` is that of each executor.
        master: as Spark writes it, `spark://host:7077`; `local[*]` for this machine.
        progress: called with parts done and parts in all.

    Raises:
        RuleError: the scheme is for projects, or points leave no room for their row.
        FileRefused: no cluster can be reached, a file is not as the list says, `out` holds another run, or a machine gave out.
    """
    steps = tuple(Card(scheme, registry, DIALECTS["spark"]).steps())
    results = results_of(order)
    plan = plan_of(dataset, scheme, results)
    waiting = [part for part in dataset.parts if not (out / part.name).is_dir()]
    with connected(master, order.memory, order.threads) as session:
        begin(out, plan)
        done = len(dataset.parts) - len(waiting)
        progress(done, len(dataset.parts))
        work = Work(session, dataset, registry, steps, out, results)
        try:
            with closing(work.all(waiting)) as groups:
                for group in groups:
                    done += len(group)
                    progress(done, len(dataset.parts))
        finally:
            shutil.rmtree(out / DRAFT, ignore_errors=True)
    return finish(dataset, out, plan)


class Work:
    """The groups of a run, several under way at a time."""

    def __init__(
        self,
        session: SparkSession,
        dataset: Dataset,
        registry: Registry,
        steps: Sequence[Step],
        out: Path,
        results: Sequence[str],
    ) -> None:
        self.session, self.dataset, self.registry = session, dataset, registry
        self.steps, self.out, self.results = steps, out, results
        self.tag = f"jixiao-{uuid4()}"

    def all(self, parts: Sequence[Part]) -> Generator[Sequence[Part], None, None]:
        """Score parts; yields each group as it is done. Once one fails, no other is begun and those under way are ended."""
        context = self.session.sparkContext
        cores = context.defaultParallelism
        pool = ThreadPoolExecutor(min(cores, GROUPS_AT_ONCE))
        try:
            for future in as_completed([pool.submit(self.group, group) for group in self.groups(parts, cores)]):
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            context.cancelJobsWithTag(self.tag)
            raise
        finally:
            pool.shutdown()

    def groups(self, parts: Sequence[Part], cores: int) -> Iterator[Sequence[Part]]:
        """Parts that share a plan: as few groups as keep all cores busy to the end."""
        size = min(PARTS_A_GROUP, ceil(len(parts) / cores) or 1)
        for start in range(0, len(parts), size):
            group = parts[start : start + size]
            if in_order(self.dataset, group):
                yield group
            else:
                yield from ([part] for part in group)

    def group(self, parts: Sequence[Part]) -> Sequence[Part]:
        """Score a group: its parts appear one after the other, each of them whole."""
        from py4j.protocol import Py4JError  # noqa: PLC0415 – comes with PySpark
        from pyspark.errors import PySparkException  # noqa: PLC0415 – an extra that only a cluster needs

        for part in parts:
            check_part(self.dataset, part)
            check_columns(self.dataset, part, self.registry)
        self.session.sparkContext.addJobTag(self.tag)
        group = Group(self.session, self.dataset, parts)
        draft = self.out / DRAFT / parts[0].name
        shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
        with in_words(group.name):
            draft.mkdir(parents=True)
            try:
                group.score(tables(self.registry), self.steps, draft, self.results)
            except (PySparkException, Py4JError) as error:
                raise refused(error, group.name) from error
            for part in parts:
                (draft / part.name).replace(self.out / part.name)
        return parts
