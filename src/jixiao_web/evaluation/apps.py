"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jixiao_web.shell import stamps


class EvaluationConfig(AppConfig):
    """绩效自评."""

    name = "jixiao_web.evaluation"
    verbose_name = _("绩效自评")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of edits; have it known when figures were computed anew."""
        from jixiao_web.evaluation import listeners  # noqa: F401, PLC0415  # models are there only now

        stamps.watch("figures", *(f"evaluation.{name}" for name in ("ScoreRecord", "UnitFigures", "ProjectFigures")))
