"""The sieve before documents are judged: department-years of which a document states what the sums do not say at once.

A figure of a document that is the computed one, rounded as it was printed, breaks no rule; where all of them are and the
sums close among themselves, neither does what they make together. The sieve lets those through whose every figure agrees;
whoever stays in it is judged by the single check, to the last word. It may keep too many, never too few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jixiao.bulk.checks.carded import Node, OfResult, agreeing, score_names, scores
from jixiao.bulk.checks.looking import MONEY, summed
from jixiao.bulk.checks.self_scored import of_indicators, of_projects
from jixiao.bulk.checks.telling import Printer, scaled, trimmed
from jixiao.bulk.checks.ties import TOTALS, column_of, department_figures
from jixiao.bulk.dialect import any_of, one_of, quoted
from jixiao.bulk.schema import DEPT, STATED_PLACES, TYPED, TYPED_PLACES
from jixiao.bulk.words import Step
from jixiao.facts import Derived, Kind
from jixiao.rules.vocabulary import PLACES

SAID, AGREED, SCORES, SIEVED = "k_said", "k_agreed", "k_score", "candidate"
_RATE_PLACES = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a document may state: its kind, and its value as a whole number, or above and below the line."""

    kind: Kind
    above: str
    below: str = ""


def sieve(printer: Printer, result: OfResult | None) -> Iterator[Step]:
    """The relations up to `candidate`: the department-years that are to be judged. `result` is what is checked against."""
    nodes = {} if result is None else result.nodes
    item = trimmed("s.item")
    bare = f"case when {item} like concat(c.year, '/%') then substr({item}, 6) else {item} end"
    parts = ", ".join(f"split_part({bare}, '/', {place}) as part{place}" for place in (1, 2, 3, 4))
    yield Step(
        SAID,
        f"select s.{DEPT}, s.row, {bare} as item, {parts}, s.value, s.unit, s.{TYPED_PLACES} as places from in_stated s "
        f"join in_cover c on c.{DEPT} = s.{DEPT} where s.value is not null and (s.year is null or s.year = c.year)",
    )
    agreed = [_of_nothing(printer, nodes), _of_departments(printer), *_of_rows(printer), *_of_groups(printer)]
    sieved = list(_sieved(printer))
    if result is not None:
        yield Step(SCORES, scores(nodes))
        agreed.append(agreeing(nodes, SAID, SCORES))
        sieved += [of_indicators(result), *of_projects(printer)]
    yield Step(AGREED, " union ".join(agreed))
    yield Step(SIEVED, f"select distinct {DEPT} from ({' union all '.join(sieved)}) as s")


def _sieved(printer: Printer) -> Iterator[str]:
    """Who stays in the sieve: one figure that is not seen to agree; sums that do not close; a rate; last year's carry-out."""
    agreed = f"left join {AGREED} g on g.{DEPT} = s.{DEPT} and g.row = s.row"
    yield f"select s.{DEPT} from {SAID} s {agreed} where g.{DEPT} is null"
    project = printer.is_one("budget", "expenditure", ("项目支出",))
    loose = f"a.expenditure is null or a.fund is null or a.unit is null or {project} <> (a.project is not null)"
    yield f"select a.{DEPT} from in_budget a join {SAID} s on s.{DEPT} = a.{DEPT} where {loose}"
    wide = printer.dialect.widened
    typed = wide(scaled(f"a.rate{TYPED}", _RATE_PLACES))
    gap = f"{typed} * a.full - {wide('a.spent')} * {100 * 10**_RATE_PLACES}"
    yield (
        f"select a.{DEPT} from in_budget a where a.rate{TYPED} is not null and a.spent is not null and a.full <> 0 "
        f"and coalesce(2 * abs({gap}) >= abs(a.full), true)"
    )
    carried = next(item for item in printer.registry.derived if item.name == "department/total/carried_out")
    named = one_of(trimmed("s.item"), (carried.zh, carried.name))
    yield f"select s.{DEPT} from in_stated s join in_cover c on c.{DEPT} = s.{DEPT} where s.year = c.year - 1 and {named}"
    if printer.scored:
        yield f"select t.{DEPT} from total t join {SAID} s on s.{DEPT} = t.{DEPT} where t.total is distinct from t.reached + t.adjusted"


# --- what agrees ------------------------------------------------------------------------------------------------------


def agrees(printer: Printer, figure: Figure, said: str = "s") -> str:
    """Whether what is said is the figure, rounded as it was printed; false where that is not certain."""
    wide = printer.dialect.widened
    value, places = f"{said}.value", f"greatest({said}.places, 2)"
    step = any_of(
        [(f"{places} = {index}", str(10 ** (STATED_PLACES - index))) for index in range(2, STATED_PLACES)], "1"
    )
    above = figure.above
    match figure.kind:
        case Kind.COUNT | Kind.SCORE:
            test = f"{value} = {wide(above)} * {10 ** (STATED_PLACES - PLACES[figure.kind])}"
        case Kind.MONEY:
            test = any_of(
                [
                    (
                        f"{said}.unit = {_unit(printer, '元')}",
                        f"2 * abs({wide(value)} - {wide(above)} * 10000) < {step}",
                    ),
                    (
                        f"{said}.unit = {_unit(printer, '亿元')}",
                        f"2 * abs({wide(value)} * 10000 - {wide(above)}) < 10000 * {step}",
                    ),
                ],
                f"2 * abs({wide(value)} - {wide(above)}) < {step}",
            )
        case Kind.PERCENT if figure.below:
            gap = f"{wide(value)} * {figure.below} - {wide(above)} * {100 * 10**STATED_PLACES}"
            test = f"{figure.below} > 0 and 2 * abs({gap}) < {wide(step)} * {figure.below}"
        case _:
            scale = STATED_PLACES - PLACES[figure.kind]
            test = f"2 * abs({wide(value)} - {wide(above)} * {10**scale}) < {step}"
    return f"coalesce({test}, false)"


def _unit(printer: Printer, word: str) -> int:
    return printer.tables["stated"].column("unit").codes.index(word)


def _one(printer: Printer, figures: Mapping[str, Figure], name: str) -> str:
    """Whether what is said under one of some names is the figure of that name."""
    cases = [(f"{name} = '{quoted(word)}'", agrees(printer, figure)) for word, figure in figures.items()]
    return any_of(cases, "false")


def _of_nothing(printer: Printer, nodes: Mapping[str, Node]) -> str:
    """What names no figure at all: no rule of these families speaks of it."""
    registry = printer.registry
    groups = {item.group for item in registry.derived} | set(registry.by_id)
    groups |= {name for subject in registry.subjects for name in (subject.sheet, subject.zh)}
    simple = set(registry.department_figures)
    simple |= {field.zh for subject in registry.subjects if subject.is_form for field in subject.fields}
    if printer.scored:
        groups |= {"score", "lost", "points", "project-score", "indicator-score"}
        simple |= set(score_names(nodes))
    known = f"({one_of('s.part1', sorted(groups))} or s.part1 between '1000' and '9999')"
    strange = f"case when s.item like '%/%' then not {known} else not {one_of('s.item', sorted(simple))} end"
    return f"select s.{DEPT}, s.row from {SAID} s where {strange}"


def _of_departments(printer: Printer) -> str:
    """Figures of the department: sums, counts, management data, and rates of two of them."""
    named: dict[str, Figure] = {}
    columns = {
        item.name if isinstance(item, Derived) else f"management/{item.id}": item
        for item in department_figures(printer.registry)
    }
    for name, item in columns.items():
        named[name] = named[item.zh] = Figure(item.kind, f"t.{column_of(item)}")
    for item in printer.registry.derived:
        if not item.by and item.operator == "ratio" and all(operand in columns for operand in item.operands):
            above, below = (f"t.{column_of(columns[operand])}" for operand in item.operands)
            named[item.name] = named[item.zh] = Figure(Kind.PERCENT, above, below)
    return f"select s.{DEPT}, s.row from {SAID} s join {TOTALS} t on t.{DEPT} = s.{DEPT} where {_one(printer, named, 's.item')}"


def _of_rows(printer: Printer) -> Iterator[str]:
    """Figures of single rows, called 项目/P01/总投资 or project/P01/total_investment, and the sums of a project."""
    for subject in printer.registry.subjects:
        if len(subject.key) != 1:
            continue
        figures: dict[str, Figure] = {}
        for field in subject.fields:
            if field.kind in PLACES and not (field.computed and field.kind is Kind.PERCENT):
                name = "used" if (subject.id, field.id) == ("indicator", "actual") else field.id
                figures[field.id] = figures[field.zh] = Figure(field.kind, f"x.{name}")
        further = ""
        if subject.id == "project":
            further = f"left join {MONEY} m on m.{DEPT} = s.{DEPT} and m.project = s.part2 "
            for item in summed(printer):
                figures[item.id] = figures[item.zh] = Figure(item.kind, f"m.{item.id}")
            rate = next(item for item in printer.registry.derived if (item.group, item.id) == ("project", "rate"))
            above, below = (f"m.{operand}" for operand in rate.operands)
            figures[rate.id] = figures[rate.zh] = Figure(Kind.PERCENT, above, below)
        if figures:
            home = one_of("s.part1", dict.fromkeys((subject.id, subject.sheet, subject.zh)))
            yield (
                f"select s.{DEPT}, s.row from {SAID} s join in_{subject.id} x on x.{DEPT} = s.{DEPT} "
                f"and {_text(printer, subject.id, subject.key[0], 'x')} = s.part2 {further}"
                f"where {home} and s.part4 = '' and s.part3 <> '' and {_one(printer, figures, 's.part3')}"
            )


def _of_groups(printer: Printer) -> Iterator[str]:
    """Sums and rates of budget lines by unit and by fund, called 单位/HQ/支出决算数 or fund/一般公共预算/spent."""
    for group in ("unit", "fund"):
        items = {item.id: item for item in printer.registry.derived if item.group == group and item.by}
        key = next(iter(items.values())).by.partition(".")[2]
        sums = {name: item for name, item in items.items() if item.operator == "sum"}
        columns = ", ".join(f"{_sum(printer, item)} as {name}" for name, item in sums.items())
        figures: dict[str, Figure] = {}
        for name, item in items.items():
            if name in sums:
                figures[name] = figures[item.zh] = Figure(item.kind, f"x.{name}")
            elif item.operator == "ratio":
                above, below = (f"x.{operand}" for operand in item.operands)
                figures[name] = figures[item.zh] = Figure(Kind.PERCENT, above, below)
        subject = printer.registry.by_id.get(group)
        home = one_of("s.part1", (group,) if subject is None else (group, subject.sheet, subject.zh))
        yield (
            f"select s.{DEPT}, s.row from {SAID} s join (select a.{DEPT}, {_text(printer, 'budget', key, 'a')} as named, {columns} "
            f"from in_budget a where a.{key} is not null group by a.{DEPT}, a.{key}) as x on x.{DEPT} = s.{DEPT} and x.named = s.part2 "
            f"where {home} and s.part4 = '' and s.part3 <> '' and {_one(printer, figures, 's.part3')}"
        )


def _sum(printer: Printer, item: Derived) -> str:
    """The sum of a column over the lines that a figure takes in, NULL where one of them has no value."""
    column = f"a.{item.operands[0].partition('.')[2]}"
    chosen = " and ".join(printer.is_one("budget", name, words) for name, words in item.where.items()) or "true"
    rows, known, total = (
        f"{what} filter (where {chosen})" for what in ("count(*)", f"count({column})", f"sum({column})")
    )
    return f"case when {rows} = {known} then cast(coalesce({total}, 0) as bigint) end"


def _text(printer: Printer, subject: str, name: str, alias: str) -> str:
    """A column as a text, its words where it is coded."""
    codes = printer.tables[subject].column(name).codes
    words = [(f"{alias}.{name} = {code}", f"'{quoted(word)}'") for code, word in enumerate(codes)]
    return any_of(words, "null") if words else f"{alias}.{name}"
