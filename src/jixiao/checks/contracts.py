"""Procurement: intent, notice, award, signature and filing in order and in time, and counted as they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from jixiao.checks.view import Found, View, check
from jixiao.facts import Address, PartialDate
from jixiao.figures import Count, Money

QUARTERS = (("cum_mar", 3, 31), ("cum_jun", 6, 30), ("cum_sep", 9, 30))
STEPS = ("intent_on", "start_on", "award_on", "signed_on", "filed_on")


@check("TIM-12")
def steps_are_in_order(view: View) -> Iterator[Found]:
    """Each dated step of a contract comes after the dated step before it."""
    subject = view.facts.registry.by_id["contract"]
    for contract in view.year.contract:
        dated = [(name, day) for name in STEPS if isinstance(day := getattr(contract, name), PartialDate)]
        for (before, earlier), (after, later) in pairwise(dated):
            if later.surely_before(earlier):
                values = {
                    "no": contract.no,
                    "first": subject.field(before).zh,
                    "one": earlier,
                    "second": subject.field(after).zh,
                    "other": later,
                }
                yield Found((view.at("contract", contract, after), view.at("contract", contract, before)), values)


@check("TIM-06")
def contracts_are_signed_in_time(view: View) -> Iterator[Found]:
    """Contracts signed too long after the award. The delay is a fact that the score counts: all are told at once."""
    late = [item for item in view.year.contract if signed_late(item, int(view.rule.figure("days")))]
    if late:
        at = tuple(view.at("contract", item, "signed_on") for item in late)
        yield Found(at, {"names": tuple(item.no for item in late), "number": len(late)})


@check("TIM-18")
def contracts_are_filed_in_time(view: View) -> Iterator[Found]:
    """Contracts published more working days after signature than allowed; holidays may excuse some."""
    days = int(view.rule.figure("days"))
    late = [item for item in view.year.contract if _filed_late(item, days)]
    if late:
        at = tuple(view.at("contract", item, "filed_on") for item in late)
        yield Found(at, {"names": tuple(item.no for item in late), "number": len(late)})


@check("TIM-13")
def intents_come_early(view: View) -> Iterator[Found]:
    """Intents published fewer days before the procurement began than asked for."""
    days = int(view.rule.figure("days"))
    late = [
        item
        for item in view.year.contract
        if isinstance(item.intent_on, PartialDate)
        and isinstance(item.start_on, PartialDate)
        and 0 <= (item.start_on.latest() - item.intent_on.earliest()).days < days
    ]
    if late:
        at = tuple(view.at("contract", item, "intent_on") for item in late)
        yield Found(at, {"names": tuple(item.no for item in late), "number": len(late)})


@check("XSC-29")
def contracts_are_counted(view: View) -> Iterator[Found]:
    """The management data count no more contracts in time than the table leaves, and no fewer contracts than it has."""
    management, rows = view.year.management, view.year.contract
    late = [item for item in rows if signed_late(item, int(view.rule.figure("days")))]
    if isinstance(management.contracts, Count):
        if len(rows) > management.contracts.number:
            values = {"stated": management.contracts, "rows": len(rows)}
            yield Found((view.facts.at("management", "contracts"),), values, message="check-XSC-29-rows")
        in_time = management.contracts_in_time
        if isinstance(in_time, Count) and in_time.number > management.contracts.number - len(late):
            at = (
                view.facts.at("management", "contracts_in_time"),
                *(view.at("contract", item, "signed_on") for item in late),
            )
            yield Found(
                at,
                {"stated": in_time, "contracts": management.contracts, "late": len(late)},
                message="check-XSC-29-late",
            )


@check("TIM-19")
def nothing_is_paid_before_signature(view: View) -> Iterator[Found]:
    """By a quarter's end a project cannot have spent what its later contracts were to pay. All are told at once."""
    early = [(project, where) for project in view.year.project if (where := _paid_early(view, project)) is not None]
    if early:
        yield Found(tuple(where for _, where in early), {"names": tuple(project.name for project, _ in early)})


def _paid_early(view: View, project: Any) -> Address | None:
    """The cumulative spending, at the first quarter's end, that is more than later contracts leave of the budget."""
    lines, full = view.shared.lines.get(project.project, ()), view.money("project", project.project, "full")
    contracts = [item for item in view.shared.contracts.get(project.project, ()) if isinstance(item.amount, Money)]
    for name, month, day in QUARTERS:
        end = PartialDate(view.year.year, month, day)
        later = [
            item for item in contracts if isinstance(item.signed_on, PartialDate) and end.surely_before(item.signed_on)
        ]
        paid = [getattr(line, name) for line in lines]
        if later and isinstance(full, Money) and all(isinstance(amount, Money) for amount in paid):
            left = full - Money.sum(item.amount for item in later)
            if left.yuan >= 0 and Money.sum(paid) > left:
                return view.at("budget", lines[0], name)
    return None


def signed_late(contract: Any, days: int) -> bool:
    """Whether a contract was surely signed more than so many days after the award."""
    award, signed = contract.award_on, contract.signed_on
    if not (isinstance(award, PartialDate) and isinstance(signed, PartialDate)):
        return False
    return (signed.earliest() - award.latest()).days > days


def _filed_late(contract: Any, days: int) -> bool:
    signed, filed = contract.signed_on, contract.filed_on
    if not (isinstance(signed, PartialDate) and isinstance(filed, PartialDate)):
        return False
    return working_days(signed.latest(), filed.earliest()) > days


def working_days(after: date, until: date) -> int:
    """The Mondays to Fridays after one day, up to and with another."""
    return sum((after + timedelta(days=step)).weekday() < 5 for step in range(1, (until - after).days + 1))
