"""Anybody's document: read from any file, its figures found, and the relations that it states among them."""

from __future__ import annotations
