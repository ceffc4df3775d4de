"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jixiao_web.shell import stamps


class AccountsConfig(AppConfig):
    """人员与权限."""

    name = "jixiao_web.accounts"
    verbose_name = _("人员与权限")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins; have it known when somebody's posts change."""
        from jixiao_web.accounts import signals  # noqa: F401, PLC0415  # models must be loaded first

        stamps.watch("rights", "accounts.Post", "accounts.Delegation", "organisation.Unit", "organisation.Division")
        stamps.watch("rights", "accounts.User", columns=("name", "is_active"))
