"""Writing results whole or not at all: nobody ever sees half a report."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jixiao.files.errors import FileRefused

FULL = (errno.ENOSPC, errno.EDQUOT)
"""No room on the disk, or none left of what one may use: whatever the writer was doing, it was writing."""


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """A path to write to, beside the target; when the block ends well, the file takes the target's place at once.

    On an error, the old file stays and nothing new is left behind.

    Raises:
        FileRefused: the folder cannot be written to, or the target is open elsewhere.
    """
    if not target.parent.is_dir():
        raise FileRefused("file-no-folder", file=target.name, folder=target.parent)
    with staging(target.parent, target.name) as stage:
        draft = stage / target.name
        yield draft
        with writing(target.name):
            flush(draft)
            draft.replace(target)
            flush(target.parent)


@contextmanager
def atomic_dir(target: Path) -> Iterator[Path]:
    """A folder to write a set of files into; when the block ends well, all of them appear in the target.

    Files of the target with other names stay. If one file cannot be put in place, those before it are taken back.
    A new target folder appears in one step; an existing one is changed file by file, so a power cut may fall between.

    Raises:
        FileRefused: the folder cannot be written to, or one of its files is open elsewhere.
    """
    with writing(target.name):
        target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_dir():
        raise FileRefused("file-target-no-folder", file=target.name)
    with staging(target.parent, target.name) as stage:
        drafts = stage / "new"
        drafts.mkdir()
        yield drafts
        with writing(target.name):
            for draft in files_of(drafts):
                flush(draft)
            if target.exists():
                put_in_place(drafts, target, stage / "old")
            else:
                drafts.replace(target)
            flush(target.parent)


def put_in_place(drafts: Path, target: Path, old: Path) -> None:
    """Move each file to its place; after an OSError every file is as it was before."""
    undo: list[tuple[Path, Path | None]] = []
    try:
        for draft in files_of(drafts):
            place = target / draft.relative_to(drafts)
            if place.is_dir():
                raise IsADirectoryError(place)  # somebody's folder is never moved aside for a file
            kept = old / draft.relative_to(drafts) if place.exists() else None
            place.parent.mkdir(parents=True, exist_ok=True)
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                place.replace(kept)
            undo.append((place, kept))
            draft.replace(place)
    except OSError:
        for place, kept in reversed(undo):
            place.unlink(missing_ok=True)
            if kept is not None:
                kept.replace(place)
        raise


def files_of(folder: Path) -> list[Path]:
    """The files under a folder, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


@contextmanager
def staging(parent: Path, name: str) -> Iterator[Path]:
    """A hidden folder on the same disk as the target, gone when the block ends; a full disk becomes a sentence."""
    with writing(name):
        stage = Path(tempfile.mkdtemp(prefix=".jixiao-", dir=parent))
    try:
        yield stage
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise FileRefused("file-cannot-write", file=name, detail=str(error)) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def writing(name: str) -> Iterator[None]:
    """An error of the system while putting results in place becomes a sentence; those of the writer pass through."""
    try:
        yield
    except OSError as error:
        raise FileRefused("file-cannot-write", file=name, detail=str(error)) from error


def flush(path: Path) -> None:
    """Make sure the bytes are on the disk. Systems that cannot do this for folders (Windows) skip them."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
