"""Reviewing one file from beginning to end: the job of one worker process, and of a command with one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from jixiao.checks.document.review import reviewed
from jixiao.checks.document.settings import Settings, sift
from jixiao.checks.document.telling import as_data
from jixiao.documents.reading import read
from jixiao.files.errors import FileRefused
from jixiao.files.messages import Term, text

# Formats in which the document itself comes back with its findings drawn on it.
MARKED = ("html", "docx", "pdf")


@dataclass(frozen=True, slots=True)
class Order:
    """What to do with every file.

    Attributes:
        on: the day of the review, for waivers.
        verified: tell the relations that hold too.
        guarded: read foreign bytes in a limited child process; a worker that is limited itself does without.
        form: one of MARKED, to draw the findings on the document; "" for none.
    """

    settings: Settings
    on: date
    lang: str = "zh"
    verified: bool = False
    guarded: bool = True
    form: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One file, and where its marked copy goes, if one is wanted."""

    file: Path
    target: Path | None = None


def job(task: Task, order: Order) -> Mapping[str, Any]:
    """The review of one file as plain data; for a file that cannot be read, `refused` with the sentence that says why.

    `written` names the marked copy; `unmarked` says why there is none.
    """
    try:
        document = read(task.file, guarded=order.guarded)
        if next(document.passages(), None) is None:
            raise FileRefused("review-blank", file=task.file.name)
        review = reviewed(document)
    except FileRefused as refused:
        return {"file": str(task.file), "refused": refused.sentence(order.lang)}
    sifted = sift(review.findings, review.document, order.settings, order.on)
    told = as_data(review, sifted, str(task.file), order.lang, verified=order.verified)
    if task.target is None:
        return told
    if order.form not in {"html", review.document.kind}:
        kind = Term(f"file-kind-{review.document.kind}")
        values = {"file": task.file.name, "kind": kind, "format": order.form}
        return {**told, "unmarked": text("review-format-cannot", order.lang, **values)}
    try:
        import_module(f"jixiao.reports.marked.{order.form}").write(
            task.file, review, sifted.findings, task.target, order.lang
        )
    except FileRefused as refused:
        return {**told, "unmarked": refused.sentence(order.lang)}
    return {**told, "written": str(task.target)}
