"""The gallery: every component in every state, for whoever builds pages. Served to developers only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from jixiao.figures import MISSING, Count, Money, Ratio, Score
from jixiao_web.cycle.workflow import workflow

FIGURES = (
    ("金额", Money.of("46154.11")),
    ("负数", Money.of("-1234.5")),
    ("零", Money.zero()),
    ("缺数", MISSING),
    ("百分比", Ratio.from_percent("99.73")),
    ("个数", Count(7)),
    ("得分", Score.of("9.97")),
)
WATERFALL = {
    "unit": "分",
    "steps": [
        {"name": "满分", "code": "", "kind": "total", "hundredths": "10000", "text": "100.00"},
        {"name": "预算执行率", "code": "A1", "kind": "lost", "hundredths": "80", "text": "0.80"},
        {"name": "采购合同签订及时性", "code": "A2", "kind": "lost", "hundredths": "200", "text": "2.00"},
        {"name": "未定分", "code": "", "kind": "open", "hundredths": "300", "text": "3.00"},
        {"name": "得分", "code": "", "kind": "total", "hundredths": "9420", "text": "94.20"},
    ],
}
BARS = {
    "unit": "万元",
    "rows": [
        {"name": name, "parts": [{"name": "预算", "length": a, "text": a}, {"name": "支出", "length": b, "text": b}]}
        for name, a, b in (("本级", "3180.00", "3102.55"), ("工人业余大学", "985.00", "612.40"))
    ],
}
CURVE = {
    "unit": "%",
    "x": ["3月", "6月", "9月", "12月"],
    "series": [
        {"name": "计划", "values": ["20", "50", "75", "100"]},
        {"name": "实际", "values": ["12.50", "41.30", "70.20", None]},
    ],
}
HEAT = {
    "columns": ["产出", "效益", "满意度"],
    "rows": [
        {"name": name, "cells": [{"level": level, "text": text} for level, text in cells]}
        for name, cells in (
            ("本级", ((0, "40.00"), (1, "28.50"), (0, "10.00"))),
            ("工人业余大学", ((2, "31.20"), (3, "15.00"), (1, "9.00"))),
        )
    ],
}
CHARTS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("gallery-waterfall", "waterfall", WATERFALL, "两项指标共失 2.80 分"),
    ("gallery-bars", "bars", BARS, "工人业余大学支出慢于预算"),
    ("gallery-curve", "curve", CURVE, "九月底慢于计划"),
    ("gallery-heat", "heat", HEAT, "效益指标失分集中在一个单位"),
)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All of it on one page."""
    context = {
        "figures": FIGURES,
        "states": list(workflow().states),
        "lamps": (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"), ("blue", "蓝灯")),
        "severities": ("block", "error", "warning", "note"),
        "days": (-3, 0, 1, 7, 30),
        "charts": CHARTS,
        "moments": (
            (date(2023, 2, 1), "下达任务"),
            (date(2023, 2, 20), "送审"),
            (date(2023, 2, 22), "退回：目标值当成了完成值"),
        ),
        "tones": ("", "success", "warning", "error"),
    }
    return render(request, "shell/gallery.html", context)
