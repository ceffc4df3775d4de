"""What every page knows: the year and unit it is about, the navigation, the person's posts, the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from jixiao_web import policies
from jixiao_web.accounts.models import User
from jixiao_web.cycle.models import Year
from jixiao_web.notices.models import Notice
from jixiao_web.shell.navigation import links


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
    kwargs = match.kwargs if match is not None else {}
    own = posts[0].unit if posts else None
    code = kwargs.get("unit") or (own.code if own is not None and own.kind != "bureau" else "")
    node = tree.by_code.get(code)
    department = tree.department_of(node.id) if node else None
    year = kwargs.get("year") or _latest_year(department.id if department else None)
    if not code and year is not None:  # a bureau begins with the department whose year was opened last
        newest = Year.objects.select_related("department").order_by("-fiscal_year", "-pk").first()
        code = newest.department.code if newest else ""
        node = tree.by_code.get(code)
        department = node
    return {
        **told,
        "posts": posts,
        "shell_year": year,
        "shell_unit": node,
        "shell_links": links(
            frozenset(post.role for post in posts), request.path, year, code, department.code if department else ""
        ),
        "unread": Notice.objects.filter(user=person, read_at__isnull=True).count(),
    }


def _latest_year(department: int | None) -> int | None:
    years = Year.objects.order_by("-fiscal_year")
    if department is not None:
        years = years.filter(department=department)
    return years.values_list("fiscal_year", flat=True).first()
