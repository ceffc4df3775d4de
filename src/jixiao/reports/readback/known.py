"""The relations among embedded facts: what identities and derived figures say, rebuilt from addresses and values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from jixiao.checks.catalogue import catalogue
from jixiao.facts import Address, Derived, Facts, Registry
from jixiao.relations import Declared, Form, Identity, Mode, Name, Quantity, Relation, Term, Tie, quantity
from jixiao.relations.identities import FACTS
from jixiao.reports.readback.degrees import figure_of
from jixiao.reports.readback.written import Written

_CODES = {"ratio": "PCT-01", "minus": "REL-02", "plus": "REL-01", "sum": "REL-01"}
_SIGNS = {"ratio": " ÷ ", "minus": " − ", "plus": " ＋ "}
_KEYED = 4  # parts of an address with one key: 2022/project/P01/spent


def quantities(facts: Sequence[Written]) -> dict[Address, Quantity]:
    """Address → what its text stands for: for itself alone where nothing was rounded off, else as printed."""
    found: dict[Address, Quantity] = {}
    for fact in facts:
        figure, exact = figure_of(fact.text, fact.unit), fact.figure
        if figure is None or exact is None or figure.number is None or fact.address in found:
            continue
        whole = Fraction(exact) * figure.size
        found[Address(fact.address)] = Quantity(
            at=Address(fact.address),
            title=fact.title,
            value=-figure.number if exact < 0 < figure.number else figure.number,
            unit=fact.unit or figure.unit,
            size=figure.size,
            places=figure.places,
            printed=abs(whole) != abs(figure.number),
            written="›" in fact.source,
        )
    return found


@dataclass(frozen=True)
class Known:
    """The quantities of one report, and of its whole workbook where that is at hand."""

    registry: Registry
    embedded: Mapping[Address, Quantity]
    facts: Facts | None = None
    _members: dict[tuple[str, str], list[Quantity]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def all(self) -> Mapping[Address, Quantity]:
        """Every quantity; what the report printed stands as it was printed."""
        if self.facts is None:
            return self.embedded
        whole = {fact.address: known for fact in self.facts if (known := quantity(fact)) is not None}
        return {**whole, **self.embedded}

    @cached_property
    def year(self) -> int:
        """The fiscal year: that of most facts."""
        years = Counter(where.partition("/")[0] for where in self.embedded)
        most = max(years, key=years.__getitem__, default="0")
        return int(most) if most.isascii() and most.isdecimal() else 0

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Every relation of what the report prints whose figures are all known, those of identities first, each once."""
        found = [*self._identities(), *self._derived()]
        once = {
            (relation.left.at, relation.form, *_sides(relation)): relation
            for relation in reversed(found)
            if self._is_told(relation)
        }
        return tuple(reversed(once.values()))

    def _is_told(self, relation: Relation) -> bool:
        """Whether the report prints the left side and something of the right: the rest nobody can compare."""
        return relation.left.at in self.embedded and any(term.quantity.at in self.embedded for term in relation.terms)

    def _identities(self) -> Iterator[Relation]:
        for code, declaration in catalogue().items():
            if declaration.identity is None:
                continue
            ties = declaration.identity.ties
            for tie in ties:
                yield from self._each(code, tie) if tie.each else self._whole(code, tie)
            hard = tuple(replace(tie, of=FACTS) for tie in ties if tie.each and (tie.where or _gathers(tie)))
            if self.facts is not None and hard:
                for relation in Declared(self.facts).relations(Identity(code, hard, ())):
                    yield self._as_printed(relation)

    def _as_printed(self, relation: Relation) -> Relation:
        for known in list(relation.quantities()):
            if known.at in self.embedded:
                relation = relation.with_quantity(self.embedded[known.at])
        return replace(relation, mode=Mode.PRINTED)

    def _whole(self, code: str, tie: Tie) -> Iterator[Relation]:
        yield from self._built(code, tie, self._department(tie.left), [self._department(name) for _, name in tie.terms])

    def _department(self, name: Name) -> Sequence[Quantity | None]:
        if name.group:
            return self._of_group(name.group, name.figure.id)
        told = name.figure.name if isinstance(name.figure, Derived) else f"management/{name.figure.id}"
        return [self.all.get(Address(f"{self.year - 1 if name.last_year else self.year}/{told}"))]

    def _of_group(self, group: str, figure: str) -> Sequence[Quantity]:
        if not self._members:
            for where, known in self.all.items():
                parts = where.split("/")
                if len(parts) == _KEYED and parts[0] == str(self.year):
                    self._members.setdefault((parts[1], parts[3]), []).append(known)
        return self._members.get((group, figure), [])

    def _each(self, code: str, tie: Tie) -> Iterator[Relation]:
        if tie.where or _gathers(tie):
            return
        for left in self._of_group(tie.each, tie.left.figure.id):
            stem = left.at.removesuffix(tie.left.figure.id)
            sides = [[self.all.get(Address(stem + name.figure.id))] for _, name in tie.terms]
            yield from self._built(code, tie, [left], sides)

    def _built(
        self, code: str, tie: Tie, left: Sequence[Quantity | None], sides: Sequence[Sequence[Quantity | None]]
    ) -> Iterator[Relation]:
        terms = [
            Term(known, sign, below=tie.form is Form.RATIO and index == 1)
            for index, ((sign, _), side) in enumerate(zip(tie.terms, sides, strict=True))
            for known in side
            if known is not None and (known.value or tie.form is not Form.SUM or known.at in self.embedded)
        ]
        here = next(iter(left), None)
        # a part that the report does not mention is nothing, as 其他类型支出 often is: whoever relies on it, judges first
        if here is None or not terms or (tie.form is not Form.SUM and any(None in side for side in sides)):
            return
        yield Relation(code, tie.form, here, tuple(terms), Mode.PRINTED, tie.text)

    def _derived(self) -> Iterator[Relation]:
        """What computed figures are computed from: rates and differences, and with the workbook the sums over its rows."""
        for item in self.registry.derived:
            here = (
                self._of_group(item.group, item.id) if item.by else [self.all.get(Address(f"{self.year}/{item.name}"))]
            )
            for left in here:
                if left is not None and item.operator in _CODES:
                    yield from self._computed(item, left)

    def _computed(self, item: Derived, left: Quantity) -> Iterator[Relation]:
        if item.operator == "sum":
            inputs = self.facts.fact(left.at).inputs if self.facts is not None and left.at in self.facts else ()
            sides = [self.all.get(where) for where in inputs]
        else:
            stem = left.at.removesuffix(item.id) if item.by else f"{self.year}/"
            sides = [
                self.all.get(Address((stem if item.by and "/" not in name else f"{self.year}/") + name))
                for name in item.operands
            ]
        terms = [known for known in sides if known is not None]
        if not terms or len(terms) < len(sides):
            return
        form = Form.RATIO if item.operator == "ratio" else Form.SUM
        signs = [-1 if item.operator == "minus" and index else 1 for index in range(len(terms))]
        words = _SIGNS.get(item.operator, "").join(term.title for term in terms)
        text = f"{left.title} = {words}" if item.operator in _SIGNS else ""
        built = tuple(
            Term(term, sign, below=form is Form.RATIO and index == 1)
            for index, (term, sign) in enumerate(zip(terms, signs, strict=True))
        )
        yield Relation(_CODES[item.operator], form, left, built, Mode.PRINTED, text)


def _sides(relation: Relation) -> list[tuple[Address, int, bool]]:
    return [(term.quantity.at, term.sign, term.below) for term in relation.terms]


def _gathers(tie: Tie) -> bool:
    """Whether a relation of rows takes sums over the rows of another sheet."""
    return any(name.group for name in (tie.left, *(name for _, name in tie.terms)))
