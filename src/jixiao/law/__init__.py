"""References to law and policy: a document, an article, and the days on which they are in force."""

from __future__ import annotations

from jixiao.law.reference import Reference

__all__ = ["Reference"]
