"""Every page but the few named here is for somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from jixiao_web.accounts.models import User
from jixiao_web.audit.context import set_address

OPEN = frozenset(
    {"healthz", "account_login", "set_language", "mfa_authenticate", "account_logout", "account_reauthenticate"}
)
"""Names of addresses that answer without a session."""
WITHOUT_NEW_PASSWORD = OPEN | {"account_change_password"}


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the peer, or what the trusted proxies say; a header of a stranger is not believed."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.AXES_IPWARE_PROXY_COUNT
    if trusted and len(forwarded) >= trusted and forwarded[-trusted].strip():
        return str(forwarded[-trusted].strip())[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


class SignedInMiddleware:
    """Sends strangers to the sign-in page, newcomers to a password of their own, and tells the audit trail the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        set_address(client_address(request))
        person = request.user
        if isinstance(person, User) and person.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:  # Django's signature
        """Let through, or lead to where the person must go first."""
        del view, args, kwargs
        name = request.resolver_match.url_name if request.resolver_match else None
        person = request.user
        if isinstance(person, User):
            if person.must_change_password and name not in WITHOUT_NEW_PASSWORD:
                return redirect("account_change_password")
            return None
        if name in OPEN:
            return None
        if request.headers.get("HX-Request") or request.path.endswith(("/edits", "/changes")):
            return HttpResponse(status=401)
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
