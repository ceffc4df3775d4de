"""The indicator form as a whole: the rules of `checks.forms` as selections over the indicators of each owner."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.checks.looking import FORM, INAPPLICABLE, OWN, REPEATED, level
from jixiao.bulk.checks.telling import Pair, Place, Printer, Rule, at_least, more_than
from jixiao.bulk.schema import DEPT
from jixiao.figures import Score

POINTS_PLACES = 2
OF_OWNER = f"in_indicator a join {FORM} f on f.{DEPT} = a.{DEPT} and f.owner = a.owner"
OF_PROJECT = f"{OWN} a join {FORM} f on f.{DEPT} = a.{DEPT} and f.owner = a.project"
ALL_IN_ONE = f"row_number() over (partition by a.{DEPT}, a.owner order by a.row) - 1"
"""The number of a place where a finding is of a form and every indicator of it is a place."""


def own_form(owner: str) -> str:
    """The form of a project with objectives of its own, beside an indicator `a`."""
    return f"{OF_OWNER} join {OWN} p on p.{DEPT} = a.{DEPT} and p.project = {owner}"


def open_sum(printer: Printer, code: str) -> Iterator[str]:
    """Points that add to none of the permitted sums."""
    sums = [int(Score.of(word).points * 10**POINTS_PLACES) for word in printer.rule(code).words("sums")]
    test = f"f.number = f.weighted and f.weight not in ({', '.join(map(str, sums))})"
    pair = Pair("f.weight", str(sums[-1]), POINTS_PLACES)
    at = [Place("indicator", "weight")]
    yield from printer.found(code, own_form("a.owner"), test, at, number="f.row", pair=pair, place=ALL_IN_ONE)


def some_without(printer: Printer, code: str) -> Iterator[str]:
    """Indicators without points beside others that have some."""
    blank = f"a.weight is null and not {printer.is_one('indicator', 'operator', (INAPPLICABLE,))}"
    test = f"{blank} and f.bare < f.number"
    yield from printer.found(code, OF_OWNER, test, [Place("indicator", "weight")], number="f.row", place=ALL_IN_ONE)


def one_carries_all(printer: Printer, code: str) -> Iterator[str]:
    """One of several indicators with most of the points."""
    most = more_than("a.weight", "f.weight", printer.rule(code).figure("share"))
    test = f"f.weighted > 1 and f.weight > 0 and {most}"
    pair = Pair("a.weight", "f.weight", POINTS_PLACES)
    yield from printer.found(code, own_form("a.owner"), test, [Place("indicator", "weight")], pair=pair)


def incomplete_frame(printer: Printer, code: str) -> Iterator[str]:
    """A project without an indicator of a kind that every form has."""
    lacking = " or ".join(f"f.{level(printer, word)} = 0" for word in printer.rule(code).words("required"))
    yield from printer.found(code, OF_PROJECT, f"({lacking})", [Place("project", "name")])


def unfair_number(printer: Printer, code: str) -> Iterator[str]:
    """Too few indicators, or too many."""
    low, high = printer.rule(code).figure("low"), printer.rule(code).figure("high")
    test = f"(not {at_least('f.number', '1', low)} or {more_than('f.number', '1', high)})"
    pair = Pair("f.number", f"case when {at_least('f.number', '1', low)} then {int(high)} else {int(low)} end", 0)
    yield from printer.found(code, OF_PROJECT, test, [Place("project", "name")], pair=pair)


TWICE = (Place("indicator", "name"), Place("indicator", "name", "a.first"))


def told_twice(printer: Printer, code: str) -> Iterator[str]:
    """One name twice in one form and kind."""
    yield from printer.found(code, f"{REPEATED} a", "a.lv1 is not distinct from a.first_lv1", TWICE)


def benefit_is_output(printer: Printer, code: str) -> Iterator[str]:
    """A benefit with the name of an output, or the other way."""
    codes = printer.tables["indicator"].column("lv1").codes
    output, benefit = codes.index("产出指标"), codes.index("效益指标")
    pairs = f"((a.lv1 = {output} and a.first_lv1 = {benefit}) or (a.lv1 = {benefit} and a.first_lv1 = {output}))"
    yield from printer.found(code, f"{REPEATED} a", pairs, TWICE)


RULES: dict[str, Rule] = {
    "SCR-03": open_sum,
    "SCR-08": some_without,
    "SCR-16": one_carries_all,
    "IND-10": incomplete_frame,
    "IND-11": unfair_number,
    "IND-12": told_twice,
    "IND-22": benefit_is_output,
}
