"""A reader of data packages by the standard alone: it knows the descriptor and nothing of how the package was made."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

READ = {
    "integer": (re.compile(r"-?\d+"), int),
    "number": (re.compile(r"-?\d+(\.\d+)?"), Decimal),
    "year": (re.compile(r"\d{4}"), int),
    "boolean": (re.compile(r"true|false"), lambda written: written == "true"),
    "string": (re.compile(r".+", re.DOTALL), str),
}
NAME = re.compile(r"[-a-z0-9._/]+")

Row = dict[str, Any]


def read_package(folder: Path) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """The descriptor and the rows of its tables, every promise of the descriptor held against the files.

    Checked: names, length and SHA-256 of each file, the header, types, missing values, permitted words, unique keys, and that
    every reference names a row.
    """
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    names = [one["name"] for one in told["resources"]]
    assert len(names) == len(set(names))
    assert all(NAME.fullmatch(name) for name in names)
    found = {}
    for one in told["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert one["bytes"] == len(content), one["path"]
        assert one["hash"] == f"sha256:{sha256(content).hexdigest()}", one["path"]
        if one["type"] == "table":
            found[one["name"]] = rows_of(folder / one["path"], one["schema"])
    for one in told["resources"]:
        if one["type"] == "table":
            held(one["schema"], found[one["name"]], found)
    return told, found


def rows_of(path: Path, schema: dict[str, Any]) -> list[Row]:
    """The rows of a CSV, each cell read as its field says."""
    fields = schema["fields"]
    with path.open(encoding="utf-8", newline="") as stream:
        header, *lines = csv.reader(stream)
    assert header == [field["name"] for field in fields], path
    return [
        {field["name"]: cell(field, written, schema) for field, written in zip(fields, line, strict=True)}
        for line in lines
    ]


def cell(field: dict[str, Any], written: str, schema: dict[str, Any]) -> Any:
    """One cell."""
    if written in schema["missingValues"]:
        return None
    pattern, read = READ[field["type"]]
    assert pattern.fullmatch(written), (field["name"], written)
    assert written in field.get("constraints", {}).get("enum", [written]), (field["name"], written)
    return read(written)


def held(schema: dict[str, Any], rows: list[Row], tables: dict[str, list[Row]]) -> None:
    """Keys are unique and whole; references arrive, unless they are empty."""
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(None not in key for key in keys)
    for to in schema.get("foreignKeys", []):
        named = {tuple(row[name] for name in to["reference"]["fields"]) for row in tables[to["reference"]["resource"]]}
        ours = {tuple(row[name] for name in to["fields"]) for row in rows}
        assert {one for one in ours if None not in one} <= named, to
        assert len(to["fields"]) == 1 or all(None not in one for one in ours), to
