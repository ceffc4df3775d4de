"""The application that a server runs."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.config.settings")
application = get_wsgi_application()


def warm() -> None:
    """Read the rulebook once and keep it out of the collector's way: it lives as long as the server."""
    from jixiao.checks import catalogue  # noqa: PLC0415  # reading the rules belongs to starting the server
    from jixiao.rules.registry import registry  # noqa: PLC0415

    registry()
    catalogue()
    gc.collect()
    gc.freeze()
    # What is kept of forms is large and has no cycles: looking through it finds nothing.
    gc.set_threshold(20_000, 20, 50)


warm()
