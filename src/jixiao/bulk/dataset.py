"""A dataset on disk: parts of whole departments, one Parquet file for each table, and a list of the parts written last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import file_digest as file_hash
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.bulk.schema import DEPT, VERSION, Stored, Table, tables
from jixiao.bulk.storing import Columns, columns_of
from jixiao.facts import Facts, Registry
from jixiao.files.atomic import atomic_dir, atomic_path, writing
from jixiao.files.errors import FileRefused

if TYPE_CHECKING:
    import pyarrow as pa

LIST = "dataset.json"
INDICATORS_A_PART = 1_000_000
"""A part is closed when it holds so many indicators: large enough to be scanned fast, small enough to be redone."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its folder, how many department-years it holds, rows of each table, size and SHA-256 of each file."""

    name: str
    departments: int
    rows: Mapping[str, int]
    sizes: Mapping[str, int]
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder as its list describes it."""

    folder: Path
    parts: tuple[Part, ...]

    @property
    def departments(self) -> int:
        """How many department-years there are."""
        return sum(part.departments for part in self.parts)

    @property
    def digest(self) -> str:
        """One digest of everything in it."""
        return sha256(json.dumps([asdict(part) for part in self.parts], sort_keys=True).encode()).hexdigest()

    def file(self, part: Part, table: str) -> Path:
        """The Parquet file of a table."""
        return self.folder / part.name / f"{table}.parquet"


def read_dataset(folder: Path) -> Dataset:
    """Read the list of a dataset.

    Raises:
        FileRefused: there is no list, it was cut off, or it describes another layout.
    """
    path = folder / LIST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        layout = told["layout"]
        parts = tuple(Part(**part) for part in told["parts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FileRefused("bulk-no-list", folder=folder, file=LIST) from error
    if layout != VERSION:
        raise FileRefused("bulk-other-layout", folder=folder, found=layout, expected=VERSION)
    return Dataset(folder, parts)


def arrow_type(column: Stored) -> pa.DataType:
    """The Arrow type of a column."""
    import pyarrow as pa  # noqa: PLC0415 – an extra that only bulk needs

    return getattr(pa, column.storage)()


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a table with scale and words in their metadata, so that a file explains itself."""
    import pyarrow as pa  # noqa: PLC0415 – as above

    fields = []
    for column in table.columns:
        told = {"scale": str(column.scale)} if column.word is not None else {}
        if column.codes:
            told["codes"] = json.dumps(column.codes, ensure_ascii=False)
        fields.append(pa.field(column.name, arrow_type(column), metadata=told or None))
    return pa.schema(fields, metadata={"layout": VERSION, "table": table.name})


class Writer:
    """Writes department-years into parts. Use as a context; the list is written when it ends well.

    Example:
        with Writer(Path("data"), registry()) as writer:
            writer.add(facts, "总工会.xlsx")
    """

    def __init__(
        self, folder: Path, registry: Registry, indicators: int = INDICATORS_A_PART, parts: Sequence[Part] = ()
    ) -> None:
        self.folder, self.tables, self.indicators = folder, tables(registry), indicators
        self.parts = list(parts)  # those that an earlier run has written
        self.departments = sum(part.departments for part in parts)
        self._begin()

    def _begin(self) -> None:
        self.held = 0
        self.columns: dict[str, Columns] = {
            name: {column.name: [] for column in table.columns} for name, table in self.tables.items()
        }

    def __enter__(self) -> Writer:
        if (self.folder / LIST).exists():
            raise FileRefused("bulk-dataset-exists", folder=self.folder)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._close_part()
            write_list(self.folder, self.parts)

    def add(self, facts: Facts, file: str) -> int:
        """Add a department-year; returns its number. Raises NotStored; then nothing of it was added."""
        return self.take(columns_of(facts, self.departments + 1, file))

    def take(self, found: Mapping[str, Columns]) -> int:
        """Add a department-year laid out by `columns_of`, under the next number, which is returned."""
        self.departments += 1
        self.held += 1
        for name, columns in found.items():
            for column, values in columns.items():
                self.columns[name][column].extend([self.departments] * len(values) if column == DEPT else values)
        if len(self.columns["indicator"]["row"]) >= self.indicators:
            self._close_part()
        return self.departments

    def _close_part(self) -> None:
        if self.held:
            name = f"part-{len(self.parts) + 1:05}"
            self.parts.append(write_part(self.folder, name, self.tables, self.columns, self.held))
            self._begin()


def write_part(
    folder: Path, name: str, layout: Mapping[str, Table], columns: Mapping[str, Mapping[str, Any]], departments: int
) -> Part:
    """Write the tables of a part; the folder appears when all of them are there."""
    import pyarrow as pa  # noqa: PLC0415 – as above
    import pyarrow.parquet as pq  # noqa: PLC0415 – as above

    rows: dict[str, int] = {}
    with atomic_dir(folder / name) as draft, writing(f"{folder.name}/{name}"):
        for table in layout.values():
            schema = arrow_schema(table)
            arrays = [pa.array(columns[table.name][field.name], field.type) for field in schema]
            made = pa.Table.from_arrays(arrays, schema=schema)
            pq.write_table(made, draft / f"{table.name}.parquet", compression="zstd")
            rows[table.name] = made.num_rows
    return described(folder, name, departments, rows)


def described(folder: Path, name: str, departments: int, rows: Mapping[str, int]) -> Part:
    """A part as its files are now."""
    files = sorted((folder / name).glob("*.parquet"))
    sizes = {path.name: path.stat().st_size for path in files}
    return Part(name, departments, rows, sizes, {path.name: file_digest(path) for path in files})


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_hash(stream, "sha256").hexdigest()


def write_list(folder: Path, parts: Sequence[Part]) -> None:
    """Write the list: from now on the dataset is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {"layout": VERSION, "parts": [asdict(part) for part in parts]}
    with atomic_path(folder / LIST) as draft:
        draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check_part(dataset: Dataset, part: Part, thoroughly: bool = False) -> None:
    """See that the files of a part are as long as the list says and, thoroughly, that not a byte is different.

    Raises:
        FileRefused: one is missing, cut off or changed.
    """
    for name, size in part.sizes.items():
        path = dataset.folder / part.name / name
        found = path.stat().st_size if path.is_file() else 0
        if found != size or (thoroughly and file_digest(path) != part.digests[name]):
            raise FileRefused("bulk-file-changed", folder=part.name, file=name, found=found, expected=size)


def check_columns(dataset: Dataset, part: Part, registry: Registry) -> None:
    """See that the columns of a part are those of the layout: a figure must be a whole number, or nothing exact is made of it.

    Raises:
        FileRefused: a table or a column is missing or of another type, or a file cannot be read.
    """
    import pyarrow as pa  # noqa: PLC0415 – as above
    import pyarrow.parquet as pq  # noqa: PLC0415 – as above

    for table in tables(registry).values():
        path = dataset.file(part, table.name)
        try:
            found = pq.read_schema(path)
        except (OSError, pa.ArrowInvalid) as error:
            reason = str(error).splitlines()[0]
            raise FileRefused("bulk-file-unreadable", part=f"{part.name}/{path.name}", reason=reason) from error
        for field in arrow_schema(table):
            place = found.get_field_index(field.name)
            told = str(found.field(place).type) if place >= 0 else ""
            if told != str(field.type):
                wanted = {"folder": part.name, "file": path.name, "column": field.name, "expected": str(field.type)}
                raise FileRefused("bulk-other-column" if told else "bulk-no-column", found=told, **wanted)
