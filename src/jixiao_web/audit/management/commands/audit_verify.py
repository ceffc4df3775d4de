"""Checks the hash chain of the audit trail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from jixiao_web.audit.chain import seal, verify


class Command(BaseCommand):
    """`audit_verify`: exit code 0 when the chain is whole, 1 with the first broken place."""

    help = "核验审计日志的哈希链；发现改动、缺失或调换时指出是哪一条。"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Read it all; then seal what a process that was killed left behind. Raises CommandError: something was touched."""
        found = verify()
        if found.broken:
            raise CommandError(found.broken)
        late = seal()
        if options["verbosity"]:
            told = _("审计日志完整：{sealed} 条。原有 {waiting} 条未封存，已补封 {late} 条。末条摘要（SM3）：{digest}")
            self.stdout.write(
                told.format(sealed=found.sealed, waiting=found.waiting, late=late, digest=found.digest or "—")
            )
