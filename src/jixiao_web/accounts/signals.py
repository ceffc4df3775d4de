"""Sign-ins, failed ones and sign-outs go into the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from jixiao_web.accounts.models import User
from jixiao_web.audit import services as audit


@receiver(user_logged_in)
def signed_in(user: User, **_kwargs: Any) -> None:
    """Somebody signed in."""
    audit.record(by=user, deed="session.begin", target=user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_kwargs: Any) -> None:
    """Somebody signed out."""
    if user is not None:
        audit.record(by=user, deed="session.end", target=user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    """A password was wrong; the name that was typed is kept, the password is not."""
    audit.record(by=None, deed="session.refused", name=str(credentials.get("username", ""))[:150])


@receiver(password_changed)
def new_password(user: User, **_kwargs: Any) -> None:
    """Somebody has a new password."""
    audit.record(by=user, deed="password.change", target=user)
