"""Deeds on the ledger of staff: head-counts on a day, and the people who came and left between two of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from jixiao.rules.registry import registry
from jixiao_web import policies
from jixiao_web.audit import services as audit
from jixiao_web.organisation.models import StaffBalance, StaffMovement, Unit
from jixiao_web.organisation.services import Refused

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User


def categories() -> tuple[str, ...]:
    """The core's categories of staff, in the order of its sheet."""
    return tuple(registry().by_id["staff"].field("category").choices)


@transaction.atomic
def set_balance(
    by: User, unit: Unit, *, category: str, on: date, actual: int, authorised: int | None = None
) -> StaffBalance:
    """The head-count of a category on a day; said again, the later one holds. Raises Refused: no such category."""
    policies.require(by, "staff.edit", unit)
    _known(category)
    before = StaffBalance.objects.select_for_update().filter(unit=unit, category=category, on=on).first()
    told = {"actual": before.actual, "authorised": before.authorised} if before else {}
    made, _new = StaffBalance.objects.update_or_create(
        unit=unit, category=category, on=on, defaults={"actual": actual, "authorised": authorised}
    )
    after = {"category": category, "on": on, "actual": actual, "authorised": authorised}
    audit.record(by=by, deed="staff.balance", target=made, before=told, after=after)
    return made


@transaction.atomic
def add_movement(
    by: User, unit: Unit, *, category: str, on: date, change: int, reason: str, document: str = ""
) -> StaffMovement:
    """People came (plus) or left (minus). Raises Refused: nobody moved, no reason, or no such category."""
    policies.require(by, "staff.edit", unit)
    _known(category)
    if change == 0:
        raise Refused(_("增减人数不能为 0。"))
    if not reason.strip():
        raise Refused(_("请写明人员增减的原因，例如：招录、退休、调出。"))
    made = StaffMovement.objects.create(
        unit=unit, category=category, on=on, change=change, reason=reason.strip(), document=document.strip()
    )
    audit.record(by=by, deed="staff.move", target=made, after=_plain(made), reason=made.reason)
    return made


@transaction.atomic
def strike_movement(by: User, movement: StaffMovement, *, reason: str) -> None:
    """A movement that was entered by mistake is struck; the trail keeps it. Raises Refused: no reason."""
    policies.require(by, "staff.edit", movement)
    if not reason.strip():
        raise Refused(_("删除一条变动须写明原因。"))
    audit.record(by=by, deed="staff.strike", target=movement, before=_plain(movement), reason=reason)
    movement.delete()


def _known(category: str) -> None:
    if category not in categories():
        raise Refused(
            _("没有“{found}”这一人员类别，可选：{known}。").format(found=category, known="、".join(categories()))
        )


def _plain(movement: StaffMovement) -> dict[str, object]:
    return {
        "category": movement.category,
        "on": movement.on,
        "change": movement.change,
        "document": movement.document,
    }
