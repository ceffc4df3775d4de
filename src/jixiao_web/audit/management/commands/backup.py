"""Writes the whole site into one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from jixiao_web.audit import services as audit
from jixiao_web.audit.archive import write
from jixiao_web.audit.chain import seal
from jixiao_web.audit.models import ChainHead
from jixiao_web.audit.moment import one_moment


class Command(BaseCommand):
    """`backup FILE`: rows as of one moment, all files, and a manifest with the SM3 of each. The site may go on running."""

    help = "把数据库和全部文件备份为一个文件（zip，附 SM3 清单）；运行中也可备份。"

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE."""
        parser.add_argument("file", type=Path, help="备份文件，例如 jixiao-2023-03-31.zip")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Record that a copy was made, then make it. Raises CommandError: the file exists, or cannot be written."""
        target: Path = options["file"].absolute()
        if target.exists():
            raise CommandError(_("{path} 已存在，不会覆盖。请换一个文件名。").format(path=target))
        audit.record(by=None, name="jixiao backup", deed="data.backup", after={"file": target.name})
        seal()
        try:
            with one_moment():
                head = ChainHead.objects.filter(pk=1).first()
                made = write(target, (head.number, head.digest) if head else (0, ""))
        except OSError as error:
            raise CommandError(_("写不了 {path}：{reason}。").format(path=target, reason=error.strerror)) from error
        if options["verbosity"]:
            self.stdout.write(
                _("已备份到 {path}：{rows} 行、{files} 个文件；审计日志到第 {number} 条。").format(
                    path=target, rows=sum(made.rows.values()), files=made.files, number=made.chain[0]
                )
            )
