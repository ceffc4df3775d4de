"""Who can sign in to the demonstration."""

from __future__ import annotations

from typing import Any

from django import template

from jixiao_web.demo.making import story

register = template.Library()


@register.simple_tag
def demo_password() -> str:
    """The one password."""
    return str(story()["password"])


@register.simple_tag
def demo_people() -> Any:
    """The people of the story."""
    return story()["people"]
