"""The cover: who answers for the form, on which basis, and when it was signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from jixiao.checks.view import Found, View, check, told
from jixiao.figures import Missing


@check("CMP-07")
def somebody_answers(view: View) -> Iterator[Found]:
    """Responsible people, telephone, date and seal may come late, not never. What is open is told at once."""
    cover, subject = view.year.cover, view.facts.registry.by_id["cover"]
    open_ones = [name for name in view.rule.words("fields") if getattr(cover, name) in (Missing.MISSING, False)]
    if open_ones:
        at = tuple(view.facts.at("cover", name) for name in open_ones)
        yield Found(at, {"names": tuple(subject.field(name).zh for name in open_ones)})


@check("CMP-19")
def the_basis_is_named(view: View) -> Iterator[Found]:
    """Which budget, which accounts, which units: without it two right figures contradict each other."""
    if not told(view.year.cover.basis):
        yield Found((view.facts.at("cover", "basis"),))


@check("TIM-14")
def the_year_is_over(view: View) -> Iterator[Found]:
    """A self-evaluation signed before the year ended evaluates a year that was not over."""
    signed = view.year.cover.filled_on
    if not isinstance(signed, Missing) and signed.latest() < date(view.year.year, 12, 31):
        yield Found((view.facts.at("cover", "filled_on"),), {"date": signed, "year": str(view.year.year)})


@check("CMP-27")
def a_scheme_is_in_force(view: View) -> Iterator[Found]:
    """Nothing is scored where no scheme is in force for the place and year; all other checks run all the same."""
    if view.card is not None or view.shared.schemes is None:
        return
    region = told(view.year.cover.region)
    names = tuple(f"{name}（{title}）" for name, title in view.shared.schemes.items())
    yield Found(
        tuple(view.facts.at("cover", name) for name in ("region", "year")),
        {"region": region, "year": str(view.year.year), "names": names},
        message="" if region else "check-CMP-27-blank",
    )
