"""The settings of the site, with a lease short enough for a test to wait for."""

from __future__ import annotations

from jixiao_web.config.settings import *  # noqa: F403  # everything else is as it is

JOB_LEASE = 2
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
