"""Relations among quantities: declared over facts or found in documents, and judged in one place."""

from __future__ import annotations

from jixiao.relations.declared import Declared
from jixiao.relations.forms import Form, Mode, Term
from jixiao.relations.hints import Hint, hints
from jixiao.relations.identities import Identity, Name, Tie, read_identities
from jixiao.relations.judge import Outcome, Verdict, judge
from jixiao.relations.quantity import Quantity, quantity, stated_quantity
from jixiao.relations.relation import Relation

__all__ = [
    "Declared",
    "Form",
    "Hint",
    "Identity",
    "Mode",
    "Name",
    "Outcome",
    "Quantity",
    "Relation",
    "Term",
    "Tie",
    "Verdict",
    "hints",
    "judge",
    "quantity",
    "read_identities",
    "stated_quantity",
]
