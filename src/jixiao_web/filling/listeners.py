"""What forms do when others did something."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.signals import form_issued
from jixiao_web.filling.prefill import prefill


@receiver(form_issued)
def fill_what_is_known(form: Form, by: User, **_kwargs: Any) -> None:
    """A form that was just issued is pre-filled."""
    prefill(by, form)
