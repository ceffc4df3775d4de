"""What somebody reads who tried too many passwords."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def locked_out(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001  # axes passes them
    """For how long, and whom to ask."""
    sentence = _("密码连续输错次数过多，已暂停登录 15 分钟。请稍后再试；忘记密码请找系统管理员重置。")
    return render(request, "accounts/locked.html", {"sentence": sentence}, status=429)
