"""Going to another unit or another year: the same page there, or the year of the unit where that page does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Form, Kind, Task
from jixiao_web.cycle.sheets import sheets
from jixiao_web.organisation.tree import Node, Tree

LAST = "unit_year"
"""Where one goes when the page does not exist there."""
OF_FORM = frozenset(
    {"form", "form_print", "form_history", "findings", "files", "evidence", "versions", "comments", "flow", "paste"}
)
OF_PLACE = frozenset({"analysis", "year_projects", "evaluation:scores", "evaluation:projects"})
OF_DEPARTMENT = {"consolidation": "department.view", "totals": "department.view", "reports:list": "report.view"}


def units_of(person: User) -> tuple[Node, ...]:
    """The departments and units that a person may look at today, each department before its units. No query of its own."""
    seen = policies.visible_units(person, "unit.view")
    return tuple(
        node
        for node in _in_order(policies.present_tree(person))
        if node.kind != "bureau" and (seen is None or node.id in seen)
    )


def has_other(person: User, node: Node | None) -> bool:
    """Whether there is another unit to look at than this one. Asked by every page: it stops at the first."""
    seen, tree = policies.visible_units(person, "unit.view"), policies.present_tree(person)
    others = (tree.nodes.get(pk) for pk in (tree.nodes if seen is None else seen))
    return any(other is not None and other != node and other.kind != "bureau" for other in others)


def _in_order(tree: Tree) -> list[Node]:
    return [node for top in tree.children.get(None, ()) for node in tree.under(top.id)]


@dataclass(frozen=True, slots=True)
class Here:
    """The page that somebody stands on: its address name, and what its address holds beside year and unit."""

    name: str
    kind: str = ""
    subject: str = ""

    @classmethod
    def of(cls, name: str, kwargs: Mapping[str, object]) -> Here:
        """Of an address that was resolved."""
        return cls(name, str(kwargs.get("kind", "")), str(kwargs.get("subject", "")))

    def query(self) -> dict[str, str]:
        """As it stands in the address of the switch."""
        return {
            key: value for key, value in (("page", self.name), ("kind", self.kind), ("subject", self.subject)) if value
        }


def address_there(person: User, year: int, node: Node, here: Here) -> str:
    """The address of the page of the same kind; at most one query."""
    if here.kind in Kind.values and (here.name in OF_FORM or here.name == "sheet"):
        issued = Form.objects.filter(task__year__fiscal_year=year, unit=node.id, task__kind=here.kind).exists()
        scope = "department" if node.kind == "department" else "unit"
        if here.name == "sheet" and issued and here.subject in sheets(here.kind, scope):
            return reverse("sheet", args=[year, node.code, here.kind, here.subject])
        if issued:
            return reverse("form" if here.name == "sheet" else here.name, args=[year, node.code, here.kind])
    elif here.name in OF_PLACE or (here.name in OF_DEPARTMENT and node.kind == "department"):
        department = policies.present_tree(person).department_of(node.id)
        scored = Task.objects.filter(year__fiscal_year=year, kind=Kind.EVALUATION)
        if department and scored.filter(year__department=department.id).exists() and _may_there(person, here, node):
            return reverse(here.name, args=[year, node.code])
    return reverse(LAST, args=[year, node.code])


def _may_there(person: User, here: Here, node: Node) -> bool:
    deed = OF_DEPARTMENT.get(here.name) or ("department.view" if node.kind == "department" else "unit.view")
    return _sees(person, deed, node)


def _sees(person: User, deed: str, node: Node) -> bool:
    seen = policies.visible_units(person, deed)
    return seen is None or node.id in seen


def may_look(person: User, node: Node) -> bool:
    """Whether a person may look at a unit."""
    return _sees(person, "unit.view", node)
