"""Readers: one for each kind of file, all of them handing back the same kind of document."""

from __future__ import annotations
