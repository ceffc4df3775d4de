"""Which rules are set operations, which are judged after a sieve, and which make no sense in bulk, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jixiao.bulk.checks import complete, filled, forms, money, scores
from jixiao.bulk.checks.carded import OfResult
from jixiao.bulk.checks.looking import looked_at
from jixiao.bulk.checks.said import sieve
from jixiao.bulk.checks.telling import COLUMNS, Printer, Rule
from jixiao.bulk.checks.ties import tied, ties_of, totals
from jixiao.bulk.schema import DEPT
from jixiao.bulk.words import Step
from jixiao.checks import catalogue
from jixiao.checks.gathering import CHAPTERS, FEW
from jixiao.rules.strict import load

FAMILIES = ("ART", "PCT", "SCR", "IND")
FOUND, FINDING = "k_found", "finding"
OF_CARDS = frozenset({"SCR-01", "SCR-04", "SCR-05"})
"""Judged rules that are silent without a scorecard and that no tie declares."""


@cache
def set_rules() -> Mapping[str, Rule]:
    """Code → what prints it, of every rule that is a set operation."""
    known = {**complete.RULES, **filled.RULES, **forms.RULES, **money.RULES, **scores.RULES}
    for code, rule in catalogue().items():
        if rule.on and code not in known and tied(code):
            known[code] = ties_of
    return MappingProxyType(dict(sorted(known.items())))


@cache
def judged_rules() -> frozenset[str]:
    """The rules that ask what documents state: a sieve finds who may break them, the single check judges those."""
    known = catalogue()
    declared = {code for code in known if code.startswith(FAMILIES) and known[code].identity is not None}
    return frozenset(code for code in (declared | OF_CARDS) - set(set_rules()) if known[code].on)


@cache
def left_out() -> Mapping[str, str]:
    """Code → the message id of the reason, of every rule of the four families that makes no sense in bulk."""
    node = load(files("jixiao").joinpath("bulk", "checks", "left_out.yaml")).expect("map")
    return MappingProxyType({code: f"bulkcheck-not-{item.text()}" for code, item in node.entries.items()})


def steps(printer: Printer, result: OfResult | None) -> Iterator[Step]:
    """All statements up to the findings of set operations and the department-years that are to be judged.

    Args:
        printer: with or without a result.
        result: what is known of it.
    """
    rules = set_rules()
    yield from looked_at(printer)
    yield from totals(printer)
    selections = [text for code, rule in rules.items() for text in rule(printer, code)]
    yield Step(FOUND, " union all ".join(selections))
    yield Step(FINDING, gathered())
    yield from sieve(printer, result)


def gathered() -> str:
    """Findings of one sort in one department-year as one, where there are more than a few, as `checks.gathering` has it."""
    sort = f"f.{DEPT}, f.rule, f.message, f.severity"
    chapters = " or ".join(f"f.rule like '{chapter}-%'" for chapter in CHAPTERS)
    many = f"select {sort} from {FOUND} f where f.place = 0 and ({chapters}) group by {sort} having count(*) > {FEW}"
    same = " and ".join(f"g.{name} = f.{name}" for name in (DEPT, "rule", "message", "severity"))
    order = f"cast(row_number() over (partition by {sort} order by f.number, f.place) - 1 as int) as place"
    joined = {"number": "cast(0 as bigint) as number", "place": order, "message": "'check-many' as message"}
    apart, together = (", ".join(changed.get(name, f"f.{name}") for name in COLUMNS) for changed in ({}, joined))
    return (
        f"select {apart} from {FOUND} f left join ({many}) as g on {same} where g.{DEPT} is null union all "
        f"select {together} from {FOUND} f join ({many}) as g on {same}"
    )
