"""What the killed deeds are done to: a small department half-way through its self-evaluation, and workbooks that change it."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db import transaction
from django.middleware.csrf import _get_new_csrf_string

from bench.faults_site import Session
from bench.web_data import FIRST_DAY, build, signed_in
from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.cycle.models import Form, Task
from jixiao_web.evaluation.cards import compute
from jixiao_web.exchange import workbooks
from jixiao_web.filling.models import Row
from jixiao_web.reports import making
from jixiao_web.reports.snapshot import take

UNIT = "U001"
ODD = ".75"
"""What the spent sums of `odd` end with."""
PICTURE = 400 * 1024
"""So many bytes of a picture make a workbook one that is read in the background."""


@dataclass(frozen=True)
class World:
    """The task, the unit's form, who is signed in, and files to upload by name."""

    task: Task
    form: Form
    handler: Session
    files: dict[str, Path]

    def other(self) -> Path:
        """The workbook that says something else than the form does now."""
        rows = Row.objects.filter(form=self.form, subject="budget", alive=True).values_list("cells", flat=True)
        return self.files["even" if any(cells["spent"].endswith(ODD) for cells in rows) else "odd"]

    def fresh(self) -> Form:
        """The form as it stands now."""
        return Form.objects.select_related("task__year__department", "unit").get(pk=self.form.pk)


def make(folder: Path, projects: int) -> World:
    """Make it in an empty database."""
    task = build(2, projects)
    form = Form.objects.select_related("task__year__department", "unit").get(task=task, unit__code=UNIT)
    approver = User(username="approver", name="approver")
    approver.set_unusable_password()
    approver.save()
    Post.objects.create(user=approver, role=Role.APPROVER, unit=form.unit, valid_from=FIRST_DAY)
    handler = User.objects.get(username="handler1")
    word = _get_new_csrf_string()
    session = Session(f"sessionid={signed_in(handler)}; csrftoken={word}", word)
    files = _workbooks(form, folder)
    files["report"] = _report(task, folder)
    return World(task, form, session, files)


def _report(task: Task, folder: Path) -> Path:
    """The department's own report as a Word file, as somebody might upload it for review."""
    snapshot = take(task)
    computed = compute(snapshot.gathered(), snapshot.scheme)
    made = making.model_of(computed, snapshot.outline, is_final=False)
    making.write(made, folder, "report", ["docx"], lambda _kind: None)
    return folder / "report.docx"


def _workbooks(form: Form, folder: Path) -> dict[str, Path]:
    """`even` is the form as it stands; `odd` differs in a figure of every budget line and by a project; `large` has a picture."""
    folder.mkdir()
    made = {name: folder / f"{name}.xlsx" for name in ("even", "odd", "large")}
    _export(form, made["even"])
    with transaction.atomic():
        _make_odd(form)
        _export(form, made["odd"])
        transaction.set_rollback(True)
    shutil.copy(made["even"], made["large"])
    with zipfile.ZipFile(made["large"], "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/picture.png", Random(1).randbytes(PICTURE))
    return made


def _export(form: Form, path: Path) -> None:
    file, _name = workbooks.workbook(form, "form")
    with file:
        path.write_bytes(file.read())


def _make_odd(form: Form) -> None:
    rows = list(Row.objects.filter(form=form).order_by("position", "pk"))
    for row in rows:
        if row.subject == "budget":
            row.cells["spent"] = row.cells["spent"].replace(".25", ODD)
    Row.objects.bulk_update(rows, ["cells"])
    last = next(row.cells["project"] for row in reversed(rows) if row.subject == "project")
    for row in rows:
        if last in json.dumps(row.cells):
            cells = json.loads(json.dumps(row.cells).replace(last, f"{form.unit.code}-PX"))
            Row.objects.create(form=form, subject=row.subject, position=row.position, cells=cells)
