"""Uploaded files: kept under names of our own, and lent to the core under the names that people know."""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SM3, Hash

if TYPE_CHECKING:
    from django.core.files.base import File

LONGEST = 120
_FORBIDDEN = frozenset('<>:"/\\|?*')


def safe_name(told: str, fallback: str = "file") -> str:
    """A file name as people know it, without folders, control signs, or what some system does not allow in names."""
    name = PurePosixPath(unicodedata.normalize("NFC", told).replace("\\", "/")).name
    kept = "".join(
        sign for sign in name if sign not in _FORBIDDEN and not unicodedata.category(sign).startswith("C")
    ).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > LONGEST and dot and len(ending) < 10:
        kept = f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return kept[:LONGEST] or fallback


def digest_of(file: File | IO[bytes]) -> str:
    """SM3 of a file, which is left at its beginning."""
    digest = Hash(SM3())
    file.seek(0)
    while block := file.read(1 << 20):
        digest.update(block)
    file.seek(0)
    return digest.finalize().hex()


@contextmanager
def lent(file: File | IO[bytes], name: str) -> Iterator[Path]:
    """The file on this machine's disk under that name, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        path = Path(folder) / safe_name(name)
        file.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(file, target)
        yield path


def spooled(path: Path) -> IO[bytes]:
    """A nameless copy of a file, gone when it is closed: what a streamed answer is sent from."""
    target = tempfile.TemporaryFile(prefix="jixiao-")  # noqa: SIM115  # whoever sends it closes it
    with path.open("rb") as source:
        shutil.copyfileobj(source, target)
    target.seek(0)
    return target
