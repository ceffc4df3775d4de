"""Declared ties between figures that count, as selections: the same declarations, compared as whole numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.bulk.checks.looking import MONEY
from jixiao.bulk.checks.telling import Pair, Place, Printer, scaled
from jixiao.bulk.schema import DEPT, TYPED
from jixiao.bulk.words import Step, Words, has_word
from jixiao.checks import catalogue
from jixiao.facts import Derived, Field, Kind, Registry
from jixiao.relations import Form, Mode, Name, Tie
from jixiao.relations.identities import STATED
from jixiao.rules.vocabulary import PLACES, Word, vocabularies

TOTALS = "word_department"
FAILS = {Form.SUM: "<>", Form.AT_MOST: ">", Form.AT_LEAST: "<"}
MESSAGES = {Form.SUM: "check-tie", Form.AT_MOST: "check-at-most", Form.AT_LEAST: "check-at-least"}
EXACT = "decimal(38,24)"
"""Holds what somebody typed into a cell that a rule computes, to the last digit of a machine."""


WIDEST = Decimal(10**12)
"""Of a sum in the unit in which forms print it; with six decimals it is still a BIGINT."""


@dataclass(frozen=True, slots=True)
class _Side:
    """One figure of a tie.

    value: an expression, NULL where it is missing. places: where somebody wrote it. join: what has to be joined for it.
    rows, on: the column of whose rows it is the sum, each row a place, and how such a row `b` is found.
    """

    value: str
    places: tuple[Place, ...] = ()
    join: str = ""
    rows: Place | None = None
    on: str = "true"


def tied(code: str) -> bool:
    """Whether all that a rule says are ties between single figures that are stored."""
    identity = catalogue()[code].identity
    return identity is not None and not identity.restated and all(map(_is_plain, identity.ties))


def _is_plain(tie: Tie) -> bool:
    """Not between figures of a document, not as printed, not with last year's."""
    names = (tie.left, *(name for _, name in tie.terms))
    of_document = tie.of == STATED and not tie.each
    return (
        not of_document and tie.mode is Mode.EXACT and tie.form in FAILS and not any(name.last_year for name in names)
    )


def totals(printer: Printer) -> Iterator[Step]:
    """The relation of the departments' figures, one column for each."""
    words = vocabularies(printer.registry)["department"].words
    wanted = {column_of(item): _unproven(words[item.zh]) for item in department_figures(printer.registry)}
    yield from Words(printer.registry, printer.tables, printer.dialect).of_departments(wanted)


def _unproven(word: Word) -> Word:
    """The same figure without the bounds on which proofs of rules rest: what is out of bounds is to be told, not refused."""
    return replace(word, column=replace(word.column, lo=-WIDEST, hi=WIDEST))


def department_figures(registry: Registry) -> list[Derived | Field]:
    """The sums, counts and management data of a department; its rates are quotients of them."""
    figures = registry.department_figures.values()
    return [
        item
        for item in figures
        if item.kind in PLACES and not (isinstance(item, Derived) and item.kind is Kind.PERCENT)
    ]


def column_of(figure: Derived | Field) -> str:
    """The column of a figure in the relation of totals."""
    return f"w_{figure.id.replace('/', '_')}"


def ties_of(printer: Printer, code: str) -> Iterator[str]:
    """The findings of one rule that is a declaration."""
    identity = catalogue()[code].identity
    for index, tie in enumerate(identity.ties if identity else ()):
        names = (tie.left, *(name for _, name in tie.terms))
        left, *terms = (_column(printer, tie, name) if tie.each else _total(tie, name) for name in names)
        yield from _failing(printer, code, tie, index, left, terms)


def _failing(printer: Printer, code: str, tie: Tie, index: int, left: _Side, terms: Sequence[_Side]) -> Iterator[str]:
    source = f"in_{tie.each} a" if tie.each else f"{TOTALS} a"
    source = " ".join([source, *dict.fromkeys(side.join for side in (left, *terms))])
    number = f"cast(a.row as bigint) * 100 + {index}" if tie.each else str(index)
    right = " ".join(
        f"{'+' if sign > 0 else '-'} {side.value}" for (sign, _), side in zip(tie.terms, terms, strict=True)
    )
    right, scale = f"(0 {right})", PLACES[tie.left.figure.kind]
    found, test = left.value, f"{left.value} {FAILS[tie.form]} {right}"
    if tie.of == STATED and isinstance(tie.left.figure, Field) and tie.left.figure.computed:
        exact = f"cast(cast({right} as decimal(20,0)) * {10**-scale:.{scale}f} as {EXACT})"
        both = f"{left.value} is not null and {right} is not null"  # what no decimal holds is no sum either
        test = f"coalesce(try_cast({left.value} as {EXACT}) {FAILS[tie.form]} {exact}, {both})"
        found = scaled(left.value, scale)
    where = [has_word(f"a.{path}", printer.tables[tie.each].column(path), words) for path, words in tie.where.items()]
    test, pair = " and ".join([*where, test]), Pair(found, right, scale)
    places = [place for side in (left, *terms) for place in side.places]
    message = MESSAGES[tie.form]
    yield from printer.found(code, source, test, places, number=number, pair=pair, message=message)
    for side in terms:
        if side.rows is not None:
            rows = f"{source} join in_{side.rows.subject} b on b.{DEPT} = a.{DEPT} and {side.on}"
            place = f"{len(places) - 1} + row_number() over (partition by a.{DEPT}, {number} order by b.row)"
            yield from printer.found(
                code, rows, test, [side.rows], number=number, pair=pair, place=place, message=message
            )


def _column(printer: Printer, tie: Tie, name: Name) -> _Side:
    """A column of the row, a sum of the project that the row is, or the sum of the rows that name this one."""
    figure, subject = name.figure, printer.registry.by_id[tie.each]
    is_left = name is tie.left
    if name.group:
        group = printer.registry.by_id[name.group]
        link = next(field.id for field in group.fields if field.to == tie.each)
        summed = _summed(name, f"a.{DEPT}, a.{link}", f"a.{DEPT}, a.{link} as named")
        key = subject.key[0]
        join = f"left join ({summed}) as s_{name.group} on s_{name.group}.{DEPT} = a.{DEPT} and s_{name.group}.named = a.{key}"
        return _Side(f"s_{name.group}.total", (), join, Place(name.group, figure.id, "b.row"), f"b.{link} = a.{key}")
    if isinstance(figure, Derived):
        join = f"left join {MONEY} m on m.{DEPT} = a.{DEPT} and m.project = a.{subject.key[0]}"
        return _Side(f"m.{figure.id}", (Place(tie.each, figure.id),) if is_left else (), join)
    if figure.computed and tie.of == STATED:
        return _Side(f"a.{figure.id}{TYPED}", (Place(tie.each, figure.id),))
    written = is_left or not figure.computed
    return _Side(f"a.{figure.id}", (Place(tie.each, figure.id),) if written else ())


def _total(tie: Tie, name: Name) -> _Side:
    """A figure of the department, or the sum of all rows of a sheet."""
    figure = name.figure
    if name.group:
        summed = _summed(name, f"a.{DEPT}", f"a.{DEPT}")
        join = f"left join ({summed}) as s_{name.group} on s_{name.group}.{DEPT} = a.{DEPT}"
        return _Side(f"s_{name.group}.total", (), join, Place(name.group, figure.id, "b.row"))
    value = f"a.{column_of(figure)}"
    if isinstance(figure, Field):
        return _Side(value, (Place("management", figure.id, "1"),))
    return _Side(value, (Place(figure.group, figure.id, "null"),) if name is tie.left else ())


def _summed(name: Name, by: str, columns: str) -> str:
    """A sum of rows, NULL where one of them has no figure."""
    column = f"a.{name.figure.id}"
    total = f"case when count(*) = count({column}) then cast(sum({column}) as bigint) end as total"
    return f"select {columns}, {total} from in_{name.group} a group by {by}"
