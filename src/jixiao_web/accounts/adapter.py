"""What allauth asks us: nobody signs up by himself, and a new password ends the duty to change it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the system administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Never."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Keep the new password; it is the person's own now."""
        user.must_change_password = False
        super().set_password(user, password)
