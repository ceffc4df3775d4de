"""Every page but the few named here is for somebody who is signed in, lately active, and properly secured."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts import limits
from jixiao_web.accounts.addresses import client_address
from jixiao_web.accounts.models import Role, User
from jixiao_web.audit.context import set_address
from jixiao_web.shell import stamps

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase

OPEN = frozenset({"healthz", "account_login", "set_language", "mfa_authenticate", "account_logout"})
"""Names of addresses that answer without a session."""
WITHOUT_NEW_PASSWORD = OPEN | {"account_change_password"}
WITHOUT_SECOND_FACTOR = WITHOUT_NEW_PASSWORD | {
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
}
CLOSELY_GUARDED = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.BUREAU, Role.FINANCE})
"""Roles that need a second factor where the site asks for it."""
ASKED_BY_SCRIPTS = ("/edits", "/undo", "/redo", "/changes")
_SEEN, _SECURED = "seen", "second_factor"


class SignedInMiddleware:
    """Sends strangers to the sign-in page and newcomers to a password of their own; tells the audit trail the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        set_address(client_address(request))
        person = request.user = get_user(request)  # once: a lazy one is looked through at every question of rights
        if isinstance(person, User) and person.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(person.language)
            request.LANGUAGE_CODE = person.language
        if request.method in {"GET", "HEAD"}:
            with stamps.one_look():
                return self.get_response(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:  # Django's signature
        """Let through, or lead to where the person must go first."""
        del view, args, kwargs
        name = request.resolver_match.url_name if request.resolver_match else None
        person = request.user
        if isinstance(person, User):
            if not is_active(request.session):
                logout(request)
                messages.info(request, _("您已较长时间没有操作，为安全起见已退出，请重新登录。"))
                return None if name in OPEN else to_sign_in(request)
            if person.must_change_password:
                return None if name in WITHOUT_NEW_PASSWORD else redirect("account_change_password")
            if name not in WITHOUT_SECOND_FACTOR and lacks_second_factor(request.session, person):
                messages.warning(request, _("您的岗位须启用动态口令：请用手机验证器扫描二维码，之后才能办理其他事项。"))
                return redirect("mfa_activate_totp")
            return limits.held_back(request)
        return None if name in OPEN else to_sign_in(request)


def is_active(session: SessionBase) -> bool:
    """Whether the person did something lately; remembered by the minute, so that not every page writes."""
    now = int(time.time())
    seen = session.get(_SEEN)
    if isinstance(seen, int) and now - seen > settings.SESSION_IDLE_MINUTES * 60:
        return False
    if not isinstance(seen, int) or now - seen >= 60:
        session[_SEEN] = now
    return True


def lacks_second_factor(session: SessionBase, person: User) -> bool:
    """Whether the site asks this person for a second factor that is not there yet. Asked once a session."""
    if not settings.REQUIRE_TOTP or session.get(_SECURED):
        return False
    if not is_closely_guarded(person):
        return False
    if Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        session[_SECURED] = True
        return False
    return True


def is_closely_guarded(person: User) -> bool:
    """Whether the person holds, or stands in for, a post that needs a second factor."""
    return any(post.role in CLOSELY_GUARDED for post in policies.posts_of(person))


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back; scripts get a plain answer that they can understand."""
    if request.headers.get("HX-Request") or request.path.endswith(ASKED_BY_SCRIPTS):
        return HttpResponse(status=401)
    wanted = {"next": request.get_full_path()} if request.method == "GET" else {}
    return redirect(f"{reverse('account_login')}?{urlencode(wanted)}" if wanted else reverse("account_login"))
