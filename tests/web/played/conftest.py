"""The browser for the year that is played."""

from __future__ import annotations

from tests.web.browser import chromium, open_page

__all__ = ["chromium", "open_page"]
