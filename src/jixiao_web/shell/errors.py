"""Error pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django passes it
    """The form's token was not accepted."""
    return render(request, "shell/csrf.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person has no right; the exception says why."""
    return render(request, "shell/403.html", {"sentence": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page."""
    told = exception.args[0] if exception is not None and exception.args else ""
    sentence = told if isinstance(told, str) else ""  # the resolver tells paths, which are not for people
    return render(request, "shell/404.html", {"sentence": sentence}, status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django passes it
    """Our own slip."""
    return HttpResponse(get_template("shell/500.html").render({}, None), status=500)  # nothing that might break again
