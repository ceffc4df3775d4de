"""Checks on anybody's document: broken relations, claims that the figures contradict, and matters of form."""

from __future__ import annotations
