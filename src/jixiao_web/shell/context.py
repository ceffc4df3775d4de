"""What every page knows: the year and unit it is about and those one may go to, the navigation, the person's posts, the language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Year
from jixiao_web.notices.models import Notice
from jixiao_web.organisation.tree import Node
from jixiao_web.results import switching
from jixiao_web.results.switching import Here
from jixiao_web.shell import stamps
from jixiao_web.shell.keeping import Shelf
from jixiao_web.shell.navigation import Where, links

_LINKS = Shelf(3000)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Four small queries for somebody who is signed in, none for others."""
    told: dict[str, Any] = {
        "lang_html": "en" if (get_language() or "").startswith("en") else "zh-CN",
        "languages": settings.LANGUAGES,
        "demo": settings.DEMO,
    }
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return told
    posts = policies.posts_of(person)
    tree = policies.present_tree(person)
    match = request.resolver_match
    kwargs: Mapping[str, Any] = match.kwargs if match is not None else {}
    known = Year.objects.order_by("-fiscal_year", "-pk").values_list("fiscal_year", "department", "tasks__kind")
    years = stamps.kept("cycle", "years", lambda: list(known))
    own = posts[0].unit if posts else None
    code = kwargs.get("unit") or (own.code if own is not None and own.kind != "bureau" else "")
    # A bureau begins with the department whose year was opened last.
    if not code and years and years[0][1] in tree.nodes:
        code = tree.nodes[years[0][1]].code
    node = tree.by_code.get(code)
    department = tree.department_of(node.id) if node else None
    own_years = [(year, kind) for year, of, kind in years if department is not None and of == department.id]
    opened = list(dict.fromkeys(year for year, _kind in own_years))
    year = kwargs.get("year") or (opened[0] if opened else None)
    issued = frozenset(kind for of, kind in own_years if of == year)
    here = Here.of(match.view_name if match is not None else "", kwargs)
    roles = frozenset(post.role for post in posts)
    where = Where(year, code, department.code if department else "", issued)
    key = (roles, request.path, where)
    is_told = node is not None and switching.may_look(person, node)
    return {
        **told,
        "posts": posts,
        "shell_year": year,
        "shell_unit": node,
        "shell_told": is_told,
        "shell_years": _years(opened, year, node, here) if is_told else [],
        "shell_units": f"?{urlencode({**here.query(), 'year': year})}"
        if is_told and year and switching.has_other(person, node)
        else "",
        "shell_key": key,
        "shell_links": _LINKS.while_same(key, None, lambda: links(roles, request.path, where)),
        "unread": Notice.objects.filter(user=person, read_at__isnull=True).count(),
    }


def _years(opened: list[int], year: int | None, node: Node | None, here: Here) -> list[tuple[int, str]]:
    """The years one may go to with the way there; none where there is no other."""
    if node is None or not set(opened) - {year}:
        return []
    return [(item, f"?{urlencode({**here.query(), 'year': item, 'unit': node.code})}") for item in opened]
