"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """导入导出."""

    name = "jixiao_web.exchange"
    verbose_name = _("导入导出")
    default_auto_field = "django.db.models.BigAutoField"
