"""The site's settings for tests: unless a data folder is named, everything that the site writes goes into one that is gone afterwards."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if not os.environ.get("JIXIAO_DATA"):
    _folder = tempfile.mkdtemp(prefix="jixiao-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["JIXIAO_DATA"] = _folder

from jixiao_web.config.settings import *  # noqa: F403  # the rest is as it is served
