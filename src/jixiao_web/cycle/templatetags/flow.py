"""What a code of a check means, for people."""

from __future__ import annotations

from django import template

from jixiao.checks import catalogue
from jixiao_web.shell.language import core_language

register = template.Library()


@register.filter
def rule_title(code: str) -> str:
    """What is wrong when the check fires; nothing for a code of an older rulebook."""
    found = catalogue().get(code)
    return found.title(core_language()) if found is not None else ""
