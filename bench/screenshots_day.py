"""The day on which the pictures of the site are taken."""

from __future__ import annotations

from datetime import UTC, datetime

STORY = datetime(2023, 4, 20, 1, 30, tzinfo=UTC)
"""Half past nine in Guangzhou, five days before the units have to hand in."""
