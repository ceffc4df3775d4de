"""A relation of a document in signs: 支出决算46154.11万元 ÷ 预算46886.75万元 = 完成率98.44%."""

from __future__ import annotations

from jixiao.documents.found import Found
from jixiao.relations import Form, Quantity

LONGEST = 14  # characters of a label: the end of a long one says what it is
MOST_TERMS = 8
_ENDS = " 　，,、；;：:"
_OPENING = f"{_ENDS}）)”（(“\"'"


def in_signs(found: Found) -> str:
    """The relation with the figures as they are written, each behind what it measures."""
    relation = found.relation
    written = {mention.at: "".join(mention.written.split()) for mention in found.mentions}

    def told(quantity: Quantity) -> str:
        label = quantity.title.lstrip(_OPENING).rstrip(_ENDS)
        shown = written.get(quantity.at) or quantity.show()
        return shown if label in ("", shown) else f"{label[-LONGEST:].lstrip(_OPENING)}{shown}"

    falls = {mention.at for mention in found.mentions if not mention.written.startswith(("-", "－", "−"))}

    def fallen(quantity: Quantity) -> bool:
        return quantity.value < 0 and quantity.at in falls

    left, terms = told(relation.left), relation.terms
    match relation.form:
        case Form.RATIO:
            above = _line([(term.sign, told(term.quantity)) for term in terms if not term.below])
            # a fall that words tell is added back: last year's figure is this year's plus the fall
            below = _line(
                [
                    (-term.sign if fallen(term.quantity) else term.sign, told(term.quantity))
                    for term in terms
                    if term.below
                ]
            )
            return f"{_bracketed(above)} ÷ {_bracketed(below)} = {left}"
        case Form.PRODUCT:
            return f"{' × '.join(told(term.quantity) for term in terms)} = {left}"
        case Form.GROWN | Form.RATED:
            factor = "÷（1＋{}）" if relation.form is Form.GROWN else "÷{}"
            whole, *pairs = [told(term.quantity) for term in terms]
            parts = [f"{part}{factor.format(own)}" for part, own in zip(pairs[::2], pairs[1::2], strict=True)]
            return f"{_line([(1, part) for part in parts])} = {left}{factor.format(whole)}"
        case Form.WHOLE:
            return f"{told(terms[0].quantity)} ↔ {left}"
        case Form.AT_MOST:
            return f"{left} ≤ {_line([(term.sign, told(term.quantity)) for term in terms])}"
        case Form.AT_LEAST:
            return f"{left} ≥ {_line([(term.sign, told(term.quantity)) for term in terms])}"
        case _:
            return f"{_line([(term.sign, told(term.quantity)) for term in terms])} = {left}"


def _line(terms: list[tuple[int, str]]) -> str:
    told = "".join(f"{' ＋ ' if sign > 0 else ' － '}{word}" for sign, word in terms[:MOST_TERMS])
    told = told.removeprefix(" ＋ ").strip()
    return f"{told} ＋ …（{len(terms)}）" if len(terms) > MOST_TERMS else told


def _bracketed(line: str) -> str:
    return f"（{line}）" if " ＋ " in line or " － " in line else line
