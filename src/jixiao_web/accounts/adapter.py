"""What allauth asks us: nobody signs up by himself, and a new password ends the duty to change it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from jixiao_web.accounts.addresses import client_address
from jixiao_web.accounts.middleware import is_closely_guarded
from jixiao_web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the system administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("登录名或密码不对。连续输错 5 次，将暂停登录 15 分钟。"),
        "too_many_login_attempts": _("尝试过于频繁，请几分钟后再登录。"),
        "rate_limited": _("操作过于频繁，请一分钟后再试。"),
        "incorrect_password": _("当前密码不对，请重新输入。"),
        "account_inactive": _("账号已停用，请联系系统管理员。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Never."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the audit trail and the lock-out go by, too."""
        return client_address(request)

    def set_password(self, user: Any, password: str) -> None:
        """Keep the new password; it is the person's own now."""
        user.must_change_password = False
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: whose it is, and who may not be without."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("动态口令或恢复码不对：请输入手机上现在显示的六位数字，并核对手机时间。"),
        "cannot_delete_authenticator": _("您的岗位必须使用动态口令，不能停用。"),
    }

    def get_totp_label(self, user: Any) -> str:
        """What the telephone shows."""
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not where the site requires it of the post."""
        person = authenticator.user
        guarded = isinstance(person, User) and settings.REQUIRE_TOTP
        return not (guarded and is_closely_guarded(person))
