"""Who may do what: one table, deny by default.

A right is (deed, role, place, states): a person who holds a post of that role may do the deed to a thing whose unit stands in
that place to the post's unit, while the thing is in one of those states. What no row of the table allows is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jixiao_web.accounts.models import ADMINISTRATORS, Delegation, Post, Role, User
from jixiao_web.organisation.tree import Tree, tree_on
from jixiao_web.shell import stamps

if TYPE_CHECKING:
    from jixiao_web.organisation.models import Unit


class Place(Enum):
    """Where the thing stands, seen from the post."""

    OWN = "own"  # the post's own unit
    WITHIN = "within"  # the post's unit or any under it
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Grant:
    """One row of the table. No states: in every state."""

    role: Role
    place: Place
    states: frozenset[str] = frozenset()


def _grants(*rows: tuple[Iterable[Role], Place] | tuple[Iterable[Role], Place, Iterable[str]]) -> tuple[Grant, ...]:
    return tuple(
        Grant(role, row[1], frozenset(row[2]) if len(row) == 3 else frozenset()) for row in rows for role in row[0]
    )


_H, _A, _F, _B, _D = Role.HANDLER, Role.APPROVER, Role.FINANCE, Role.BUREAU, Role.BUSINESS
_READERS = (_H, _A, _D, _F, _B, Role.AUDITOR)
_FILLERS = (_H, _A, _D, _F)
_OPEN = ("issued", "draft", "returned_by_unit", "returned_by_department", "returned_by_finance")

TABLE: Mapping[str, tuple[Grant, ...]] = {
    # Looking. A business division and a handler see their own unit; finance and bureau all below.
    "unit.view": _grants(((_H, _A, _D), Place.OWN), ((_F, _B, Role.AUDITOR), Place.WITHIN)),
    "form.view": _grants(((_H, _A, _D), Place.OWN), ((_F, _B, Role.AUDITOR), Place.WITHIN)),
    "department.view": _grants(((_F, _B, Role.AUDITOR), Place.WITHIN)),
    "evidence.view": _grants(((_H, _A, _D), Place.OWN), ((_F, _B, Role.AUDITOR), Place.WITHIN)),
    # Filling in.
    "form.edit": _grants(((_H, _D), Place.OWN, _OPEN), ((_F,), Place.OWN, _OPEN)),
    "form.import": _grants(((_H,), Place.OWN, _OPEN), ((_F,), Place.OWN, _OPEN)),
    "evidence.add": _grants(((_H, _D), Place.OWN, _OPEN), ((_F,), Place.OWN, _OPEN)),
    "form.comment": _grants(((_H, _A, _D), Place.OWN), ((_F, _B), Place.WITHIN)),
    "form.assign": _grants(((_A, _F), Place.OWN), ((_F,), Place.WITHIN)),
    "countersign.ask": _grants(((_A, _F), Place.OWN), ((_F, _B), Place.WITHIN)),
    # The year.
    "year.open": _grants(((_F, _B), Place.WITHIN)),
    "task.issue": _grants(((_F, _B), Place.WITHIN)),
    "exemption.grant": _grants(((_F, _B), Place.WITHIN)),
    "reminder.send": _grants(((_F, _B), Place.WITHIN)),
    # Review, scores, reports.
    "finding.waive": _grants(((_F, _B), Place.WITHIN)),
    "report.render": _grants(((_F, _B), Place.WITHIN)),
    "report.view": _grants(((_F, _B, Role.AUDITOR), Place.WITHIN)),
    "upload.review": _grants((_FILLERS, Place.OWN), ((_B,), Place.WITHIN)),
    "upload.view": _grants((_FILLERS, Place.OWN), ((_F, _B, Role.AUDITOR), Place.WITHIN)),
    # Master data.
    "library.view": _grants((_READERS, Place.ANY)),
    "library.edit": _grants(((_F, _B), Place.WITHIN)),
    "organisation.view": _grants((tuple(Role), Place.ANY)),
    "organisation.edit": _grants(((Role.SYSTEM,), Place.WITHIN)),
    "staff.edit": _grants(((_H, _F), Place.OWN)),
    # People. The three administrators are three persons: one makes accounts, one gives posts, one reads the trail.
    "person.view": _grants(((Role.SYSTEM, Role.SECURITY), Place.WITHIN)),
    "person.manage": _grants(((Role.SYSTEM,), Place.WITHIN)),
    "post.manage": _grants(((Role.SECURITY,), Place.WITHIN)),
    "post.hand_over": _grants(((Role.SECURITY,), Place.WITHIN), (_FILLERS, Place.OWN)),
    "post.delegate": _grants(((_H, _A, _D, _F, _B), Place.OWN)),
    "session.end": _grants(((Role.SECURITY,), Place.WITHIN)),
    "factor.remove": _grants(((Role.SECURITY,), Place.WITHIN)),
    "audit.view": _grants(((Role.AUDIT,), Place.ANY)),
    "job.watch_all": _grants(((Role.SYSTEM,), Place.ANY)),
}


class Apart(Enum):
    """How near two posts must be for one person not to hold both on one day."""

    ANYWHERE = "anywhere"
    ONE_UNIT = "one unit"
    BELOW = "below"  # the second stands at the unit of the first, or under it


SEPARATE: tuple[tuple[frozenset[Role], frozenset[Role], Apart], ...] = (
    (ADMINISTRATORS, ADMINISTRATORS, Apart.ANYWHERE),
    (frozenset({_A}), frozenset({_H, _D}), Apart.ONE_UNIT),
    (frozenset({_B, Role.AUDITOR}), frozenset(_FILLERS), Apart.BELOW),
)
"""Roles that are two persons': whoever looks after a piece of work did not do it. The same role twice is one role."""


@cache
def _all_grants() -> Mapping[str, tuple[Grant, ...]]:
    """The table above and the moves of the workflow, which name their own roles, places and states."""
    from jixiao_web.cycle.workflow import workflow  # noqa: PLC0415  # the workflow is data that this table completes

    moves: dict[str, list[Grant]] = {}
    for move in workflow().moves:
        for role in move.roles:
            grant = Grant(Role(role), Place(move.place), frozenset(move.before))
            moves.setdefault(f"move.{move.scope}.{move.deed}", []).append(grant)
    return {**TABLE, **{deed: tuple(items) for deed, items in moves.items()}}


def deeds() -> tuple[str, ...]:
    """Every deed there is."""
    return tuple(_all_grants())


def grants(deed: str) -> tuple[Grant, ...]:
    """Who may do it. Raises KeyError: no such deed."""
    return _all_grants()[deed]


def today() -> date:
    """The day by which posts and windows are judged, in the site's time zone."""
    return timezone.localdate()


def posts_of(person: User) -> tuple[Post, ...]:
    """The posts in force today, those of others included for whom the person stands in. Looked up once a request."""
    kept: tuple[Post, ...] | None = getattr(person, "_posts_today", None)
    if kept is None:
        day = today()
        read = stamps.kept("rights", ("posts", person.pk, day), lambda: _posts_on(person, day))
        kept = tuple(copy(post) for post in read)  # what is kept belongs to nobody, a request may do as it likes
        person._posts_today = kept  # type: ignore[attr-defined]  # kept for the rest of the request
    return kept


def _posts_on(person: User, day: date) -> tuple[Post, ...]:
    deputised = Delegation.objects.filter(_in_days(day, day), deputy=person).values("post")
    found = Post.objects.filter(_in_days(day, day), Q(user=person) | Q(pk__in=deputised))
    return tuple(found.select_related("unit", "division", "user"))


def present_tree(person: User) -> Tree:
    """Today's tree, read once a request."""
    kept: Tree | None = getattr(person, "_tree_today", None)
    if kept is None:
        kept = tree_on(today())
        person._tree_today = kept  # type: ignore[attr-defined]  # kept for the rest of the request
    return kept


def post_for(person: Any, deed: str, target: Any = None, *, state: str | None = None) -> Post | None:
    """The post by which a person may do a deed to a thing, or None. `target` has `policy_unit` and, where it matters, `policy_state`.

    Raises KeyError: no such deed.
    """
    allowed = grants(deed)
    if not (isinstance(person, User) and person.is_active):
        return None
    unit: Unit | None = getattr(target, "policy_unit", None)
    present = state if state is not None else getattr(target, "policy_state", None)
    for post in posts_of(person):
        for grant in allowed:
            if grant.role != post.role or (grant.states and present not in grant.states):
                continue
            if _stands(post, unit, grant.place, person):
                return post
    return None


def _stands(post: Post, unit: Unit | None, place: Place, person: User) -> bool:
    if place is Place.ANY:
        return True
    if unit is None:
        return place is Place.WITHIN and stands_at_the_top(post, person)
    if unit.pk == post.unit_id:
        return True
    return place is Place.WITHIN and present_tree(person).contains(post.unit_id, unit.pk)


def stands_at_the_top(post: Post, person: User) -> bool:
    """Whether nothing stands above the post's unit today, so that what belongs to no unit is within it.

    That is a bureau, or a department that runs the site for itself.
    """
    node = present_tree(person).nodes.get(post.unit_id)
    return node is not None and node.parent not in present_tree(person).nodes


def may(person: Any, deed: str, target: Any = None) -> bool:
    """Whether a person may do a deed. Raises KeyError: no such deed."""
    return post_for(person, deed, target) is not None


def require(person: Any, deed: str, target: Any = None, *, state: str | None = None) -> Post:
    """The post by which a person may do a deed. Raises PermissionDenied with a whole sentence."""
    post = post_for(person, deed, target, state=state)
    if post is None:
        raise PermissionDenied(refusal(deed, target))
    return post


def refusal(deed: str, target: Any) -> str:
    """Why not, as far as it may be told."""
    states = {name for grant in grants(deed) for name in grant.states}
    present = getattr(target, "policy_state", None)
    if states and present is not None and present not in states:
        return _("这张表当前的状态不允许这一操作：请先撤回或等待退回。")
    return _("您的岗位没有这一权限：请向安全管理员确认岗位，或请有权限的同事办理。")


def why_not_receive(person: User, role: str, unit: Unit, since: date, until: date | None = None) -> str:
    """Why a person may not hold or borrow such a post in those days, beside the posts of the same days; empty: nothing is against it."""
    if not person.is_active:
        return _("{name} 的账号已停用，请先启用或另选他人。").format(name=person.name)
    tree = tree_on(today())
    lent = Delegation.objects.filter(_in_days(since, until), deputy=person).values("post")
    for held in Post.objects.filter(_in_days(since, until), Q(user=person) | Q(pk__in=lent)).select_related("unit"):
        if not _are_apart(tree, (Role(role), unit.pk), (Role(held.role), held.unit_id)):
            continue
        if role in ADMINISTRATORS and held.role in ADMINISTRATORS:
            return _("系统、安全、审计三个管理员须由三个人分别担任，{name} 已担任其中之一。").format(name=person.name)
        told = _("{name} 已是 {unit} 的{held}，不能兼任 {at} 的{role}：做事的人和审核的人须分开，请另选他人。")
        return told.format(
            name=person.name, unit=held.unit.code, held=held.get_role_display(), at=unit.code, role=Role(role).label
        )
    return ""


def _in_days(since: date, until: date | None) -> Q:
    """Posts and delegations in force on some of those days."""
    begun = Q() if until is None else Q(valid_from__lte=until)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gte=since))


def _are_apart(tree: Tree, one: tuple[Role, int], other: tuple[Role, int]) -> bool:
    """Whether two posts, each a role at a unit, are two persons'."""
    for upper, lower, near in SEPARATE:
        for (role, at), (second, under) in ((one, other), (other, one)):
            is_near = near is Apart.ANYWHERE or at == under or (near is Apart.BELOW and tree.contains(at, under))
            if is_near and role != second and role in upper and second in lower:
                return True
    return False


def why_not_lend(post: Post, deputy: User, since: date, until: date) -> str:
    """Why a post may not be lent to somebody: a deputy may see the unit by a post of his own, all those days, and checks no own work."""
    tree = tree_on(today())
    whole = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=until), user=deputy, valid_from__lte=since)
    places = [(held.unit_id, grant.place) for held in whole for grant in grants("unit.view") if grant.role == held.role]
    home = post.unit_id
    if not any(at == home or (place is Place.WITHIN and tree.contains(at, home)) for at, place in places):
        told = _("{name} 自己的岗位在这些日子看不到 {unit}，不能代办：请选本单位的同事，或请安全管理员任职。")
        return told.format(name=deputy.name, unit=post.unit.code)
    return why_not_receive(deputy, post.role, post.unit, since, until)


def why_not_succeed(by: User, post: Post, successor: User, since: date) -> str:
    """Why a post may not be handed to somebody: across departments only the security administrator does it."""
    if not may(by, "post.manage", post):
        tree = tree_on(today())
        home = tree.department_of(post.unit_id)
        within = {node.id for node in tree.under(home.id if home else post.unit_id)}
        held = set(Post.objects.filter(_in_days(since, None), user=successor).values_list("unit", flat=True))
        if held and not held & within:
            return _("{name} 在别的部门任职：请由安全管理员办理交接。").format(name=successor.name)
    return why_not_receive(successor, post.role, post.unit, since, post.valid_to)


def visible_units(person: User, deed: str) -> frozenset[int] | None:
    """Primary keys of the units on which a person may do a deed in some state; None means all."""
    found: set[int] = set()
    for post in posts_of(person):
        for grant in grants(deed):
            if grant.role != post.role:
                continue
            if grant.place is Place.ANY:
                return None
            own = grant.place is Place.OWN
            found.update([post.unit_id] if own else [node.id for node in present_tree(person).under(post.unit_id)])
    return frozenset(found)
