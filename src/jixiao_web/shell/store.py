"""The store of files, a folder or a bucket: what is in it, how old it is, and how a file is put there as one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage


def is_folder() -> bool:
    """Whether the store is a folder of this machine, in which files can be renamed."""
    return isinstance(default_storage, FileSystemStorage)


def names(folder: str = "") -> Iterator[str]:
    """The names of all files under a folder of the store, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever put there
        return
    here = f"{folder}/" if folder else ""
    yield from sorted(f"{here}{name}" for name in files if name)
    for name in sorted(folders):
        yield from names(f"{here}{name}")


def changed_at(name: str) -> float:
    """When a file came to the store, in seconds since 1970. Raises FileNotFoundError.

    In a folder the time of the last change to the entry itself: what a restored backup brings may be old, and has just come.
    """
    if is_folder():
        return Path(default_storage.path(name)).stat().st_ctime
    return default_storage.get_modified_time(name).timestamp()


def put(name: str, source: IO[bytes]) -> None:
    """Put a file under exactly that name, of which no record knows yet; what an interrupted work left there goes."""
    if default_storage.exists(name):
        default_storage.delete(name)  # else the store would choose another name
    default_storage.save(name, File(source))
