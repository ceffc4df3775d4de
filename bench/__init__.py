"""Measurements that can be repeated; each prints a table with ratios taken in one run."""

from __future__ import annotations
