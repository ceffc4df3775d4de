"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShellConfig(AppConfig):
    """外壳."""

    name = "jixiao_web.shell"
    verbose_name = _("外壳")
    default_auto_field = "django.db.models.BigAutoField"
