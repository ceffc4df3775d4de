"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """审计."""

    name = "jixiao_web.audit"
    verbose_name = _("审计")
    default_auto_field = "django.db.models.BigAutoField"
