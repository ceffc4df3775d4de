"""From where a request comes."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the peer, or what the trusted proxies say; a header of a stranger is not believed."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.PROXIES
    if trusted and len(forwarded) >= trusted and forwarded[-trusted].strip():
        return str(forwarded[-trusted].strip())[:60]
    return str(request.META.get("REMOTE_ADDR", ""))[:60]
