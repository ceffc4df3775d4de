"""The report as one HTML file that needs no network: each figure can be asked where it comes from.

Purpose: reading on a screen, by an officer, a reviewer or the public. Flow: `Report` → `blocks` → `page` → one file.
"""

from __future__ import annotations

from pathlib import Path

from jixiao.files.atomic import atomic_path
from jixiao.reports.html.page import page
from jixiao.reports.model import Report

__all__ = ["write"]


def write(report: Report, path: Path) -> None:
    """Write a report as .html, whole or not at all; the same report gives the same bytes."""
    data = page(report)
    with atomic_path(path) as target:
        target.write_bytes(data)
