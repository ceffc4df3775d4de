"""What charts of money draw: whole 分 for lengths, the core's own texts for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from jixiao.figures import Money
from jixiao_web.shell.columns import whole_hundredths
from jixiao_web.shell.templatetags.shell import printed

MOST = 30
"""So many bars can be read; the table behind the chart holds all."""


def money_bars(lines: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    """Budget and spending, a pair of bars for each name; those without a budget are left to the table."""
    rows = [
        {"name": name, "parts": [_bar(_("全年预算数"), figures.budget), _bar(_("支出数"), figures.spent)]}
        for name, figures in lines
        if isinstance(figures.budget, Money)
    ]
    return {"unit": _("分"), "rows": rows[:MOST]} if rows else None


def _bar(name: str, value: object) -> dict[str, str]:
    length = whole_hundredths(value.yuan, name) if isinstance(value, Money) else 0
    return {"name": name, "length": str(length), "text": printed(value)}
