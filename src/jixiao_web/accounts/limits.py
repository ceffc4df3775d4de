"""How often one person may do something: so many times in so many seconds, counted in the cache.

Each server process counts for itself; with several, a person may do it as many times more. That keeps a runaway script out
and needs no write to the database for every edit.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jixiao_web.accounts.addresses import client_address

LIMITS: Mapping[str, tuple[int, int]] = {
    "edits": (1200, 60),
    "sheet_undo": (600, 60),
    "sheet_redo": (600, 60),
    "lint": (600, 60),
    "weights": (600, 60),
    "import_upload": (20, 60),
    "evidence_upload": (60, 60),
    "uploads": (20, 60),
    "reports:render": (20, 60),
    "reports:readback": (20, 60),
    "task_remind": (10, 60),
}
"""How often one person may post to an address: times, in so many seconds. A person at a keyboard never comes near."""


def held_back(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who posts too often to an address; None for everybody else."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if request.method != "POST" or name not in LIMITS:
        return None
    wait = spend(name, who(request), *LIMITS[name])
    return too_often(request, wait) if wait else None


def who(request: HttpRequest) -> str:
    """Whose account is charged."""
    return f"u{request.user.pk}" if request.user.is_authenticated else f"a{client_address(request)}"


def spend(name: str, whose: str, times: int, seconds: int) -> int:
    """Count one more. Answers 0, or in how many seconds it may be tried again."""
    now = int(time.time())
    window = now // seconds
    key = f"limit:{name}:{whose}:{window}"
    cache.add(key, 0, timeout=seconds + 1)
    try:
        spent = cache.incr(key)
    except ValueError:  # it ran out between the two calls: a new window has begun
        return 0
    return (window + 1) * seconds - now if spent > times else 0


def too_often(request: HttpRequest, wait: int) -> HttpResponse:
    """Says for how long to wait; a script is told by the header."""
    sentence = _("操作过于频繁，请 {n} 秒后再试。已填的内容不会丢失。").format(n=wait)
    response = render(request, "429.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(wait)
    return response
