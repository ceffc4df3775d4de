"""Everything that a report is made of, taken at one moment and kept with it, so that it can be made again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.db import transaction

from jixiao.facts.building import Raw, RawRow
from jixiao_web.cycle.models import Form, Task
from jixiao_web.evaluation.history import context_of
from jixiao_web.filling.facts import Gathered, PlainRow, gather, rows_of

FINAL = frozenset({"final", "rechecked", "published", "rectifying", "rectified", "archived"})
"""States of the department's form in which its report is no draft."""


@dataclass(frozen=True)
class Snapshot:
    """Rows and organisation of a task at one moment.

    Attributes:
        rows: of all forms, in their order. context: what the organisation knows, as `build_year` takes it.
        labels: unit code → the name by which its form is called. scheme, outline: as the year names them.
        revision: sum of the revisions of the forms. is_final: whether the department's form was final.
    """

    rows: tuple[PlainRow, ...]
    context: Mapping[str, list[dict[str, Any]]]
    labels: Mapping[str, str]
    scheme: str
    outline: str
    revision: int
    is_final: bool

    def gathered(self) -> Gathered:
        """The department-year, by the door that forms use."""
        context: dict[str, list[RawRow]] = {
            subject: [{name: Raw(value) for name, value in row.items()} for row in rows]
            for subject, rows in self.context.items()
        }
        return gather(self.rows, context, self.labels, self.revision)

    def as_data(self) -> dict[str, Any]:
        """Plain data."""
        forms: list[dict[str, Any]] = []  # a list: PostgreSQL keeps no order of the names in a map
        for (unit, subject), rows in groupby(self.rows, key=lambda row: (row.unit, row.subject)):
            kept = [{"row": row.id, "cells": dict(row.cells)} for row in rows]
            forms.append({"unit": unit, "subject": subject, "rows": kept})
        return {
            "forms": forms,
            "context": self.context,
            "labels": dict(self.labels),
            "scheme": self.scheme,
            "outline": self.outline,
            "revision": self.revision,
            "final": self.is_final,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Snapshot:
        """What was kept."""
        return cls(
            tuple(_plain(data["forms"])),
            data["context"],
            data["labels"],
            data["scheme"],
            data["outline"],
            data["revision"],
            data["final"],
        )


def _plain(forms: list[dict[str, Any]]) -> Iterator[PlainRow]:
    for part in forms:
        for row in part["rows"]:
            yield PlainRow(row["row"], part["subject"], part["unit"], row["cells"])


def digest_of(data: Mapping[str, Any]) -> str:
    """SM3 over plain data in canonical JSON."""
    made = Hash(SM3())
    made.update(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    return made.finalize().hex()


@transaction.atomic
def take(task: Task) -> Snapshot:
    """The task as it stands. Its forms are held for the moment of reading, so that no deed is seen by half."""
    forms = list(Form.objects.select_for_update(of=("self",)).filter(task=task).select_related("unit"))
    context, labels = context_of(task)
    own = next((form for form in forms if form.unit_id == task.year.department_id), None)
    return Snapshot(
        rows=rows_of(forms),
        context={subject: [_values(row) for row in rows] for subject, rows in context.items()},
        labels=labels,
        scheme=task.year.scheme,
        outline=task.year.outline,
        revision=sum(form.revision for form in forms),
        is_final=own is not None and own.state in FINAL,
    )


def _values(row: RawRow) -> dict[str, Any]:
    return {name: raw.value for name, raw in row.items()}
