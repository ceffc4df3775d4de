"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FillingConfig(AppConfig):
    """填报."""

    name = "jixiao_web.filling"
    verbose_name = _("填报")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to tasks being issued."""
        from jixiao_web.filling import listeners  # noqa: F401, PLC0415  # models must be loaded first
