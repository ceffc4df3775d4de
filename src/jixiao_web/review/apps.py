"""The app's name for Django, and the judge that the workflow asks."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """审核."""

    name = "jixiao_web.review"
    verbose_name = _("审核")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Judge forms when the workflow asks."""
        from jixiao_web.cycle.judging import appoint  # noqa: PLC0415  # models are there only now
        from jixiao_web.review.judge import FormJudge  # noqa: PLC0415  # as above

        appoint(FormJudge())
