"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """报告."""

    name = "jixiao_web.reports"
    verbose_name = _("报告")
    default_auto_field = "django.db.models.BigAutoField"
