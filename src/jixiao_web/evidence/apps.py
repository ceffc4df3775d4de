"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """佐证材料."""

    name = "jixiao_web.evidence"
    verbose_name = _("佐证材料")
    default_auto_field = "django.db.models.BigAutoField"
