"""One file that holds the whole site: its rows, its uploaded and issued files, and a manifest with the SM3 of each."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web.audit.rows import Table, rows_of, tables
from jixiao_web.shell import store

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


class Unusable(ValueError):
    """The archive cannot be used; the message is a whole sentence."""


@dataclass
class Manifest:
    """What stands in an archive.

    Attributes:
        migrations: the state of the tables, "app.name" each; rows fit only tables of the same state.
        rows: number of rows by table.
        digests: SM3 by member.
        chain: number and digest of the last sealed entry of the audit trail.
    """

    made_at: str
    program: str
    engine: str
    migrations: list[str]
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    digests: dict[str, str] = field(default_factory=dict)
    chain: list[Any] = field(default_factory=lambda: [0, ""])
    format: int = FORMAT


def member_of(table: Table) -> str:
    """Where the rows of a table stand."""
    return f"rows/{table.name}.jsonl"


def applied_migrations() -> list[str]:
    """The state of the tables."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def write(target: Path, chain: tuple[int, str]) -> Manifest:
    """Write the archive, readable by its owner only; an unfinished one never has the name asked for."""
    manifest = Manifest(
        timezone.now().isoformat(timespec="seconds"), version("jixiao"), connection.vendor, applied_migrations()
    )
    manifest.chain = list(chain)
    unfinished = target.with_name(target.name + ".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
            for table in tables():
                count = _add(made, manifest, member_of(table), rows_of(table))
                manifest.rows[table.name] = count
            for name in store.names():
                try:
                    source = default_storage.open(name, "rb")
                except FileNotFoundError:  # somebody took his upload away meanwhile
                    continue
                with source:
                    _add(made, manifest, f"files/{name}", _chunks(source))
                manifest.files += 1
            made.writestr(MANIFEST, json.dumps(vars(manifest), ensure_ascii=False, indent=1))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def read(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, after every member was compared with it. Raises Unusable: the first thing that does not fit."""
    try:
        told = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**told)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise Unusable(_("这不是本系统的备份文件：其中没有可读的清单（manifest.json）。")) from error
    if manifest.format != FORMAT:
        raise Unusable(
            _("备份文件的格式是第 {found} 版，本程序只认第 {known} 版：请用制作它的那个版本恢复。").format(
                found=manifest.format, known=FORMAT
            )
        )
    names = [info.filename for info in archive.infolist() if info.filename != MANIFEST]
    if sorted(names) != sorted(manifest.digests):
        odd = sorted(set(names) ^ set(manifest.digests)) or names
        raise Unusable(_("备份文件的内容与清单不符：{name} 缺失或多余。").format(name=odd[0]))
    for name in names:
        if not is_safe(name):
            raise Unusable(_("备份文件里的路径 {name} 指向目录之外，拒绝恢复。").format(name=name))
        if _digest(archive, name) != manifest.digests[name]:
            raise Unusable(_("备份文件已损坏：{name} 的 SM3 摘要与清单不符。请换用另一份备份。").format(name=name))
    return manifest


def is_safe(name: str) -> bool:
    """Whether a member stays where it is unpacked."""
    path = PurePosixPath(name)
    return path.parts[:1] in {("rows",), ("files",)} and ".." not in path.parts and "\\" not in name


def files_in(archive: zipfile.ZipFile) -> list[str]:
    """The names of the files of the store that are in it."""
    listed = (info for info in archive.infolist() if not info.is_dir())
    return [info.filename.removeprefix("files/") for info in listed if info.filename.startswith("files/")]


def unpack_files(archive: zipfile.ZipFile, folder: Path) -> int:
    """Put the files into a folder that is made for it; answers how many."""
    written = 0
    for name in files_in(archive):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.open(f"files/{name}") as source, place.open("xb") as out:
            place.chmod(0o600)
            for chunk in _chunks(source):
                out.write(chunk)
        written += 1
    return written


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = Hash(SM3())
    try:
        with archive.open(name) as source:
            for chunk in _chunks(source):
                digest.update(chunk)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise Unusable(_("备份文件已损坏：{name} 读不出来。请换用另一份备份。").format(name=name)) from error
    return digest.finalize().hex()


def _add(made: zipfile.ZipFile, manifest: Manifest, name: str, parts: Iterable[bytes]) -> int:
    digest, count = Hash(SM3()), 0
    with made.open(name, "w", force_zip64=True) as out:
        for part in parts:
            digest.update(part)
            out.write(part)
            count += 1
    manifest.digests[name] = digest.finalize().hex()
    return count


def _chunks(source: IO[bytes] | File) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
