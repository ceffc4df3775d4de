"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    """分析."""

    name = "jixiao_web.results"
    verbose_name = _("分析")
    default_auto_field = "django.db.models.BigAutoField"
