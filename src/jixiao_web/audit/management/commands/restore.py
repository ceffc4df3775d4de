"""Puts the whole site back from one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from jixiao_web.audit import services as audit
from jixiao_web.audit.archive import Unusable
from jixiao_web.audit.chain import seal
from jixiao_web.audit.restoring import restore


class Command(BaseCommand):
    """`restore FILE`: all of it, or nothing. From SQLite to PostgreSQL and back as well."""

    help = "由备份文件恢复数据库和全部文件；先停止服务。SQLite 的备份可以恢复到 PostgreSQL，反之亦可。"

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, and whether what is there may go."""
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--replace", action="store_true", help="以备份替换现有的全部数据和文件")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Restore, verify the audit trail, say so. Raises CommandError: nothing was changed, or the trail was broken before."""
        source: Path = options["file"].absolute()
        try:
            done = restore(source, Path(settings.MEDIA_ROOT), replace=options["replace"])
        except Unusable as error:
            raise CommandError(str(error)) from error
        except (DatabaseError, ValueError, OSError) as error:
            raise CommandError(_("恢复没有完成，原有数据未改动：{reason}").format(reason=error)) from error
        if done.verdict.broken:
            raise CommandError(
                _("数据已恢复，但备份中的审计日志不完整：{told}").format(told=done.verdict.broken), returncode=1
            )
        audit.record(
            by=None,
            name="jixiao restore",
            deed="data.restore",
            after={"file": source.name, "made": done.manifest.made_at},
        )
        seal()
        if options["verbosity"]:
            self.stdout.write(
                _("已恢复 {made} 的备份：{rows} 行、{files} 个文件。审计日志完整：{sealed} 条。").format(
                    made=done.manifest.made_at,
                    rows=sum(done.manifest.rows.values()),
                    files=done.manifest.files,
                    sealed=done.verdict.sealed,
                )
            )
