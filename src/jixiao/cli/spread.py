"""Many files at once on a Spark cluster: each of its tasks minds one worker process, watched as on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from typing import TypeVar

from jixiao.bulk.spark_session import connected, reason_of
from jixiao.cli.workers import Task, many
from jixiao.files.errors import FileRefused

FILES_A_TASK = 25
"""So many share the start of a worker process at most."""

TASKS_A_CORE = 4
"""So many tasks are handed out at a time: the results of more would have to be held by Java all at once."""

MEMORY = "1GB"
"""Of an executor. It only passes on; the worker processes, which do the reading, have the bounds that they have everywhere."""

T = TypeVar("T", bound=Task)
R = TypeVar("R")


def many_on_spark(
    tasks: Sequence[T], job: Callable[[T], R], refusal: Callable[[T, str], R], master: str, jobs: int = 0
) -> Iterator[tuple[int, R]]:
    """Do the same with many files, on a cluster. Every machine has this program and sees the files under the same paths.

    Args:
        tasks: one for each file.
        job: what to do with each; it, the tasks and its results travel between machines.
        refusal: makes the result of a task whose worker died or took too long, from the task and a message id.
        master: as Spark writes it.
        jobs: cores in all; 0 for as many as are offered.

    Yields:
        Index of the task and its result, in order.

    Raises:
        FileRefused: no cluster can be reached, or it gave up.
    """
    with connected(master, MEMORY, jobs) as session:
        from py4j.protocol import Py4JError  # noqa: PLC0415 – comes with PySpark
        from pyspark.errors import PySparkException  # noqa: PLC0415 – an extra that only a cluster needs

        context = session.sparkContext
        cores = context.defaultParallelism
        files = min(FILES_A_TASK, ceil(len(tasks) / cores))
        at_a_time = files * cores * TASKS_A_CORE
        numbered = list(enumerate(tasks))
        for start in range(0, len(numbered), at_a_time):
            some = numbered[start : start + at_a_time]
            try:
                yield from (
                    context.parallelize(some, ceil(len(some) / files))
                    .mapPartitions(partial(_done, job=job, refusal=refusal))
                    .collect()
                )
            except (PySparkException, Py4JError) as error:
                raise FileRefused("spark-job-failed", reason=reason_of(error), detail=str(error)) from error


def _done(
    numbered: Iterator[tuple[int, T]], job: Callable[[T], R], refusal: Callable[[T, str], R]
) -> Iterator[tuple[int, R]]:
    """The life of a task: the files it was given, one after the other, in one worker process."""
    numbers, tasks = [], []
    for number, task in numbered:
        numbers.append(number)
        tasks.append(task)
    if tasks:
        for place, result in many(tasks, job, refusal, jobs=1):
            yield numbers[place], result
