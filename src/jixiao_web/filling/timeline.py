"""What happened to a form since: others' deeds for a page that is open, and the whole story of one cell."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.cycle.sheets import Sheet
from jixiao_web.filling.models import Change
from jixiao_web.filling.shown import shown_cell

MOST = 5000
"""As many changes are merged into an open page; where there are more, the page asks to be loaded again."""
HERE = 20
"""Seconds after its last question for which a page counts as open."""


@dataclass(frozen=True, slots=True)
class News:
    """Deeds on one sheet, oldest first; `too_many`: they are not told one by one."""

    deeds: list[dict[str, Any]]
    too_many: bool = False


def since(form: Form, sheet: Sheet, deed: int) -> News:
    """What was written in a sheet after a deed, by whom and when. Pages know their own deeds by `client`. One query."""
    listed = (
        Change.objects.filter(deed__form=form, deed__gt=deed, row__subject=sheet.subject.id)
        .select_related("deed__by")
        .order_by("pk")[: MOST + 1]
    )
    changes = list(listed)
    if len(changes) > MOST:
        return News([], too_many=True)
    told: dict[int, dict[str, Any]] = {}
    for change in changes:
        by = change.deed
        entry = told.setdefault(
            by.pk,
            {"deed": by.pk, "client": str(by.client), "by": by.by.name, "at": by.at.isoformat(), "written": []},
        )
        shown, problem = shown_cell(sheet.subject.field(change.field), change.after) if change.field else ("", "")
        entry["written"].append([change.row_id, change.field, change.after, shown, problem])
    return News(list(told.values()))


def others_here(form: Form, subject: str, person: User) -> list[str]:
    """Who else has this sheet open, by name; says of the asker that it is here. Pages of other server processes are not seen."""
    key = f"filling-here-{form.pk}-{subject}"
    now = time.monotonic()
    present: dict[int, tuple[str, float]] = cache.get(key) or {}
    present = {pk: told for pk, told in present.items() if now - told[1] < HERE}
    present[person.pk] = (person.name, now)
    cache.set(key, present, HERE)
    return [name for pk, (name, _at) in present.items() if pk != person.pk]


def of_cell(form: Form, row: int, field: str) -> list[Change]:
    """Everything that was ever written in one cell, newest first, with the deeds and people; one query."""
    return list(
        Change.objects.filter(row=row, row__form=form, field=field)
        .select_related("deed__by", "row__form")
        .order_by("-pk")[:200]
    )
