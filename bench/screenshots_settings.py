"""The site's own settings on a day of the story: pictures made in another year show the same dates."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from bench.screenshots_day import STORY
from jixiao_web.config.settings import *  # noqa: F403  # that is the point

_STARTED = datetime.fromtimestamp(int(os.environ["JIXIAO_STORY_STARTED"]), UTC)


def _told() -> datetime:
    """The time in the story: as much of it has passed as since the pictures were begun."""
    return STORY + max(datetime.now(UTC) - _STARTED, timedelta())


timezone.now = _told
