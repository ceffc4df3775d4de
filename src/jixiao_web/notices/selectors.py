"""Questions about notices."""

from __future__ import annotations

from django.db.models import QuerySet

from jixiao_web.accounts.models import User
from jixiao_web.notices.models import Notice, ReadingItem


def unread_count(person: User) -> int:
    """How many notices a person has not read; one query."""
    return Notice.objects.filter(user=person, read_at__isnull=True).count()


def notices_of(person: User) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    return Notice.objects.filter(user=person)


def reading_of(person: User) -> QuerySet[ReadingItem]:
    """A person's reading list, what is not read yet first."""
    return ReadingItem.objects.filter(user=person).order_by("read_at", "pk")
