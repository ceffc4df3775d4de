"""How large a foreign file may be before we ask for a smaller one."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file and on the child process that reads it; the defaults fit a department's workbook.

    Attributes:
        file_bytes: the file as it lies on the disk.
        parts: files inside the package.
        unpacked_bytes: all parts together, unpacked.
        ratio: how many times larger a part may become when unpacked, once it is larger than `ratio_from` bytes.
        rows: the last row that may hold anything.
        columns: the last column that may hold anything.
        cells: cells of all sheets, empty formatted ones included.
        merged_cells: cells lying under merged ranges, all sheets together.
        memory_bytes: address space of the reading process.
        cpu_seconds: its computing time.
        wall_seconds: how long we wait for it.
        output_bytes: how much it may hand back.
    """

    file_bytes: int = 100 * MIB
    parts: int = 5_000
    unpacked_bytes: int = 200 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    rows: int = 200_000
    columns: int = 512
    cells: int = 2_000_000
    merged_cells: int = 1_000_000
    memory_bytes: int = 1024 * MIB
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    output_bytes: int = 128 * MIB
