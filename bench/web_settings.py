"""The site's own settings, with one bare page more to compare with."""

from __future__ import annotations

from jixiao_web.config.settings import *  # noqa: F403  # that is the point

ROOT_URLCONF = "bench.web_urls"
