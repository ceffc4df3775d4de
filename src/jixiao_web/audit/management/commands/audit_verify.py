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
        """Seal what waits, then read it all. Raises CommandError: something was touched."""
        late = seal()
        found = verify()
        if found.broken:
            raise CommandError(found.broken)
        self.stdout.write(_("审计日志完整：{sealed} 条，本次补封 {late} 条。").format(sealed=found.sealed, late=late))
