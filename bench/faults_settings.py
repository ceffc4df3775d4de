"""The site's own settings, with a lease short enough to be waited for fifty times."""

from __future__ import annotations

from jixiao_web.config.settings import *  # noqa: F403  # that is the point

JOB_LEASE = 2
