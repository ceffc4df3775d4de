"""What the library hears of others: a form that became final is learned from."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.signals import form_final
from jixiao_web.objectives.services import learn


@receiver(form_final, dispatch_uid="objectives.form_final")
def learn_from_what_is_final(form: Form, by: User, **_kwargs: Any) -> None:
    """The indicators of a finally approved form are found next year."""
    learn(form, by)
