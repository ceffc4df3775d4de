"""What others may want to know about forms."""

from __future__ import annotations

from django.dispatch import Signal

form_changed = Signal()
"""Sent after the commit of a deed, with `form`. Scores and figures of its task are then out of date."""
