"""Questions to the audit trail: what the audit administrator's pages show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.dateparse import parse_date

from jixiao_web.audit.models import Entry

PAGE = 100
WISHES = ("who", "deed", "place", "kind", "target", "since", "until", "q")
"""By what entries are filtered; the names stand in the address."""


def entries(wish: Mapping[str, str], page: str | None) -> Page[Any]:
    """Entries, newest first. A day that is no day filters nothing."""
    found = Entry.objects.select_related("by")
    if wish["who"]:
        found = found.filter(Q(by_name__icontains=wish["who"]) | Q(by__username__iexact=wish["who"]))
    if wish["deed"]:
        found = found.filter(deed__startswith=wish["deed"])
    if wish["place"]:
        found = found.filter(place=wish["place"])
    if wish["kind"]:
        found = found.filter(kind=wish["kind"])
    if wish["target"]:
        found = found.filter(target=wish["target"])
    since, until = _day(wish["since"]), _day(wish["until"])
    if since:
        found = found.filter(at__date__gte=since)
    if until:
        found = found.filter(at__date__lte=until)
    if wish["q"]:
        found = found.filter(reason__icontains=wish["q"])
    return Paginator(found, PAGE).get_page(page)


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing before and after, as a person reads it; empty where it was not there."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two differ."""
        return self.before != self.after


def pairs(entry: Entry) -> list[Pair]:
    """Before and after, side by side."""
    names = dict.fromkeys([*entry.before, *entry.after])
    return [Pair(name, _read(entry.before.get(name)), _read(entry.after.get(name))) for name in names]


def _read(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case list() if all(isinstance(item, str) for item in value):
            return "\n".join(value)
        case _:
            return json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:  # 31 February
        return None
