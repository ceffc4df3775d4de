"""What one quantity of a relation would have to be, were all the others right."""

from __future__ import annotations

from fractions import Fraction

from jixiao.facts import Address
from jixiao.relations.forms import Form
from jixiao.relations.relation import Relation


def solved(relation: Relation, at: Address) -> Fraction | None:
    """The value, in base units and with the sign that the relation gives it, that makes both sides equal.

    None for bounds, for growths that no sum is linear in, and where nothing or everything fits.

    Example:
        46886.75 = 30152.75 + 16743.00 solved for its last part gives 16734.00.
    """
    if relation.form not in (Form.SUM, Form.RATIO, Form.PRODUCT):
        return None
    quantity = next(item for item in relation.quantities() if item.at == at)
    # Cleared of its divisor, such a relation is a straight line in every one of its quantities: two points give it.
    step = quantity.size
    first = _gap(relation, at, quantity.value)
    second = _gap(relation, at, quantity.value + step)
    return None if first == second else quantity.value + first * step / (first - second)


def _gap(relation: Relation, at: Address, value: Fraction) -> Fraction:
    """Left side less right side, multiplied by the divisor."""
    own = next(item for item in relation.quantities() if item.at == at).value
    turn = {item.at: item.value for item in relation.quantities()}

    def worth(where: Address, printed: Fraction) -> Fraction:
        if where != at:
            return printed
        return value if printed * own >= 0 or not turn[where] else -value

    left = worth(relation.left.at, relation.left.value)
    above = below = Fraction(0)
    product = Fraction(1)
    for term in relation.terms:
        number = worth(term.quantity.at, term.quantity.value)
        product *= number
        if term.below:
            below += term.sign * number
        else:
            above += term.sign * number
    if relation.form is Form.PRODUCT:
        return left - product
    return left * below - above if relation.form is Form.RATIO else left - above
