"""Freezing the rows of a form into a version, and what differs between two of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.utils import timezone

from jixiao_web.accounts.models import User
from jixiao_web.cycle.judging import Rows, judge
from jixiao_web.cycle.models import Form, Version


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs, or with an empty `field` a row that was added ("1" after) or is gone ("1" before)."""

    subject: str
    row: int
    field: str
    before: str
    after: str


def digest_of(rows: Rows) -> str:
    """SM3 over the rows in canonical JSON."""
    digest = Hash(SM3())
    digest.update(json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    return digest.finalize().hex()


def is_intact(version: Version) -> bool:
    """Whether a version's rows are still those that were submitted."""
    return digest_of(version.rows) == version.digest


def freeze(by: User, form: Form) -> Version:
    """The next version of a form, with the score and the findings of this moment. The form must be locked."""
    rows, verdict = judge().rows(form), judge().verdict(form)
    last = form.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return Version.objects.create(
        form=form,
        number=last + 1,
        rows=rows,
        digest=digest_of(rows),
        scheme=verdict.scheme,
        rules=verdict.rules,
        total=verdict.total,
        findings=dict(verdict.findings),
        made_by=by,
        made_at=timezone.now(),
    )


def compare(before: Version, after: Version | None = None) -> tuple[Difference, ...]:
    """What changed from one version to another, or to what stands in the form now."""
    return differences(before.rows, judge().rows(before.form) if after is None else after.rows)


def differences(before: Rows, after: Rows) -> tuple[Difference, ...]:
    """What changed from one set of rows to another, in the order of sheets and rows."""
    found: list[Difference] = []
    for subject in dict.fromkeys([*before, *after]):
        old = {item["row"]: item["cells"] for item in before.get(subject, [])}
        new = {item["row"]: item["cells"] for item in after.get(subject, [])}
        for row in dict.fromkeys([*old, *new]):
            if (row in old) != (row in new):
                found.append(Difference(subject, row, "", "1" if row in old else "", "1" if row in new else ""))
            one, two = old.get(row, {}), new.get(row, {})
            found += (
                Difference(subject, row, name, one.get(name, ""), two.get(name, ""))
                for name in dict.fromkeys([*one, *two])
                if one.get(name, "") != two.get(name, "")
            )
    return tuple(found)
