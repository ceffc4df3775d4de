"""Some parts scored by Spark in one task from end to end, so that no row ever travels to another machine."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from jixiao.bulk.dataset import Dataset, Part
from jixiao.bulk.dialect import OUT_OF_BOUNDS, any_of
from jixiao.bulk.schema import DEPT, Table
from jixiao.bulk.spark_session import reason_of
from jixiao.bulk.words import Step
from jixiao.files.errors import FileRefused

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

PART = "_part"
"""The column by which the rows of a group are written apart."""

SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # what overflows is an error
    "spark.sql.adaptive.enabled": "false",  # the plan that was tested is the plan that runs
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    # A group is one partition: nothing to shuffle, and no relation to send around.
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.maxConcurrentOutputFileWriters": "256",  # more than a group has parts, so that rows need not be sorted by part
    "spark.sql.constraintPropagation.enabled": "false",  # of long decision tables it takes minutes and finds nothing
}


class Group:
    """Some parts in a session of their own: relations of other groups are neither seen nor disturbed."""

    def __init__(self, session: SparkSession, dataset: Dataset, parts: Sequence[Part]) -> None:
        self.session = session.newSession()
        self.dataset, self.parts = dataset, parts
        for name, value in SETTINGS.items():
            self.session.conf.set(name, value)

    @property
    def name(self) -> str:
        """As messages call it."""
        first, last = self.parts[0].name, self.parts[-1].name
        return first if first == last else f"{first}…{last}"

    def score(self, layout: Mapping[str, Table], steps: Sequence[Step], draft: Path, results: Sequence[str]) -> None:
        """Write the results of each part into a folder of its name in `draft`.

        Args:
            layout: of the dataset.
            steps: the statements of a scheme for Spark.
            draft: a folder that every machine of the cluster sees under this path.
            results: which relations to write.
        """
        for table in layout.values():
            files = [to_read(self.dataset.file(part, table.name)) for part in self.parts]
            self.view(f"in_{table.name}", self.session.read.schema(spark_schema(table)).parquet(*files))
        kept: list[DataFrame] = []
        try:
            for step in steps:
                made = self.session.sql(step.query).coalesce(1)
                if step.name in results:
                    written = self.write(step.name, made, draft)
                    made = self.session.read.schema(made.schema).parquet(*map(to_read, written))
                elif step.kept:
                    kept.append(made.persist())
                self.view(step.name, made)
        finally:
            for one in kept:
                one.unpersist()

    def view(self, name: str, rows: DataFrame) -> None:
        """Name a relation; it stays in one partition, which Spark knows to need no shuffle."""
        rows.coalesce(1).createOrReplaceTempView(name)

    def write(self, name: str, rows: DataFrame, draft: Path) -> list[Path]:
        """Write a relation, a file for each part; a part without rows has a file without rows."""
        mixed = draft / f"{name}-of-{self.parts[0].name}"
        if len(self.parts) == 1:
            rows.write.parquet(located(mixed))
        else:
            rows.selectExpr("*", f"{self.part_of()} as {PART}").write.partitionBy(PART).parquet(located(mixed))
        written = []
        for number, part in enumerate(self.parts):
            folder = mixed if len(self.parts) == 1 else mixed / f"{PART}={number}"
            target = draft / part.name / f"{name}.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            found = list(folder.glob("*.parquet"))
            if found:
                (file,) = found
                file.replace(target)
            else:
                write_empty(rows.schema, target)
            written.append(target)
        shutil.rmtree(mixed)
        return written

    def part_of(self) -> str:
        """The place of a row's part in the group, as SQL."""
        *others, _ = enumerate(self.parts)
        lasts = [last for _, last in (departments_of(self.dataset, part) for part in self.parts)]
        return any_of([(f"{DEPT} <= {lasts[number]}", str(number)) for number, _ in others], str(len(others)))


def departments_of(dataset: Dataset, part: Part) -> tuple[int, int]:
    """The first and the last number of a part's departments, as the file says without being read."""
    footer = pq.read_metadata(dataset.file(part, "cover"))
    column = footer.schema.names.index(DEPT)
    told = [footer.row_group(place).column(column).statistics for place in range(footer.num_row_groups)]
    return min(one.min for one in told), max(one.max for one in told)


def in_order(dataset: Dataset, parts: Sequence[Part]) -> bool:
    """Whether each part has higher numbers than the one before, so that a number tells the part; a damaged one tells nothing."""
    try:
        spans = [departments_of(dataset, part) for part in parts]
    except (OSError, pa.ArrowInvalid):
        return False
    return all(before[1] < after[0] for before, after in pairwise(spans))


def spark_schema(table: Table) -> StructType:
    """The columns of a table as Spark has them, so that no file is opened to learn them."""
    from pyspark.sql import types  # noqa: PLC0415 – an extra that only a cluster needs

    kinds = {
        "int8": types.ByteType(),
        "int16": types.ShortType(),
        "int32": types.IntegerType(),
        "int64": types.LongType(),
        "string": types.StringType(),
    }
    return types.StructType([types.StructField(column.name, kinds[column.storage]) for column in table.columns])


def write_empty(schema: StructType, target: Path) -> None:
    """Write a file with these columns and no row."""
    from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415 – as above

    pq.write_table(to_arrow_schema(schema).empty_table(), target, compression="zstd")


def located(path: Path) -> str:
    """A path as Spark writes to it: of the file system, whatever a cluster takes for its own."""
    return f"file://{path.resolve()}"


def to_read(path: Path) -> str:
    """A path as Spark reads it, which takes brackets for patterns."""
    return "".join(f"\\{sign}" if sign in "[]{}*?\\" else sign for sign in located(path))


TELLING = {
    "No space left on device": "bulk-disk-full",
    "Disk quota exceeded": "bulk-disk-full",
    "OutOfMemoryError": "bulk-no-memory",
    "exited with code 137": "bulk-no-memory",
    "is not a Parquet file": "bulk-file-unreadable",
    "FAILED_READ_FILE": "bulk-file-unreadable",
    "CANNOT_READ_FILE_FOOTER": "bulk-file-unreadable",
}
"""Words in what a failed job says → the message."""


def refused(error: Exception, name: str) -> FileRefused:
    """What went wrong, for the person who started it. `name`: of the parts that were under way."""
    told = str(error)
    _, out_of_bounds, rest = told.partition(OUT_OF_BOUNDS)
    if out_of_bounds:
        field = rest.splitlines()[0].partition(" SQLSTATE")[0]
        return FileRefused("bulk-out-of-bounds", part=name, field=field, detail=told)
    message = next((message for words, message in TELLING.items() if words in told), "bulk-statement-failed")
    return FileRefused(message, part=name, reason=reason_of(error), detail=told)
