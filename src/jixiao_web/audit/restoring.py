"""Putting an archive back: checked first, then rows and files in one transaction, so that it is all there or nothing is changed."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils.translation import gettext as _

from jixiao_web.audit.archive import Manifest, Unusable, applied_migrations, member_of, read, unpack_files
from jixiao_web.audit.chain import Verdict, verify
from jixiao_web.audit.models import Entry
from jixiao_web.audit.rows import count_on, empty_all, load, plain, tables


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
        if not replace and not (is_empty() and _no_files(media)):
            raise Unusable(_("数据库或文件目录中已有数据，不会覆盖。确要以备份替换现有的全部数据，请加 --replace。"))
        media.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="restore-", dir=media.parent))
        aside = fresh.with_name(fresh.name + "-before")
        try:
            unpack_files(archive, fresh)
            try:
                with transaction.atomic():
                    _rows(archive, manifest)
                    verdict = verify()
                    if media.exists():
                        media.rename(aside)
                    fresh.rename(media)
            except BaseException:  # whatever it was: the files go back to where the rows are
                if media.exists() and not fresh.exists():
                    media.rename(fresh)
                if aside.exists():
                    aside.rename(media)
                raise
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)
    return Restored(manifest, verdict)


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


def _no_files(media: Path) -> bool:
    return not media.is_dir() or not any(item.is_file() for item in media.rglob("*"))


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
