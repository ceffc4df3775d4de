"""datapackage.json: what is in the package, told in the words of the Data Package standard, version 2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jixiao.bulk.dataset import file_digest
from jixiao.bulk.packaging.declared import Licence
from jixiao.bulk.packaging.resources import Resource
from jixiao.files.messages import LANGUAGES, text

STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "yaml": "application/yaml",
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the publisher says: a title of the package, who publishes it, under which licence; empty where it is not said."""

    title: str = ""
    publisher: str = ""
    licence: Licence | None = None


def described(
    folder: Path,
    imprint: Imprint,
    tables: Sequence[Resource],
    rules: Sequence[str],
    sources: Sequence[Mapping[str, str]],
    ground: Mapping[str, Any],
) -> dict[str, Any]:
    """The descriptor of the files that lie in a folder.

    Args:
        folder: the package.
        imprint: the publisher's part.
        tables: each as CSV with a schema, and again as Parquet and JSON.
        rules: paths of the rule files.
        sources: what the figures come from.
        ground: scheme, versions and digests, kept under `jixiao`.
    """
    told: dict[str, Any] = {
        "$schema": STANDARD,
        "name": "jixiao-scores",
        "title": imprint.title or text("open-title"),
        "titles": {lang: imprint.title or text("open-title", lang) for lang in LANGUAGES},
        "description": text("open-description"),
        "sources": list(sources),
    }
    if imprint.licence is not None:
        licence = imprint.licence
        told["licenses"] = [{"name": licence.name, "title": licence.title, "path": licence.path}]
    if imprint.publisher:
        told["contributors"] = [{"title": imprint.publisher, "roles": ["publisher"]}]
    told["resources"] = [_table(folder, one) for one in tables]
    for one in tables:
        told["resources"] += [_again(folder, one.name, form) for form in ("parquet", "json")]
    told["resources"] += [{**_file(folder, path, _name(path)), "type": "file"} for path in rules]
    told["jixiao"] = dict(ground)
    return told


def _table(folder: Path, one: Resource) -> dict[str, Any]:
    titles = {lang: text(f"open-table-{one.name.replace('_', '-')}", lang) for lang in LANGUAGES}
    schema: dict[str, Any] = {
        "fields": [dict(column.described) for column in one.columns],
        "primaryKey": list(one.key),
        "missingValues": [""],
    }
    if one.references:
        schema["foreignKeys"] = [
            {"fields": list(to.fields), "reference": {"resource": to.resource, "fields": list(to.named)}}
            for to in one.references
        ]
    return {
        **_file(folder, f"csv/{one.name}.csv", one.name),
        "type": "table",
        "title": titles["zh"],
        "titles": titles,
        "encoding": "utf-8",
        "schema": schema,
    }


def _again(folder: Path, name: str, form: str) -> dict[str, Any]:
    return {**_file(folder, f"{form}/{name}.{form}", f"{name}-{form}"), "type": "file", "of": name}


def _file(folder: Path, path: str, name: str) -> dict[str, Any]:
    form = path.rpartition(".")[2]
    file = folder / path
    return {
        "name": name,
        "path": path,
        "format": form,
        "mediatype": MEDIA[form],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{file_digest(file)}",
    }


def _name(path: str) -> str:
    return path.rpartition(".")[0].replace("/", "-").lower()
