"""Telling people."""

from __future__ import annotations

from jixiao_web.accounts.models import User
from jixiao_web.notices.models import Notice


def tell(user: User, kind: str, text: str, text_en: str = "", link: str = "", key: str = "") -> Notice:
    """Give a person a notice. Telling the same `key` twice is one notice."""
    made, _new = Notice.objects.get_or_create(
        user=user,
        key=key or f"{kind}:{text}"[:160],
        defaults={"kind": kind, "text": text, "text_en": text_en, "link": link},
    )
    return made
