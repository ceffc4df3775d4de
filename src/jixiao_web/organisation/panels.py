"""The forms that stand on the page of a unit, each with its deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jixiao_web.organisation import services, staff
from jixiao_web.organisation.forms import (
    BalanceForm,
    ChangeForm,
    CloseForm,
    DivisionEndForm,
    DivisionForm,
    MovementForm,
)
from jixiao_web.organisation.models import Unit

if TYPE_CHECKING:
    from jixiao_web.accounts.models import User


@dataclass(frozen=True, slots=True)
class Plan:
    """One kind of form. `staff`: it stands with the ledger, for those who keep it."""

    title: Promise
    form: type[forms.Form]
    do: Callable[[User, Unit, Mapping[str, Any]], object]
    staff: bool = False


PANELS: Mapping[str, Plan] = {
    "change": Plan(_("更名、改隶"), ChangeForm, lambda by, unit, told: services.change_unit(by, unit, **told)),
    "division": Plan(_("登记处室"), DivisionForm, lambda by, unit, told: services.add_division(by, unit, **told)),
    "division-end": Plan(_("撤销处室"), DivisionEndForm, lambda by, _unit, told: services.close_division(by, **told)),
    "close": Plan(_("撤销单位"), CloseForm, lambda by, unit, told: services.close_unit(by, unit, **told)),
    "balance": Plan(_("登记某日人数"), BalanceForm, lambda by, unit, told: staff.set_balance(by, unit, **told), True),
    "movement": Plan(_("登记增减"), MovementForm, lambda by, unit, told: staff.add_movement(by, unit, **told), True),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """One form on the page. `open`: it was sent and could not be done."""

    name: str
    title: Promise
    form: forms.Form
    staff: bool
    open: bool


def panel(name: str, unit: Unit, told: Any = None) -> Panel:
    """A form, empty or as it was sent. Raises KeyError."""
    plan = PANELS[name]
    form = plan.form(told, prefix=name, initial=_present(unit) if name == "change" else None)
    if "division" in form.fields:
        form.fields["division"].queryset = unit.divisions.all()  # type: ignore[attr-defined]  # a ModelChoiceField
    return Panel(name, plan.title, form, plan.staff, told is not None)


def of(unit: Unit, *, edits: bool, counts: bool, answered: Panel | None = None) -> list[Panel]:
    """The forms that somebody may use on the page of a unit."""
    return [
        answered if answered is not None and answered.name == name else panel(name, unit)
        for name, plan in PANELS.items()
        if (counts if plan.staff else edits)
    ]


def _present(unit: Unit) -> dict[str, Any]:
    period = unit.periods.order_by("-valid_from").first()
    if period is None:
        return {}
    return {
        "name": period.name,
        "short": period.short,
        "parent": period.parent_id,
        "consolidated": period.consolidated,
    }
