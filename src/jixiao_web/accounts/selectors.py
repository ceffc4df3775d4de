"""Questions about people: what their own page and the administrators' page show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q

from jixiao_web.accounts.models import Delegation, Post, User

PAGE = 50


@dataclass(frozen=True)
class Own:
    """What concerns one person. Posts that ended are kept for the record, the present ones first."""

    posts: list[Post]
    past: list[Post]
    lent: list[Delegation]
    borrowed: list[Delegation]
    sessions: list[UserSession]
    has_second_factor: bool


def own(person: User, day: date) -> Own:
    """One person's posts, delegations and sessions."""
    posts = list(Post.objects.filter(user=person).select_related("unit", "division"))
    delegations = Delegation.objects.filter(valid_to__gte=day).select_related("post__unit", "post__user", "deputy")
    return Own(
        [post for post in posts if post.valid_to is None or post.valid_to >= day],
        [post for post in posts if post.valid_to is not None and post.valid_to < day],
        list(delegations.filter(post__user=person)),
        list(delegations.filter(deputy=person)),
        sorted(UserSession.objects.purge_and_list(person), key=lambda item: item.created_at),
        Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists(),
    )


def people(wish: str, page: str | None, day: date) -> Page[Any]:
    """People with the posts that are not over, by sign-in name; `wish` is part of a name, a sign-in name or a unit's code."""
    current = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).select_related("unit", "division")
    found = User.objects.annotate(
        has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
    ).prefetch_related(Prefetch("posts", current, to_attr="present_posts"))
    if wish:
        at_unit = Post.objects.filter(unit__code__icontains=wish).values("user")
        found = found.filter(Q(name__icontains=wish) | Q(username__icontains=wish) | Q(pk__in=at_unit))
    return Paginator(found.order_by("username"), PAGE).get_page(page)
