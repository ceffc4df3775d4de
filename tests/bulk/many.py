"""A dataset made large: the departments of another one over and over, under new numbers, in as many parts as wanted."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jixiao.bulk.dataset import Dataset, read_dataset, write_list, write_part
from jixiao.bulk.schema import DEPT, tables
from jixiao.rules.registry import registry


def multiplied(source: Dataset, folder: Path, copies: int, parts: int) -> Dataset:
    """Write so many copies into each of so many parts; every department keeps its figures and gets a number of its own."""
    layout, made = tables(registry()), []
    for number in range(parts):
        columns = {}
        for name in layout:
            once = pa.concat_tables([pq.read_table(source.file(part, name)) for part in source.parts])
            again = [
                once.set_column(
                    0, once.schema.field(DEPT), shifted(once[DEPT], (number * copies + copy) * source.departments)
                )
                for copy in range(copies)
            ]
            all_of_them = pa.concat_tables(again).combine_chunks()
            columns[name] = {column: all_of_them[column].combine_chunks() for column in all_of_them.column_names}
        made.append(write_part(folder, f"part-{number + 1:05}", layout, columns, source.departments * copies))
    write_list(folder, made)
    return read_dataset(folder)


def shifted(numbers: pa.ChunkedArray, by: int) -> pa.ChunkedArray:
    """Numbers of departments, so many further on."""
    return pc.add(numbers, pa.scalar(by, pa.int32()))
