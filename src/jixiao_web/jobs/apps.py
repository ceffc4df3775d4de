"""The app's name for Django, and the call for the jobs of the other apps."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """后台任务."""

    name = "jixiao_web.jobs"
    verbose_name = _("后台任务")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Each app's `jobs.py` registers what it does in the background."""
        autodiscover_modules("jobs")
