"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    """组织机构."""

    name = "jixiao_web.organisation"
    verbose_name = _("组织机构")
    default_auto_field = "django.db.models.BigAutoField"
