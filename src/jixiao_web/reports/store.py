"""Where files of reports lie: written apart, put in place, and swept up when nothing names them.

A report's folder is named after its job: a job that is begun again replaces what an interrupted one left, and never
leaves two. Files become part of the house only by the record that names them, which is written last: in a folder they are
moved there in one step, in a bucket each is put whole, and either way nobody finds them before the record is there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from cryptography.hazmat.primitives.hashes import SM3, Hash
from django.core.files import File
from django.core.files.storage import default_storage

from jixiao_web.jobs.models import Job
from jixiao_web.reports.models import IssuedReport
from jixiao_web.shell import store

STAGE = "reports-stage"
HOME = "reports"
OLD = 3600
"""Seconds after which a folder that nothing names is swept up."""


def sm3_of(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as file:
        return sm3_of_open(file)


def sm3_of_open(file: File | IO[bytes]) -> str:
    """The digest of what can be read of an open file."""
    made = Hash(SM3())
    while block := file.read(1 << 20):
        made.update(block)
    return made.finalize().hex()


@contextmanager
def staging(job: int, claim: str) -> Iterator[Path]:
    """A folder of one's own to write into. What an earlier beginning of the same job left is gone."""
    if not store.is_folder():
        with tempfile.TemporaryDirectory(prefix="jixiao-") as name:
            yield Path(name)
        return
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
    """Put a staged folder where issued reports lie. Returns kind → path in the store.

    To be called in the transaction that writes the record: whoever holds the job is the only one who does.
    """
    if not store.is_folder():
        for left in list(store.names(f"{HOME}/{job}")):
            default_storage.delete(left)
        found = {file.suffix[1:]: f"{HOME}/{job}/{file.name}" for file in sorted(folder.iterdir())}
        for name in found.values():
            with (folder / name.rpartition("/")[2]).open("rb") as source:
                store.put(name, source)
        return found
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
    """Remove what no record names and nobody is writing. Returns how many folders, in a bucket files, were removed."""
    moment = time.time() if now is None else now
    living = set(Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING]).values_list("pk", flat=True))
    named = {
        path.split("/")[1] for files in IssuedReport.objects.values_list("files", flat=True) for path in files.values()
    }
    count = 0
    if not store.is_folder():
        for name in list(store.names(HOME)):
            job = name.split("/")[1]
            if job in named or (job.isdigit() and int(job) in living) or moment - store.changed_at(name) < OLD:
                continue
            default_storage.delete(name)
            count += 1
        return count
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
