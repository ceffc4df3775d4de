"""A table as csv that spreadsheets open with the right characters, in which no text passes for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from jixiao.files.atomic import atomic_path, writing

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write titles and rows, in UTF-8 with the mark by which Excel and WPS know it.

    Raises:
        FileRefused: the file cannot be written.
    """
    with atomic_path(path) as draft, writing(path.name), draft.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers.

    Example:
        >>> harmless("=1+1"), harmless("-3.50")
        ("'=1+1", '-3.50')
    """
    if text.startswith(FORMULA) and not text.lstrip("+-").replace(".", "", 1).replace(",", "").isdigit():
        return f"'{text}"
    return text
