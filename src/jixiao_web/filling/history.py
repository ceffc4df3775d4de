"""The ledger as people read it: deeds of a form with their changes, and which deed of one's own can be taken back or done again."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.db.models.functions import RowNumber

from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Change, Deed

PAGE = 30
SHOWN = 200
"""As many changes of one deed are listed; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """A deed with its first changes, and how many it has."""

    deed: Deed
    changes: tuple[Change, ...]
    number: int


def deeds(form: Form, row: int | None = None, page: str | None = None) -> tuple[list[Told], Page]:
    """One page of the deeds of a form, newest first, or of those that touched one row; four queries."""
    found: QuerySet[Deed] = Deed.objects.filter(form=form).select_related("by", "undone_by__by")
    if row is not None:
        found = found.filter(pk__in=Change.objects.filter(row=row, row__form=form).values("deed"))
    sheet = Paginator(found, PAGE).get_page(page)
    listed = list(sheet.object_list)
    numbers = dict(Change.objects.filter(deed__in=listed).values_list("deed").annotate(number=Count("pk")).order_by())
    place = Window(RowNumber(), partition_by="deed", order_by="pk")
    first = Change.objects.filter(deed__in=listed).annotate(place=place).filter(place__lte=SHOWN)
    by_deed: dict[int, list[Change]] = {}
    for change in first.select_related("row"):
        by_deed.setdefault(change.deed_id, []).append(change)
    told = [Told(deed, tuple(by_deed.get(deed.pk, ())), numbers.get(deed.pk, 0)) for deed in listed]
    return told, sheet


def undoable(form: Form, person: User) -> Deed | None:
    """The last deed of a person on a form that can be taken back."""
    own = Deed.objects.filter(form=form, by=person, undone_by__isnull=True)
    return own.exclude(kind__in=(Deed.Kind.UNDO, Deed.Kind.PREFILL)).first()


def redoable(form: Form, person: User) -> Deed | None:
    """The undoing that a person did last, if nothing of theirs came after it."""
    last = Deed.objects.filter(form=form, by=person).first()
    return last if last is not None and last.kind == Deed.Kind.UNDO and not hasattr(last, "undone_by") else None
