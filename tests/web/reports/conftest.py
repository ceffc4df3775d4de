"""The example department, fresh for each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.web.evaluation.example import Example, build_example

from jixiao_web.evaluation import cards


@pytest.fixture
def example(db: None, settings, tmp_path: Path) -> Example:
    """The example department with every form filled in, and a store of its own for files."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    settings.MEDIA_ROOT = tmp_path / "files"
    cards.forget_all()
    return build_example()
