"""The example department, and people who look at pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.web.evaluation.conftest import example

from jixiao_web.accounts.models import User

__all__ = ["client_of", "example", "finance", "text_of"]


def client_of(name: str) -> Client:
    """Somebody, signed in."""
    found = Client()
    found.force_login(User.objects.get(username=name), "django.contrib.auth.backends.ModelBackend")
    return found


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def finance(example: Any) -> Client:
    """Department finance of the example."""
    return client_of("zhou")
