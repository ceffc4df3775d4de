"""Passwords: not the name, none of the last five again, and, where the site wishes it, a new one after so many days."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web.accounts.models import PasswordRecord, User


class NameValidator:
    """Refuses a password in which the person's own name or sign-in name stands."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError: the name is in it."""
        for name in (user.username, user.name) if user else ():
            if len(name) >= 2 and name.casefold() in password.casefold():
                raise ValidationError(_("密码中不能含有姓名或登录名。"), code="password_has_name")

    def get_help_text(self) -> str:
        """What the page says."""
        return _("不能含有姓名或登录名。")


class HistoryValidator:
    """Refuses a password that the person had lately. Django tells it of every new one."""

    def __init__(self, remembered: int = 5) -> None:
        self.remembered = remembered

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError: it is one of the last ones."""
        if user is None or user.pk is None:
            return
        records = PasswordRecord.objects.filter(user=user).order_by("-pk").values_list("password", flat=True)
        for kept in dict.fromkeys(
            [user.password, *records[: self.remembered]]
        ):  # the first one was given, not recorded
            if check_password(password, kept):
                raise ValidationError(
                    _("新密码不能与最近 {n} 个密码相同，请另取一个。").format(n=self.remembered), code="password_used"
                )

    def password_changed(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django's signature
        """Remember the new one, as the digest that signs the person in, and forget what is too old to matter."""
        if user is None or user.pk is None:
            return
        PasswordRecord.objects.create(user=user, password=user.password, at=timezone.now())
        recent = PasswordRecord.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True)
        PasswordRecord.objects.filter(user=user).exclude(pk__in=list(recent[: self.remembered])).delete()

    def get_help_text(self) -> str:
        """What the page says."""
        return _("不能与最近 {n} 个密码相同。").format(n=self.remembered)


def is_expired(user: User) -> bool:
    """Whether the password is older than the site allows; never, where it sets no limit."""
    if not settings.PASSWORD_DAYS:
        return False
    newest = PasswordRecord.objects.filter(user=user).order_by("-pk").first()
    since = newest.at if newest else user.date_joined
    return timezone.now() - since > timedelta(days=settings.PASSWORD_DAYS)
