"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jixiao_web.shell import stamps


class CycleConfig(AppConfig):
    """年度与流程."""

    name = "jixiao_web.cycle"
    verbose_name = _("年度与流程")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have it known when years, tasks and leave to fill in late change."""
        stamps.watch("states", "cycle.Form", columns=("state",))
        stamps.watch("cycle", "cycle.Year", "cycle.Task", "cycle.Exemption", "organisation.Unit")
