"""Putting an archive back: checked first, then rows and files in one transaction, so that it is all there or nothing is changed."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from jixiao_web.audit.archive import (
    Manifest,
    Unusable,
    applied_migrations,
    files_in,
    member_of,
    read,
    unpack_files,
)
from jixiao_web.audit.chain import Verdict, verify
from jixiao_web.audit.models import Entry
from jixiao_web.audit.rows import count_on, empty_all, load, plain, tables
from jixiao_web.shell import store


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what the audit trail says to it."""

    manifest: Manifest
    verdict: Verdict


def is_empty() -> bool:
    """Whether nobody has worked in this database yet."""
    return not (get_user_model().objects.exists() or Entry.objects.exists())


def restore(source: Path, media: Path, *, replace: bool) -> Restored:
    """Put an archive back. Raises Unusable: it is damaged, does not fit this program, or something would be overwritten."""
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise Unusable(_("{name} 不是备份文件，或已损坏、读不出来。").format(name=source.name)) from error
    with archive:
        manifest = read(archive)
        _fits(manifest)
        if not replace and not (is_empty() and next(store.names(), None) is None):
            raise Unusable(_("数据库或文件目录中已有数据，不会覆盖。确要以备份替换现有的全部数据，请加 --replace。"))
        with _in_folder(archive, media) if store.is_folder() else _in_bucket(archive) as settle, transaction.atomic():
            _rows(archive, manifest)
            verdict = verify()
            settle()
    return Restored(manifest, verdict)


@contextmanager
def _in_folder(archive: zipfile.ZipFile, media: Path) -> Iterator[Callable[[], None]]:
    """The files are unpacked beside those that are there; settling renames, and what goes wrong afterwards renames back."""
    media.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="restore-", dir=media.parent))
    aside = fresh.with_name(fresh.name + "-before")

    def settle() -> None:
        if media.exists():
            media.rename(aside)
        fresh.rename(media)

    try:
        unpack_files(archive, fresh)
        try:
            yield settle
        except BaseException:  # whatever it was: the files go back to where the rows are
            if media.exists() and not fresh.exists():
                media.rename(fresh)
            if aside.exists():
                aside.rename(media)
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def _in_bucket(archive: zipfile.ZipFile) -> Iterator[Callable[[], None]]:
    """In a bucket nothing can be renamed: the files go where none are, and go away again when the rows cannot be put back.

    Raises Unusable: there are files already.
    """
    if next(store.names(), None) is not None:
        raise Unusable(
            _(
                "对象存储的这个位置已有文件，不会混放。请在 JIXIAO_FILES 中换一个空的前缀（例如 s3://桶/新前缀），再恢复。"
            )
        )
    put: list[str] = []
    try:
        for name in files_in(archive):
            put.append(name)
            with archive.open(f"files/{name}") as content:
                store.put(name, content)
        yield lambda: None
    except BaseException:  # as above
        for name in put:
            default_storage.delete(name)
        raise


def _fits(manifest: Manifest) -> None:
    """Raises Unusable: the tables of the archive are not the tables of this program."""
    here = applied_migrations()
    if manifest.migrations != here:
        odd = sorted(set(manifest.migrations) ^ set(here))
        raise Unusable(
            _(
                "备份来自 {program} 版，数据表与本程序不同（{odd}）。请先安装制作备份的版本，"
                "在空目录中执行 jixiao manage migrate，恢复后再升级。"
            ).format(program=manifest.program, odd=odd[0])
        )
    names = [table.name for table in tables()]
    if sorted(manifest.rows) != names:
        odd = sorted(set(manifest.rows) ^ set(names))
        raise Unusable(_("备份中的数据表与本程序不同：{name}。").format(name=odd[0]))


def _rows(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """References are checked at the end: the order of the tables need not follow them."""
    with transaction.atomic():
        empty_all()
        for table in tables():
            with archive.open(member_of(table)) as lines:
                written = load(table, lines)
            if written != manifest.rows[table.name] or plain(table).count() != written:
                raise Unusable(
                    _("{name} 应有 {due} 行，写入 {n} 行。").format(
                        name=table.name, due=manifest.rows[table.name], n=written
                    )
                )
        count_on()
        connection.check_constraints()
