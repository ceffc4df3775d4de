"""What this app hears of others: an edit makes the figures of its task stale."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jixiao_web.cycle.models import Form
from jixiao_web.cycle.selectors import every_task
from jixiao_web.evaluation.services import ask_refresh
from jixiao_web.filling.signals import form_changed


@receiver(form_changed, dispatch_uid="evaluation.form_changed")
def on_form_changed(form: Form, **_: Any) -> None:
    """Ask for the task's figures to be computed in a moment."""
    ask_refresh(every_task()[form.task_id])
