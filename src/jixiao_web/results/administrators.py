"""What the three administrators find at home: how many of what they look after, and where something is to be done."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web import policies
from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.audit.models import Entry
from jixiao_web.jobs.models import Job
from jixiao_web.organisation.models import UnitPeriod

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Card:
    """One number with the page behind it. `calls`: something is to be done when it is not zero."""

    word: str
    number: int
    link: str
    calls: bool = False


def cards(roles: Set[str]) -> list[Card]:
    """The cards of an administrator; at most three queries a role."""
    found: list[Card] = []
    if Role.SYSTEM in roles:
        found += _system()
    if Role.SECURITY in roles:
        found += _security()
    if Role.AUDIT in roles:
        found += _audit()
    return found


def _in_force() -> Q:
    day = policies.today()
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _system() -> list[Card]:
    failed = Job.objects.filter(state=Job.State.FAILED, finished__gte=timezone.now() - SOON).count()
    return [
        Card(_("在用账号"), User.objects.filter(is_active=True).count(), reverse("people")),
        Card(_("今天的机构"), UnitPeriod.objects.filter(_in_force()).count(), reverse("organisation")),
        Card(_("近一个月未成功的后台任务"), failed, f"{reverse('jobs:list')}?everybody=1", calls=True),
    ]


def _security() -> list[Card]:
    holders = Post.objects.filter(_in_force()).values("user")
    without = User.objects.filter(is_active=True).exclude(pk__in=holders).count()
    ending = Post.objects.filter(_in_force(), valid_to__lte=policies.today() + SOON).count()
    return [
        Card(_("没有岗位的账号"), without, reverse("people"), calls=True),
        Card(_("一个月内到期的岗位"), ending, reverse("people"), calls=True),
    ]


def _audit() -> list[Card]:
    today = Entry.objects.filter(at__date=policies.today()).count()
    return [
        Card(_("审计记录"), Entry.objects.count(), reverse("audit")),
        Card(_("今天的记录"), today, reverse("audit")),
        Card(
            _("还没有封入哈希链的记录"), Entry.objects.filter(number=None).count(), reverse("audit_check"), calls=True
        ),
    ]
