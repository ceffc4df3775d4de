"""The example department for dashboards, and a large one for counting queries."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.evaluation.example import Example, build_example

from jixiao_web.evaluation import cards


@pytest.fixture
def example(db: None, settings, tmp_path: Path) -> Example:
    """The example department with every form filled in, and a store of its own for files."""
    settings.MEDIA_ROOT = tmp_path / "files"
    cards.forget_all()
    return build_example()
