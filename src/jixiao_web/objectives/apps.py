"""The app's name for Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ObjectivesConfig(AppConfig):
    """绩效目标."""

    name = "jixiao_web.objectives"
    verbose_name = _("绩效目标")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The house's own indicators are in the library as soon as its table is there; what becomes final is learned from."""
        from jixiao_web.objectives import listeners  # noqa: F401, PLC0415  # models must be loaded first

        post_migrate.connect(_plant, sender=self, dispatch_uid="library-seed")


def _plant(*, using: str, **_kwargs: Any) -> None:
    from django.db import connections  # noqa: PLC0415  # once, after migrations

    from jixiao_web.objectives.models import LibraryIndicator  # noqa: PLC0415  # models are loaded by now
    from jixiao_web.objectives.seed import plant  # noqa: PLC0415  # as above

    if (
        LibraryIndicator._meta.db_table in connections[using].introspection.table_names()
    ):  # not after migrating backwards
        plant()
