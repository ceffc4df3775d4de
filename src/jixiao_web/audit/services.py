"""Writing the audit trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from jixiao_web.audit.context import address_of_request
from jixiao_web.audit.models import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model

    from jixiao_web.accounts.models import User

_ENCODER = DjangoJSONEncoder()


def record(
    *,
    by: User | None,
    deed: str,
    target: Model | None = None,
    place: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    name: str = "",
) -> Entry:
    """Write one entry in the caller's transaction, sealed when that commits.

    Args:
        by: who did it; None only for failed sign-ins and for work of the clock, and then `name` says who or what.
        deed: what was done, as "form.submit".
        target: the thing it was done to.
        before: what changed, as plain data with figures as text.
        after: the same afterwards.
        reason: why, where somebody said so.
        name: who or what did it, where no person did.
        place: code of the unit; by default that of the target.
    """
    entry = Entry.objects.create(
        at=timezone.now(),
        by=by,
        by_name=by.name if by else name,
        deed=deed,
        kind=target._meta.label_lower if target is not None else "",
        target=str(target.pk) if target is not None else "",
        place=place or getattr(getattr(target, "policy_unit", None), "code", ""),
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        address=address_of_request(),
    )
    transaction.on_commit(_seal, robust=True)
    return entry


def _seal() -> None:
    from jixiao_web.audit.chain import seal  # noqa: PLC0415  # only where there is something to seal

    seal()
