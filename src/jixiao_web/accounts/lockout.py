"""Who tried too many passwords, and what he reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001  # axes passes them
    """For how long, and whom to ask. Each further attempt begins the time anew."""
    wait = get_cool_off(request) or timedelta(0)
    minutes = -(-wait // timedelta(minutes=1))
    sentence = _("密码连续输错次数过多，已暂停登录 {n} 分钟。请稍后再试；忘记密码请找系统管理员重置。").format(
        n=minutes
    )
    response = render(request, "accounts/locked.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(wait // timedelta(seconds=1))
    return response


def name_of(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The sign-in name that was tried: the form calls it `login`, Django's sign-in `username`. Capitals do not make another."""
    told = (credentials or {}).get("username") or (request.POST.get("login", "") if request is not None else "")
    return str(told).strip().casefold()
