"""What charts draw: lengths and texts as the core printed them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jixiao.figures import Money, Ratio, Score
from jixiao_web.evaluation.plain import Row
from jixiao_web.results.analysis import SEVERITIES, UnitLine, rate_of
from jixiao_web.shell.templatetags.shell import printed, state_word

MOST = 30
"""So many bars can be read; the table behind the chart holds all."""


def money_bars(lines: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    """Budget and spending, a pair of bars for each name; those without a budget are left to the table."""
    rows = [
        {"name": name, "parts": [_bar(_("全年预算数"), figures.budget), _bar(_("支出数"), figures.spent)]}
        for name, figures in lines
        if isinstance(figures.budget, Money)
    ]
    return {"unit": _("万元"), "rows": rows[:MOST]} if rows else None


def _bar(name: str, value: object) -> dict[str, str]:
    return {"name": name, "length": value.text() if isinstance(value, Money) else "0", "text": printed(value)}


def rate_bars(lines: Iterable[tuple[str, Any]], elapsed: Ratio) -> dict[str, Any] | None:
    """Execution, the slowest first, and a line where the year has come to; those without a rate are left to the table."""
    known = [(name, figures.rate) for name, figures in lines if figures.rate]
    known.sort(key=lambda item: rate_of(item[1]) or 0)
    passed = {"name": _("序时进度"), "length": elapsed.points(), "text": elapsed.percent()}
    rows = [
        {"name": name, "parts": [{"name": _("执行率"), "length": str(rate_of(rate)), "text": rate}]}
        for name, rate in known[:MOST]
    ]
    return {"unit": "%", "rows": rows, "line": passed} if rows else None


def rate_title(lines: Iterable[tuple[str, Any]], elapsed: Ratio) -> str:
    """What the bars of execution say."""
    known = [(name, figures.rate) for name, figures in lines if figures.rate]
    passed = rate_of(elapsed.percent())
    if not known or passed is None:
        return _("还没有执行率")
    slow = [name for name, rate in known if (rate_of(rate) or 0) < passed]
    lowest = min(known, key=lambda item: rate_of(item[1]) or 0)
    if not slow:
        return _("都不慢于序时进度（{passed}）").format(passed=elapsed.percent())
    if len(slow) == len(known) and passed < 100:  # the year is not over
        return _("全部慢于序时进度（{passed}），最低的是“{name}”（{rate}）").format(
            passed=elapsed.percent(), name=lowest[0], rate=lowest[1]
        )
    told = ngettext(
        "{n} 个未达序时进度（{passed}），最低的是“{name}”（{rate}）",
        "{n} 个未达序时进度（{passed}），最低的是“{name}”（{rate}）",
        len(slow),
    )
    return told.format(n=len(slow), passed=elapsed.percent(), name=lowest[0], rate=lowest[1])


def money_title(lines: Iterable[tuple[str, Any]]) -> str:
    """What the bars of money say."""
    known = [(name, figures.budget) for name, figures in lines if isinstance(figures.budget, Money)]
    if not known:
        return _("还没有预算数")
    name, most = max(known, key=lambda item: item[1].yuan)
    return _("预算最多的是“{name}”（{amount} 万元）").format(name=name, amount=printed(most))


def lost_title(rows: Sequence[Row]) -> str:
    """What the waterfall says."""
    lost = [(row.name, row.lost) for row in rows if row.is_line and isinstance(row.lost, Score) and row.lost_any]
    if not lost:
        return _("没有扣分")
    name, most = max(lost, key=lambda item: item[1].points)
    told = ngettext("{n} 项扣分，最多的是“{name}”（{lost} 分）", "{n} 项扣分，最多的是“{name}”（{lost} 分）", len(lost))
    return told.format(n=len(lost), name=name, lost=printed(most))


LEVELS = {"green": 0, "blue": 1, "yellow": 2, "red": 3}


def heat(lines: Sequence[UnitLine]) -> dict[str, Any] | None:
    """Units against state and findings: the worst first, as many as can be read."""
    if not lines:
        return None
    worst = sorted(lines, key=lambda line: (-LEVELS[line.lamp], line.code))[:MOST]
    words = {"block": _("必须改"), "error": _("错误"), "warning": _("提醒")}
    return {
        "columns": [_("状态"), *(words[name] for name in SEVERITIES)],
        "rows": [
            {
                "name": line.name,
                "cells": [
                    {"level": LEVELS[line.lamp], "text": state_word(line.form.state)},
                    *(
                        _cell(line.findings.get(name, 0), level)
                        for name, level in zip(SEVERITIES, (3, 2, 1), strict=True)
                    ),
                ],
            }
            for line in worst
        ],
    }


def _cell(number: int, level: int) -> dict[str, Any]:
    return {"level": level if number else 0, "text": str(number)}


def heat_title(lines: Sequence[UnitLine]) -> str:
    """What the heat table says."""
    open_, late = sum(line.waits for line in lines), sum(line.is_late for line in lines)
    blocked = sum(bool(line.findings.get("block")) for line in lines)
    if not open_ and not blocked:
        return _("各单位都已送审，没有必须改的问题")
    return _("{open} 个单位还没送审（{late} 个逾期），{blocked} 个单位有必须改的问题").format(
        open=open_, late=late, blocked=blocked
    )
