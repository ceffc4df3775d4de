"""Jixiao (绩效): exact, explained budget-performance evaluation for Chinese government departments."""

from __future__ import annotations

__version__ = "0.1.0"
