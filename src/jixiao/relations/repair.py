"""Which figure is wrong: the smallest change that mends all broken relations at once and spoils none that holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jixiao.facts import Address
from jixiao.figures import half_up
from jixiao.relations.edits import Slip, slip_between, slips
from jixiao.relations.forms import Form
from jixiao.relations.judge import Outcome, judge
from jixiao.relations.quantity import Quantity
from jixiao.relations.relation import Relation
from jixiao.relations.solve import solved

MOST_REPAIRS = 12
MOST_BROKEN = 40  # relations of one group; beyond them slips are not guessed at
Window = tuple[Fraction, Fraction]
LEAST = 100  # a change to less than a hundredth hides the figure in the rounding of the others: that explains nothing


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of one figure.

    Attributes:
        quantity: the figure as printed; `value` what it should be, in base units; `slip` what happened to it.
        mends: broken relations of its group that the change mends, out of `broken`.
        spoils: relations that hold now and would break.
        loose: mended relations that would be off in the last place.
        digit: whether some change of one digit of it mends everything and spoils nothing.
    """

    quantity: Quantity
    value: Fraction
    slip: Slip
    mends: int
    broken: int
    spoils: int
    loose: int = 0
    digit: bool = False

    @property
    def complete(self) -> bool:
        """Whether it mends everything and spoils nothing."""
        return self.mends == self.broken and self.spoils == 0

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The likeliest repair has the smallest."""
        return (self.broken - self.mends + self.spoils, self.slip is Slip.OTHER, self.loose, self.slip.rank)

    @property
    def shown(self) -> str:
        """What should be printed, with its unit."""
        return self.quantity.show(abs(self.value) if self.quantity.value >= 0 else self.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Broken relations that share figures, and what would mend them.

    Attributes:
        broken: indexes of the broken relations in the sequence that was given.
        repairs: one for every figure that could be wrong, the likeliest first.
        suspect: the first of them where it is clearly ahead of all others, else None.
    """

    broken: tuple[int, ...]
    repairs: tuple[Repair, ...]
    suspect: Repair | None


def find_repairs(relations: Sequence[Relation], broken: Iterable[int]) -> tuple[Group, ...]:
    """Group broken relations by the figures they share, and search every group for the figure that is wrong.

    Args:
        relations: all relations, those that hold too: they speak for their figures.
        broken: indexes of those that fail.

    Example:
        A total that breaks both its sum and its rate is named; with the sum alone broken, total and parts are equals.
    """
    failing = list(broken)
    users: defaultdict[Address, list[int]] = defaultdict(list)
    for index, relation in enumerate(relations):
        for at in dict.fromkeys(quantity.at for quantity in relation.quantities()):
            users[at].append(index)
    return tuple(_search(relations, group, failing, users) for group in _groups(relations, failing))


def _groups(relations: Sequence[Relation], broken: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Broken relations that hang together through shared figures."""
    parent = {index: index for index in broken}

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first: dict[Address, int] = {}
    for index in broken:
        for quantity in relations[index].quantities():
            other = first.setdefault(quantity.at, index)
            parent[root(index)] = root(other)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for index in broken:
        members[root(index)].append(index)
    yield from (tuple(group) for group in members.values())


def _search(
    relations: Sequence[Relation],
    group: tuple[int, ...],
    failing: Sequence[int],
    users: Mapping[Address, Sequence[int]],
) -> Group:
    failed, members = set(failing), set(group)
    quantities = {
        quantity.at: quantity for index in group for quantity in relations[index].quantities() if quantity.written
    }
    broken = {at: [relations[index] for index in users[at] if index in members] for at in quantities}
    large = len(group) > MOST_BROKEN
    # Of very many broken relations only a figure that stands in many of them can be the cause.
    asked = sorted(quantities, key=lambda at: -len(broken[at]))[:MOST_REPAIRS] if large else list(quantities)
    found = []
    for at in asked:
        holding = [relations[index] for index in users[at] if index not in failed]
        best = _best(quantities[at], broken[at], holding, len(group), guess=not large)
        if best is not None:
            found.append(best)
    found.sort(key=lambda repair: repair.order)
    suspect = _ahead(found)
    if suspect is not None:
        found = [suspect, *(repair for repair in found if repair is not suspect)]
    return Group(group, tuple(found[:MOST_REPAIRS]), suspect)


def _best(
    quantity: Quantity, broken: Sequence[Relation], holding: Sequence[Relation], size: int, *, guess: bool
) -> Repair | None:
    """The likeliest change of one figure, or None where no change of it mends anything."""
    windows = [_window(quantity, relation) for relation in broken]
    best: Repair | None = None
    digit = False
    for slip, value in _meant(quantity, broken, windows, guess=guess):
        inside = [
            relation
            for relation, window in zip(broken, windows, strict=True)
            if window is None or window[0] <= value <= window[1]
        ]
        asked = slip is Slip.DIGIT and not digit and len(inside) == size
        likelier = best is None or (size - len(inside), slip is Slip.OTHER, 0, slip.rank) < best.order
        if not inside or not (likelier or asked):
            continue  # even if it mended all of them it would not be likelier
        changed = replace(quantity, value=value)
        outcomes = [judge(relation.with_quantity(changed)).outcome for relation in inside]
        loose = outcomes.count(Outcome.LAST_PLACE)
        mends = outcomes.count(Outcome.HOLDS) + loose
        likelier = best is None or (size - mends, slip is Slip.OTHER, loose, slip.rank) < best.order
        if not mends or not (likelier or (asked and mends == size)):
            continue
        spoils = sum(not _still(relation, changed) for relation in holding)
        repair = Repair(quantity, value, slip, mends, size, spoils, loose)
        digit = digit or (slip is Slip.DIGIT and repair.complete)
        if best is None or repair.order < best.order:
            best = repair
    return replace(best, digit=digit) if best is not None else None


def _meant(
    quantity: Quantity, broken: Sequence[Relation], windows: Sequence[Window | None], *, guess: bool
) -> Iterator[tuple[Slip, Fraction]]:
    """What the figure may have been meant to be: slips undone, then what the broken relations want it to be."""
    for slip, value in slips(quantity) if guess else ():
        if abs(value) * LEAST >= quantity.size:
            yield slip, value
    for relation, window in zip(broken, windows, strict=True):
        target = _for(quantity, relation) if window is not None or relation.form is Form.RATIO else None
        if target is not None:
            value = Fraction(half_up(target / quantity.size, quantity.places)) * quantity.size
            if value != quantity.value:
                yield slip_between(quantity, value), value


def _for(quantity: Quantity, relation: Relation) -> Fraction | None:
    """What the relation wants the figure to be, with the sign that the figure has in `quantity`."""
    target = solved(relation, quantity.at)
    inside = next(item for item in relation.quantities() if item.at == quantity.at)
    return -target if target is not None and inside.value * quantity.value < 0 else target


def _window(quantity: Quantity, relation: Relation) -> Window | None:
    """Between which values the figure must lie for the relation to hold: wide, cheap to ask, judged exactly afterwards.

    None where nothing cheap can be said: for bounds, growths, and ratios with more than one term above or below.
    """
    if relation.form not in (Form.SUM, Form.RATIO, Form.PRODUCT):
        return None
    others = [item for item in relation.quantities() if item.at != quantity.at]
    simple = relation.form is Form.SUM or len(others) + 1 == len(relation.terms) + 1 == 3
    target = _for(quantity, relation) if simple else None
    if target is None:
        return None
    if relation.form is Form.SUM:
        slack = sum((item.half for item in (*others, quantity)), Fraction(0))
    elif all(2 * item.half < abs(item.value) for item in others):
        slack = quantity.half + 4 * abs(target) * sum((item.half / abs(item.value) for item in others), Fraction(0))
    else:
        return None
    return target - slack, target + slack


def _still(relation: Relation, changed: Quantity) -> bool:
    return judge(relation.with_quantity(changed)).outcome is not Outcome.FAILS


def _ahead(repairs: Sequence[Repair]) -> Repair | None:
    """The first repair where it is clearly ahead.

    It is when of all figures it alone is mended by one digit; or when it alone mends everything and spoils nothing by a
    slip that people make, while every other figure would have to be simply another one, would leave something broken, or
    would break what holds.
    """
    if not repairs:
        return None
    digits = [repair for repair in repairs if repair.digit]
    if len(digits) == 1:
        return digits[0]
    first, *others = repairs
    if not first.complete:
        # One figure may have slipped beside another: it is named if it alone explains two broken relations or more.
        alone = first.mends > 1 and not first.spoils and all(repair.order[0] > first.order[0] for repair in others)
        return first if alone else None
    rivals = [repair for repair in others if repair.order[0] == first.order[0]]
    if not rivals:
        return first
    if first.slip is Slip.OTHER:
        return None
    return None if any(_near(first.slip, repair.slip) for repair in rivals) else first


def _near(first: Slip, other: Slip) -> bool:
    """Whether two slips are about as likely: then neither figure is ahead."""
    return other is not Slip.OTHER and not (first is Slip.DIGIT and other is not Slip.DIGIT)
