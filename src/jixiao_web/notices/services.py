"""Telling people, and putting documents on their reading lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, User
from jixiao_web.audit import services as audit
from jixiao_web.notices.models import Notice, ReadingItem
from jixiao_web.organisation.models import Unit


def tell(user: User, kind: str, text: str, text_en: str = "", link: str = "", key: str = "") -> Notice:
    """Give a person a notice. Telling the same `key` twice is one notice."""
    made, _new = Notice.objects.get_or_create(
        user=user,
        key=key or f"{kind}:{text}"[:160],
        defaults={"kind": kind, "text": text, "text_en": text_en, "link": link},
    )
    return made


def tell_all(notices: Iterable[Notice]) -> None:
    """Give many people their notices in one statement; what somebody was told before, by its key, is not told again."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def read(person: User, notice: Notice) -> None:
    """A notice was opened by whom it was for. Others' notices stay as they are."""
    Notice.objects.filter(pk=notice.pk, user=person, read_at__isnull=True).update(read_at=timezone.now())


def read_all(person: User) -> int:
    """All notices of a person are read. Answers how many were not."""
    return Notice.objects.filter(user=person, read_at__isnull=True).update(read_at=timezone.now())


class Refused(ValueError):
    """The deed cannot be done; the message is a whole sentence for the person."""


@transaction.atomic
def give_reading(by: User, unit: Unit, *, title: str, number: str = "", link: str = "") -> int:
    """Put a document on the reading list of everybody with a post in a unit or under it. Answers how many got it.

    Raises Refused: an address that is none of the web, or nobody who has not got it.
    """
    policies.require(by, "reminder.send", unit)
    if link and not link.startswith(("https://", "http://", "/")):
        raise Refused(_("链接应以 https:// 开头，或留空。"))
    below = [node.id for node in policies.present_tree(by).under(unit.pk)]
    day = policies.today()
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    posts = Post.objects.filter(in_force, valid_from__lte=day, unit__in=below, user__is_active=True)
    people = set(posts.values_list("user", flat=True))
    people -= set(ReadingItem.objects.filter(title=title.strip(), user__in=people).values_list("user", flat=True))
    if not people:
        raise Refused(_("这些人的清单里已经有《{title}》。").format(title=title.strip()))
    ReadingItem.objects.bulk_create(
        [
            ReadingItem(user_id=person, title=title.strip(), number=number.strip(), link=link.strip())
            for person in sorted(people)
        ]
    )
    audit.record(by=by, deed="reading.give", target=unit, after={"title": title.strip(), "people": len(people)})
    return len(people)


def mark_read(person: User, item: ReadingItem, at: datetime | None = None) -> None:
    """A document was read, for the first time now. Others' lists stay as they are."""
    ReadingItem.objects.filter(pk=item.pk, user=person, read_at__isnull=True).update(read_at=at or timezone.now())
