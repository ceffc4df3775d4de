"""`remind`: tell people what is still open, and mail it; what the clock does every morning, at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from jixiao_web import policies
from jixiao_web.cycle import reminders
from jixiao_web.notices import mail


class Command(BaseCommand):
    """Reminds once; running it twice on a day tells nobody twice."""

    help = "提醒即将到期和逾期的任务 / Remind people of what is due"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Print how many people were told and how many mails were sent."""
        told = reminders.remind(policies.today())
        sent = mail.send_waiting()
        self.stdout.write(f"提醒 {told} 人，发出邮件 {sent} 封。/ {told} people told, {sent} mails sent.")
