"""Forms at the stage where objectives are set."""

from __future__ import annotations

import pytest
from tests.web.conftest import build_world

from jixiao_web.cycle.models import Kind


@pytest.fixture(autouse=True)
def _no_assets(settings) -> None:
    """No page of these tests asks for built assets."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture
def setting(db):
    """The world while objectives are set, with one project at HQ."""
    from tests.web.exchange.conftest import project, typed

    world = build_world(Kind.OBJECTIVES)
    typed(world, "handler", "HQ", project("P21", "劳模津贴"))
    return world
