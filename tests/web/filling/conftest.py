"""A form with projects and budget lines, filled in by typing; pages asked for, and deeds sent as the browser sends them."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from jixiao_web.filling import passports, services
from jixiao_web.filling.deeds import CellChange, DeedRequest
from jixiao_web.filling.models import Deed, Row


def fill(world: Any, projects: int, who: str = "handler", form: str = "HQ") -> None:
    """So many projects, each with one line of the budget."""
    changes = []
    for number in range(projects):
        key = f"P{number:04}"
        told = {"project": key, "name": f"项目{number}"}
        changes += (CellChange(f"p{number}", "project", name, "", text) for name, text in told.items())
        told = {"line": f"B{number:04}", "expenditure": "项目支出", "purpose": "项目", "project": key}
        told |= {"fund": "一般公共预算", "initial": "100", "adjust": "0", "carried_in": "0", "spent": "98.44"}
        changes += (CellChange(f"b{number}", "budget", name, "", text) for name, text in told.items())
    services.apply(world.fresh(who), world.forms[form], DeedRequest(Deed.Kind.TYPING, tuple(changes)))
    world.forms[form].refresh_from_db()


class Browser:
    """Somebody at a form: asks for pages of it and sends deeds."""

    def __init__(self, world: Any, who: str, unit: str = "HQ") -> None:
        self.client = Client()
        self.client.force_login(world.fresh(who), "django.contrib.auth.backends.ModelBackend")
        self.base = f"/2022/{unit}/evaluation/"

    def get(self, path: str = "") -> Any:
        return self.client.get(self.base + path)

    def send(self, subject: str, *changes: tuple[Any, str, str, str], kind: str = "typing", client: str = "") -> Any:
        told = [{"row": row, "field": name, "before": before, "after": after} for row, name, before, after in changes]
        deed = {"client": client or str(uuid.uuid4()), "kind": kind, "changes": told}
        return self.post(f"sheet/{subject}/edits", deed)

    def post(self, path: str, data: Any = None) -> Any:
        return self.client.post(self.base + path, json.dumps(data), content_type="application/json")


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Primary keys come again in the next test."""
    passports.forget_all()
    cache.clear()


@pytest.fixture
def filled(world):
    """The world, with two projects at HQ."""
    fill(world, 2)
    return world


def row_of(form: Any, subject: str, number: int = 0) -> Row:
    return Row.objects.filter(form=form, subject=subject, alive=True).order_by("position")[number]
