"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """通知."""

    name = "jixiao_web.notices"
    verbose_name = _("通知")
    default_auto_field = "django.db.models.BigAutoField"
