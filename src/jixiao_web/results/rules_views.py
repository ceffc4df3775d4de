"""The checks explained: all of them, and one with its severity, what it looks at, its remedy and its ground."""

from __future__ import annotations

import re
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jixiao.checks.explain import explain
from jixiao.checks.pages import every_code
from jixiao.files.messages import text
from jixiao_web.shell.language import core_language


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Every check by chapter."""
    lang = core_language()
    chapters = [
        (text(f"chapter-{chapter}", lang), [(rule.code, rule.severity.value, rule.title(lang)) for rule in found])
        for chapter, found in groupby(every_code().values(), key=lambda rule: rule.chapter)
    ]
    return render(request, "results/rules.html", {"chapters": chapters})


_ITEM = re.compile(r"- \*\*(.+?)\*\*(?:：|: )(.*)")


@require_GET
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """One check, as the core explains it."""
    lang = core_language()
    declared = every_code().get(code.upper())
    if declared is None:
        raise Http404(_("没有代码为 {code} 的核对规则：请在规则一览中查找。").format(code=code))
    parts: list[tuple[str, list[tuple[str, str]]]] = [("", [])]
    for line in explain(declared.code, lang).splitlines():
        if line.startswith("## "):
            parts.append((line[3:], []))
        elif item := _ITEM.fullmatch(line):
            parts[-1][1].append((item[1], item[2].replace("`", "")))
    context = {
        "rule": declared,
        "title": declared.title(lang),
        "parts": [(name, items) for name, items in parts if items],
    }
    return render(request, "results/rule.html", context)
