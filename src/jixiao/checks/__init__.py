"""Checks: a catalogue of declarations, run over the facts of a department-year; findings, waivers, summaries."""

from __future__ import annotations

from jixiao.checks.catalogue import Declaration, catalogue
from jixiao.checks.finding import Finding, Spot
from jixiao.checks.running import check
from jixiao.checks.severity import Severity
from jixiao.checks.summary import leading
from jixiao.checks.waivers import Waiver, apply_waivers

__all__ = [
    "Declaration",
    "Finding",
    "Severity",
    "Spot",
    "Waiver",
    "apply_waivers",
    "catalogue",
    "check",
    "leading",
]
