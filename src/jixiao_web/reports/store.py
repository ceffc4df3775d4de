"""Where files of reports lie: written apart, put in place as one, and swept up when nothing names them.

A report's folder is named after its job: a job that is begun again replaces what an interrupted one left, and never
leaves two. Files become part of the house only by the record that names them, which is written last.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files import File
from django.core.files.storage import default_storage

from jixiao_web.jobs.models import Job
from jixiao_web.reports.models import IssuedReport

STAGE = "reports-stage"
HOME = "reports"
OLD = 3600
"""Seconds after which a folder that nothing names is swept up."""


def sm3_of(path: Path) -> str:
    """The digest of a file."""
    made = Hash(SM3())
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            made.update(block)
    return made.finalize().hex()


@contextmanager
def staging(job: int, claim: str) -> Iterator[Path]:
    """A folder of one's own to write into. What an earlier beginning of the same job left is gone."""
    home = Path(default_storage.path(STAGE))
    home.mkdir(parents=True, exist_ok=True)
    for left in home.glob(f"{job}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = home / f"{job}-{claim}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, job: int) -> dict[str, str]:
    """Move a staged folder to where issued reports lie, in one step. Returns kind → path in the store.

    To be called in the transaction that writes the record: whoever holds the job is the only one who does.
    """
    home = Path(default_storage.path(HOME))
    home.mkdir(parents=True, exist_ok=True)
    target = home / str(job)
    if target.exists():  # put in place by a worker that was killed before its record was written
        shutil.rmtree(target)
    for file in sorted(folder.iterdir()):
        _flush(file)
    folder.rename(target)
    _flush(home)
    return {file.suffix[1:]: f"{HOME}/{job}/{file.name}" for file in sorted(target.iterdir())}


def opened(path: str) -> File:
    """A file of an issued report. Raises FileNotFoundError."""
    return default_storage.open(path, "rb")


def sweep(now: float | None = None) -> int:
    """Remove what no record names and nobody is writing. Returns how many folders were removed."""
    moment = time.time() if now is None else now
    living = set(Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).values_list("pk", flat=True))
    named = {
        path.split("/")[1] for files in IssuedReport.objects.values_list("files", flat=True) for path in files.values()
    }
    count = 0
    for place in (STAGE, HOME):
        home = Path(default_storage.path(place))
        for folder in home.iterdir() if home.is_dir() else ():
            job = folder.name.partition("-")[0]
            is_named = place == HOME and folder.name in named
            if is_named or (job.isdigit() and int(job) in living) or moment - folder.stat().st_mtime < OLD:
                continue
            shutil.rmtree(folder, ignore_errors=True)
            count += 1
    return count


def _flush(path: Path) -> None:
    """To the disk, as far as the system can."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
