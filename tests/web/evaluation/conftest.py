"""The example department, fresh for each test."""

from __future__ import annotations

import pytest
from tests.web.evaluation.example import Example, build_example

from jixiao_web.evaluation import cards


@pytest.fixture
def example(db: None, settings) -> Example:
    """The example department with every form filled in."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cards.forget_all()
    return build_example()
