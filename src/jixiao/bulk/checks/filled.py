"""One indicator, filled in: the rules of `checks.indicators`, `checks.targets` and `checks.satisfaction` as selections."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jixiao.bulk.checks.looking import INAPPLICABLE, INDICATOR, MONEY, OTHERWISE
from jixiao.bulk.checks.telling import (
    Pair,
    Place,
    Printer,
    Rule,
    at_least,
    blank,
    ends_with,
    has_any,
    more_than,
    starts_with,
)
from jixiao.bulk.dialect import one_of
from jixiao.bulk.schema import DEPARTMENT, DEPT, DUE_SET, OWNER_ROW, USED
from jixiao.checks.indicators import QUALITATIVE
from jixiao.checks.reached import NEGATIVE, POSITIVE
from jixiao.facts import Kind

SOURCE = f"{INDICATOR} a"
PLACES = 4
"""Decimals of the figures of an indicator."""

RESULT = Pair(USED, "target", PLACES)
WHOLE = Fraction(10**PLACES)


def no_target(printer: Printer, code: str) -> Iterator[str]:
    """A quantitative indicator without a target or a day."""
    yield from printer.found(
        code, SOURCE, f"measured and target is null and {DUE_SET} = 0", [Place("indicator", "target")]
    )


def no_unit(printer: Printer, code: str) -> Iterator[str]:
    """A figure without a unit of measure."""
    yield from printer.found(code, SOURCE, f"measured and unit is null and {DUE_SET} = 0", [Place("indicator", "unit")])


def no_result(printer: Printer, code: str) -> Iterator[str]:
    """Neither figure, day nor state says what was reached."""
    unasked = printer.is_one("indicator", "operator", (OTHERWISE, INAPPLICABLE))
    field = (
        f"case when {DUE_SET} = 1 then case when state is null then 'done' else 'state' end "
        "when qualitative then 'state' else 'actual' end"
    )
    empty = f"case when {DUE_SET} = 1 then state is null and done is null when qualitative then state is null else {USED} is null end"
    test = f"not {unasked} and coalesce(sample, -1) <> 0 and {empty}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", field, chosen=True)])


def not_judged(printer: Printer, code: str) -> Iterator[str]:
    """A quantity that people judge, without points or grounds."""
    test = f"{printer.is_one('indicator', 'operator', (OTHERWISE,))} and (judged is null or {blank('deviation')})"
    field = "case when judged is null then 'judged' else 'deviation' end"
    yield from printer.found(code, SOURCE, test, [Place("indicator", field, chosen=True)])


def against_meaning(printer: Printer, code: str) -> Iterator[str]:
    """More of what should be little, or little of what should be much."""
    rule = printer.rule(code)
    more, less = (printer.is_one("indicator", "operator", signs) for signs in (POSITIVE, NEGATIVE))
    bad = f"{has_any('name', rule.words('less'))} and {more} and target is distinct from 0"
    good = f"{has_any('name', rule.words('more'))} and {less}"
    test = f"measured and not {has_any('name', rule.words('turning'))} and ({bad} or {good})"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "operator")])


def another_unit(printer: Printer, code: str) -> Iterator[str]:
    """A result hundreds of times its target, or a hundredth of it."""
    high, low = f"greatest(target, {USED})", f"least(target, {USED})"
    test = f"measured and paired and {low} > 0 and {at_least(high, low, printer.rule(code).figure('factor'))}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "actual")], pair=RESULT)


def wrong_drawer(printer: Printer, code: str) -> Iterator[str]:
    """A second level under another first level, or a name that belongs elsewhere."""
    params = printer.rule(code).params
    tests = []
    for level, parents in params["parents"].entries.items():
        under = printer.is_one("indicator", "lv1", [word.text() for word in parents])
        tests.append(f"({printer.is_one('indicator', 'lv2', (level,))} and not {under})")
    for level, endings in params["endings"].entries.items():
        named = ends_with("name", [word.text() for word in endings])
        tests.append(f"({printer.is_one('indicator', 'lv2', (level,))} and {named})")
    yield from printer.found(code, SOURCE, f"({' or '.join(tests)})", [Place("indicator", "lv2")])


def spending(printer: Printer, code: str) -> Iterator[str]:
    """Money spent as an output or a benefit."""
    kinds = printer.is_one("indicator", "lv1", ("产出指标", "效益指标"))
    test = f"{kinds} and {has_any('name', printer.rule(code).words('words'))}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "name")])


def slogans(printer: Printer, code: str) -> Iterator[str]:
    """Names that begin with an intention, all in one finding."""
    test = starts_with("name", printer.rule(code).words("words"))
    place = f"row_number() over (partition by a.{DEPT} order by a.row) - 1"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "name")], number="0", place=place)


def far_from_history(printer: Printer, code: str) -> Iterator[str]:
    """A target far from last year's result."""
    apart = more_than("abs(target - last_year)", "last_year", printer.rule(code).figure("share"))
    test = f"measured and target is not null and last_year > 0 and {apart}"
    yield from printer.found(
        code, SOURCE, test, [Place("indicator", "target")], pair=Pair("target", "last_year", PLACES)
    )


def excess(printer: Printer, code: str) -> Iterator[str]:
    """Far more than the target, without a word."""
    far = at_least(USED, "target", printer.rule(code).figure("factor"))
    positive = printer.is_one("indicator", "operator", POSITIVE)
    test = f"measured and paired and {positive} and target > 0 and {blank('deviation')} and {far}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "actual")], pair=RESULT)


def unexplained(printer: Printer, code: str) -> Iterator[str]:
    """A missed target without cause or measure, at the indicator or at its project."""
    source = f"{SOURCE} left join in_project p on p.{DEPT} = a.{DEPT} and p.row = a.{OWNER_ROW}"
    causeless, helpless = (f"({blank(f'a.{name}')} and {blank(f'p.{name}')})" for name in ("deviation", "remedy"))
    place = Place("indicator", f"case when {causeless} then 'deviation' else 'remedy' end", chosen=True)
    pair = Pair(f"a.{USED}", "a.target", PLACES)
    yield from printer.found(
        code, source, f"a.measured and a.missed and ({causeless} or {helpless})", [place], pair=pair
    )


def empty_causes(printer: Printer, code: str) -> Iterator[str]:
    """A cause that explains nothing."""
    cause = "trim(both '。 ' from deviation)"
    test = f"measured and missed and {one_of(cause, printer.rule(code).words('empty'))}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "deviation")], pair=RESULT)


def above_whole(printer: Printer, code: str) -> Iterator[str]:
    """A share of more than the whole."""
    words = has_any("name", printer.rule(code).words("words"))
    test = f"measured and paired and coalesce(unit = '%', false) and {USED} > {100 * WHOLE} and {words}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "actual")], pair=RESULT)


def figures_of_state(printer: Printer, code: str) -> Iterator[str]:
    """Figures beside a state."""
    test = "qualitative and (target is not null or actual is not null)"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "actual")])


def copied_cost(printer: Printer, code: str) -> Iterator[str]:
    """A cost target that equals the spending of its project to the cent."""
    source = f"{SOURCE} join {MONEY} m on m.{DEPT} = a.{DEPT} and m.project = a.owner"
    costs = [word for word in printer.tables["indicator"].column("lv2").codes if "成本" in word]
    scale = 10 ** (printer.tables["budget"].column("spent").scale - PLACES)
    test = (
        f"measured and paired and {printer.is_one('indicator', 'lv2', costs)} and coalesce(unit = '万元', false) "
        f"and target = {USED} and m.spent = target * {scale}"
    )
    yield from printer.found(code, source, test, [Place("indicator", "target")], pair=RESULT)


def unknown_owner(printer: Printer, code: str) -> Iterator[str]:
    """An owner that is neither the department nor a project."""
    test = f"owner is not null and owner <> '{DEPARTMENT}' and {OWNER_ROW} is null"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "owner")])


def unknown_fact(printer: Printer, code: str) -> Iterator[str]:
    """A shared fact that nothing is, or the indicator itself."""
    source = (
        f"in_indicator a left join (select {DEPT}, no from in_indicator union select {DEPT}, no from in_result) as k "
        f"on k.{DEPT} = a.{DEPT} and k.no = a.same_as"
    )
    test = "a.same_as is not null and (k.no is null or a.same_as = a.no)"
    yield from printer.found(code, source, test, [Place("indicator", "same_as")])


def two_values(printer: Printer, code: str) -> Iterator[str]:
    """A value typed beside the one that a reference brings."""
    source = (
        f"in_indicator a left join in_result r on r.{DEPT} = a.{DEPT} and r.no = a.same_as "
        f"left join in_indicator i on i.{DEPT} = a.{DEPT} and i.no = a.same_as and i.no <> a.no"
    )
    differs = f"a.actual is not null and a.actual is distinct from a.{USED}"
    pair = Pair("a.actual", f"a.{USED}", PLACES)
    own = Place("indicator", "actual")
    brought = "r.no is not null"
    yield from printer.found(
        code, source, f"{differs} and {brought}", [own, Place("result", "value", "r.row")], pair=pair
    )
    yield from printer.found(
        code,
        source,
        f"{differs} and r.no is null and i.no is not null",
        [own, Place("indicator", "actual", "i.row")],
        pair=pair,
    )


def asked(printer: Printer) -> str:
    """Whether an indicator says how satisfied people are."""
    unasked = printer.is_one("indicator", "operator", (QUALITATIVE, INAPPLICABLE))
    return f"{has_any('name', ('满意',))} and not {unasked}"


def few_asked(printer: Printer, code: str) -> Iterator[str]:
    """Everybody satisfied among a handful asked; a result where nobody was asked."""
    nobody = f"{asked(printer)} and sample = 0 and actual is not null"
    pair = Pair("actual", "null", PLACES)
    at = [Place("indicator", "sample"), Place("indicator", "actual")]
    yield from printer.found(code, SOURCE, nobody, at, message=f"check-{code}-nobody", pair=pair)
    few = f"sample <> 0 and not {at_least('sample', '1', printer.rule(code).figure('sample'))}"
    test = f"{asked(printer)} and actual = {100 * WHOLE} and {few} and population is distinct from sample"
    yield from printer.found(code, SOURCE, test, at[:1], pair=Pair("sample", "null", 0))


def fractions(printer: Printer, code: str) -> Iterator[str]:
    """A fraction in a place for percentages."""
    number = 0
    for subject in printer.registry.subjects:
        for field in subject.fields:
            if field.kind is Kind.PERCENT and not field.computed:
                scale = printer.tables[subject.id].column(field.id).scale
                test = f"a.{field.id} > 0 and a.{field.id} <= {10**scale}"
                pair = Pair(f"a.{field.id}", "null", scale)
                at = [Place(subject.id, field.id)]
                yield from printer.found(code, f"in_{subject.id} a", test, at, number=_number(number), pair=pair)
                number += 1
    whole = has_any("a.name", printer.rule(code).words("words"))
    for name, other in (("target", "actual"), ("actual", "target")):
        hundred = f"100 * a.{name}"
        fits = (
            f"coalesce(a.{other} > {WHOLE} and {at_least(hundred, f'a.{other}', Fraction(1, 2))} "
            f"and not {more_than(hundred, f'a.{other}', Fraction(2))}, false)"
        )
        test = f"coalesce(a.unit = '%', false) and a.{name} > 0 and a.{name} <= {WHOLE} and ({whole} or {fits})"
        pair = Pair(f"a.{name}", "null", PLACES)
        at = [Place("indicator", name)]
        yield from printer.found(code, "in_indicator a", test, at, number=_number(number), pair=pair)
        number += 1


def _number(index: int) -> str:
    """The number of a finding of a rule that looks at several fields of a row."""
    return f"cast(a.row as bigint) * 100 + {index}"


RULES: dict[str, Rule] = {
    "IND-02": no_target,
    "IND-03": no_unit,
    "IND-04": no_result,
    "IND-05": not_judged,
    "IND-06": against_meaning,
    "IND-07": another_unit,
    "IND-08": wrong_drawer,
    "IND-09": spending,
    "IND-13": slogans,
    "IND-14": far_from_history,
    "IND-15": excess,
    "IND-16": unexplained,
    "IND-17": empty_causes,
    "IND-18": above_whole,
    "IND-21": figures_of_state,
    "IND-24": copied_cost,
    "IND-25": unknown_owner,
    "IND-26": unknown_fact,
    "IND-27": two_values,
    "PCT-05": few_asked,
    "PCT-09": fractions,
}
