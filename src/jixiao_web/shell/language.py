"""The language of the reader, as the core calls it."""

from __future__ import annotations

from django.utils.translation import get_language


def core_language() -> str:
    """`zh` or `en`."""
    return "en" if (get_language() or "").startswith("en") else "zh"
