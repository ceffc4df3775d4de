"""Relations among quantities: declared over facts or found in documents, and judged in one place."""

from __future__ import annotations

from jixiao.relations.declared import Declared
from jixiao.relations.edits import Slip
from jixiao.relations.forms import Form, Mode, Term
from jixiao.relations.hints import Hint, hints
from jixiao.relations.identities import Identity, Name, Tie, read_identities
from jixiao.relations.judge import Outcome, Verdict, judge
from jixiao.relations.quantity import Quantity, quantity, stated_quantity
from jixiao.relations.relation import Relation
from jixiao.relations.repair import Group, Repair, find_repairs
from jixiao.relations.solve import solved

__all__ = [
    "Declared",
    "Form",
    "Group",
    "Hint",
    "Identity",
    "Mode",
    "Name",
    "Outcome",
    "Quantity",
    "Relation",
    "Repair",
    "Slip",
    "Term",
    "Tie",
    "Verdict",
    "find_repairs",
    "hints",
    "judge",
    "quantity",
    "read_identities",
    "solved",
    "stated_quantity",
]
