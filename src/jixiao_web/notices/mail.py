"""Mail: what people should know even when they do not open the site. One message a notice, sent once."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jixiao_web.accounts.models import User
from jixiao_web.notices.models import Notice

MAILED = frozenset({"reminder", "asked"})
"""Kinds of notices that go by mail: digests, one a person and day. Everything else waits on the site."""
KEPT_TRYING = timedelta(days=3)
log = logging.getLogger(__name__)


def send_waiting() -> int:
    """Mail what has not been mailed; answers how many were sent.

    A server that cannot be reached raises, and what was not sent is tried again later; an address that the server refuses is
    not tried again.
    """
    found = Notice.objects.filter(
        kind__in=MAILED, mailed_at__isnull=True, created__gte=timezone.now() - KEPT_TRYING, user__is_active=True
    )
    waiting = list(found.exclude(user__email="").select_related("user").order_by("pk"))
    if not waiting:
        return 0
    sent = 0
    with get_connection() as connection:
        for notice in waiting:
            message = written(notice)
            message.connection = connection
            try:
                sent += message.send()
            except smtplib.SMTPRecipientsRefused:
                log.warning("the mail server refuses the address of person %s", notice.user_id)
            Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())
    return sent


def written(notice: Notice) -> EmailMessage:
    """A notice as a message in its reader's language."""
    person: User = notice.user
    with translation.override("en" if person.language.startswith("en") else "zh-hans"):
        text = notice.text_en if person.language.startswith("en") and notice.text_en else notice.text
        return EmailMessage(
            subject=_("绩效管理：待办提醒"),
            body="\n\n".join(
                (_("{name}：").format(name=person.name), text, _("请登录绩效管理系统，在“我的任务”中办理。"))
            ),
            to=[person.email],
        )
