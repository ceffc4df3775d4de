"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from jixiao_web.shell import stamps


class OrganisationConfig(AppConfig):
    """组织机构."""

    name = "jixiao_web.organisation"
    verbose_name = _("组织机构")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have it known when the tree changes; make the stamps of all apps whenever the tables were migrated."""
        post_migrate.connect(stamps.install, sender=self, dispatch_uid="shell.stamps")
        stamps.watch("organisation", "organisation.Unit", "organisation.UnitPeriod", "organisation.Division")
