"""Sign-ins, failed ones, lock-outs, sign-outs and second factors go into the audit trail."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from jixiao_web.accounts.middleware import is_active
from jixiao_web.accounts.models import User
from jixiao_web.accounts.passwords import is_expired
from jixiao_web.audit import services as audit


@receiver(user_logged_in)
def signed_in(user: User, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Somebody signed in; a password that is too old must be changed first."""
    if request is not None:
        is_active(request.session)
    if is_expired(user) and not user.must_change_password:
        user.must_change_password = True
        user.save(update_fields=["must_change_password"])
    audit.record(by=user, deed="session.begin", target=user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_kwargs: Any) -> None:
    """Somebody signed out, or was signed out after doing nothing for long."""
    if user is not None:
        audit.record(by=user, deed="session.end", target=user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_kwargs: Any) -> None:
    """A password was wrong; the name that was typed is kept, the password is not."""
    audit.record(by=None, deed="session.refused", name=typed(credentials.get("username")))


@receiver(user_locked_out)
def locked(username: str | None, **_kwargs: Any) -> None:
    """Too many wrong passwords: nobody signs in under this name from this address for a while."""
    audit.record(by=None, deed="session.locked", name=typed(username))


@receiver(authentication_failed)
def wrong_code(user: User, **_kwargs: Any) -> None:
    """The password was right, the second factor was not."""
    audit.record(by=user, deed="factor.refused", target=user)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Any, **_kwargs: Any) -> None:
    """A second factor, or a set of recovery codes."""
    audit.record(by=user, deed="factor.add", target=user, after={"kind": str(authenticator.type)})


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Any, **_kwargs: Any) -> None:
    """A second factor less."""
    audit.record(by=user, deed="factor.remove", target=user, before={"kind": str(authenticator.type)})


@receiver(password_changed)
def new_password(user: User, **_kwargs: Any) -> None:
    """Somebody has a new password."""
    audit.record(by=user, deed="password.change", target=user)


def typed(name: object) -> str:
    """What a stranger typed as a name, as far as a line holds it."""
    return str(name or "").replace("\0", "")[:150]
