"""What a self-evaluation must hold, and how people were asked: rules of `checks.completeness` and others as selections."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.checks.filled import SOURCE, asked
from jixiao.bulk.checks.looking import FORM, MONEY, OWN
from jixiao.bulk.checks.telling import NOWHERE, Pair, Place, Printer, Rule, at_least, blank
from jixiao.bulk.schema import DEPARTMENT, DEPT, PROJECT_ROW

MONEY_PLACES = 6
IN_ORDER = f"row_number() over (partition by a.{DEPT} order by a.row) - 1"
"""The number of a place where one finding tells all rows of a department-year."""


def without(subject: str, where: str = "true") -> str:
    """The covers of department-years, beside whether a sheet has rows of a kind: `k.dept` is NULL where it has none."""
    return f"in_cover a left join (select distinct {DEPT} from in_{subject} where {where}) as k on k.{DEPT} = a.{DEPT}"


def no_money(printer: Printer, code: str) -> Iterator[str]:
    """No budget line at all."""
    yield from printer.found(code, without("budget"), f"k.{DEPT} is null", [NOWHERE])


def no_form(printer: Printer, code: str) -> Iterator[str]:
    """A project with money that is not self-evaluated, or whose form is empty."""
    source = (
        f"{OWN} a join {MONEY} m on m.{DEPT} = a.{DEPT} and m.project = a.project "
        f"left join {FORM} f on f.{DEPT} = a.{DEPT} and f.owner = a.project"
    )
    pair = Pair("m.full", "null", MONEY_PLACES)
    yes = printer.tables["project"].column("evaluated").codes.index("是")
    test = f"m.full > 0 and a.evaluated is distinct from {yes}"
    yield from printer.found(code, source, test, [Place("project", "evaluated")], pair=pair)
    test = f"m.full > 0 and a.evaluated = {yes} and f.{DEPT} is null"
    yield from printer.found(code, source, test, [Place("project", "name")], pair=pair, message=f"check-{code}-empty")


def no_objectives(printer: Printer, code: str) -> Iterator[str]:
    """No objective of the department, or no indicator of it."""
    test = f"k.{DEPT} is null"
    yield from printer.found(code, without("objective"), test, [NOWHERE], number="0", message=f"check-{code}-objective")
    of_department = without("indicator", f"owner = '{DEPARTMENT}'")
    yield from printer.found(code, of_department, test, [NOWHERE], number="1", message=f"check-{code}-indicator")


def nobody_answers(printer: Printer, code: str) -> Iterator[str]:
    """Answers on the cover that are still open, all in one finding."""
    table, before = printer.tables["cover"], "0"
    for name in printer.rule(code).words("fields"):
        codes = table.column(name).codes
        no = f"a.{name} is null" + (f" or a.{name} = {codes.index('否')}" if codes else "")
        yield from printer.found(code, "in_cover a", f"({no})", [Place("cover", name)], place=before)
        before += f" + case when {no} then 1 else 0 end"


def slow_unexplained(printer: Printer, code: str) -> Iterator[str]:
    """A budget line spent slowly, without a reason there or at its project."""
    source = f"in_budget a left join in_project p on p.{DEPT} = a.{DEPT} and p.row = a.{PROJECT_ROW}"
    reached = at_least("a.spent", "a.full", printer.rule(code).figure("rate"))
    slow = f"((a.full > 0 and a.spent >= 0 and not {reached}) or (a.full < 0 and a.spent = 0))"
    test = f"{slow} and {blank('a.slow_reason')} and {blank('p.deviation')}"
    at = [Place("budget", "slow_reason"), Place("budget", "rate")]
    yield from printer.found(code, source, test, at, pair=Pair("a.spent", "a.full", MONEY_PLACES))


def adjusted_unexplained(printer: Printer, code: str) -> Iterator[str]:
    """An adjustment without a reason and without a document."""
    source = f"in_budget a left join (select distinct {DEPT}, line from in_quota) as q on q.{DEPT} = a.{DEPT} and q.line = a.line"
    test = f"a.adjust <> 0 and {blank('a.adjust_reason')} and q.{DEPT} is null"
    pair = Pair("a.adjust", "null", MONEY_PLACES)
    yield from printer.found(code, source, test, [Place("budget", "adjust_reason")], pair=pair)


def no_sample(printer: Printer, code: str) -> Iterator[str]:
    """Satisfaction without a number of answers, all in one finding."""
    test = f"{asked(printer)} and actual is not null and sample is null"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "sample")], number="0", place=IN_ORDER)


def not_followed(printer: Printer, code: str) -> Iterator[str]:
    """Last year's problems are not told, or not what became of one."""
    yield from printer.found(code, without("followup"), f"k.{DEPT} is null", [NOWHERE], number="0")
    at = [Place("followup", "result")]
    yield from printer.found(code, "in_followup a", blank("a.result"), at, message=f"check-{code}-result")


def empty(subject: str, field: str) -> Rule:
    """The rule that a field of every row is told."""

    def found(printer: Printer, code: str) -> Iterator[str]:
        yield from printer.found(code, f"in_{subject} a", blank(f"a.{field}"), [Place(subject, field)])

    return found


def open_measures(printer: Printer, code: str) -> Iterator[str]:
    """Measures without somebody or a day, all in one finding."""
    nobody = blank("a.owner")
    at = [Place("measure", f"case when {nobody} then 'owner' else 'due' end", chosen=True)]
    yield from printer.found(code, "in_measure a", f"({nobody} or a.due is null)", at, number="0", place=IN_ORDER)


def not_decided(printer: Printer, code: str) -> Iterator[str]:
    """No record that the leading group deliberated."""
    kind = printer.is_one("process", "kind", ("领导小组审议",), alias="in_process")
    yield from printer.found(code, without("process", kind), f"k.{DEPT} is null", [NOWHERE])


def project_without_money(printer: Printer, code: str) -> Iterator[str]:
    """A project without a budget line, where there are some."""
    source = (
        f"{OWN} a join (select distinct {DEPT} from in_budget) as k on k.{DEPT} = a.{DEPT} "
        f"left join (select distinct {DEPT}, project from in_budget) as b on b.{DEPT} = a.{DEPT} and b.project = a.project"
    )
    yield from printer.found(code, source, f"b.{DEPT} is null", [Place("project", "name")])


def no_codes(printer: Printer, code: str) -> Iterator[str]:
    """Projects without their code, all in one finding."""
    at = [Place("project", "code")]
    yield from printer.found(code, f"{OWN} a", blank("a.code"), at, number="0", place=IN_ORDER)


def unit_without_money(printer: Printer, code: str) -> Iterator[str]:
    """A consolidated unit without a budget line, where there are some."""
    source = (
        f"in_unit a join (select distinct {DEPT} from in_budget) as k on k.{DEPT} = a.{DEPT} "
        f"left join (select distinct {DEPT}, unit from in_budget) as b on b.{DEPT} = a.{DEPT} and b.unit = a.unit"
    )
    test = f"{printer.is_one('unit', 'consolidated', ('是',))} and b.{DEPT} is null"
    yield from printer.found(code, source, test, [Place("unit", "name")])


def no_milestones(printer: Printer, code: str) -> Iterator[str]:
    """A key project of several years without milestones."""
    source = (
        f"in_project a left join (select distinct {DEPT}, project from in_milestone) as s on s.{DEPT} = a.{DEPT} "
        "and s.project = a.project"
    )
    years, key = (
        printer.is_one("project", name, words)
        for name, words in (("attribute", ("一次性（跨年）",)), ("key_task", ("是",)))
    )
    yield from printer.found(code, source, f"{years} and {key} and s.{DEPT} is null", [Place("project", "name")])


def own_judgement(printer: Printer, code: str) -> Iterator[str]:
    """A figure whose only source is the department's own judgement."""
    test = f"measured and {printer.is_one('indicator', 'origin', printer.rule(code).words('origins'))}"
    yield from printer.found(code, SOURCE, test, [Place("indicator", "origin")])


def large_sample(printer: Printer, code: str) -> Iterator[str]:
    """More answers than people."""
    at = [Place("indicator", "sample"), Place("indicator", "population")]
    test = f"{asked(printer)} and sample > population"
    yield from printer.found(code, SOURCE, test, at, pair=Pair("sample", "population", 0))


RULES: dict[str, Rule] = {
    "CMP-03": no_money,
    "CMP-04": no_form,
    "CMP-05": no_objectives,
    "CMP-07": nobody_answers,
    "CMP-08": slow_unexplained,
    "CMP-09": adjusted_unexplained,
    "CMP-11": no_sample,
    "CMP-12": not_followed,
    "CMP-15": empty("objective", "result"),
    "CMP-17": empty("problem", "cause"),
    "CMP-18": open_measures,
    "CMP-19": empty("cover", "basis"),
    "CMP-21": not_decided,
    "CMP-22": project_without_money,
    "CMP-23": no_codes,
    "CMP-25": unit_without_money,
    "CMP-26": no_milestones,
    "EVD-03": own_judgement,
    "EVD-05": large_sample,
    "XSC-07": empty("task", "result"),
}
