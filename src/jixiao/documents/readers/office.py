"""Old Word and WPS files (doc, wps, rtf, odt): LibreOffice, where it is installed, makes a docx of them first."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jixiao.files.errors import FileRefused
from jixiao.files.limits import Limits
from jixiao.files.sniff import FileKind, sniff

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
    Path("/opt/libreoffice/program/soffice"),
)
_START = 30  # seconds that the program may need before it begins


def office_program() -> Path | None:
    """Where LibreOffice lies on this machine, None where there is none."""
    for program in _PROGRAMS:
        found = shutil.which(program)
        if found:
            return Path(found)
    return next((place for place in _USUAL_PLACES if place.is_file()), None)


@contextmanager
def as_docx(path: Path, limits: Limits) -> Iterator[Path]:
    """A docx made from a file of another word processor, gone when the block ends.

    Macros stay unread: a fresh profile without any setting opens the file without its window.

    Raises:
        FileRefused: there is no LibreOffice, or it makes nothing of the file in the time allowed.
    """
    program = office_program()
    if program is None:
        raise FileRefused("document-no-office", file=path.name, found=sniff(path).term)
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
        stage = Path(folder)
        source = stage / "in" / f"document{_ENDINGS.get(sniff(path), '.doc')}"  # no name of a stranger in a command
        source.parent.mkdir()
        shutil.copyfile(path, source)
        command = [
            str(program),
            f"-env:UserInstallation={(stage / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            "docx:Office Open XML Text",
            "--outdir",
            str(stage / "out"),
            str(source),
        ]
        complaints = _run(command, stage, limits.wall_seconds + _START, path.name)
        made = stage / "out" / "document.docx"
        if not made.is_file():
            raise FileRefused("document-not-converted", file=path.name, detail=complaints)
        yield made


_ENDINGS = {FileKind.RTF: ".rtf", FileKind.ODT: ".odt", FileKind.XML: ".xml"}


def _run(command: list[str], stage: Path, seconds: float, name: str) -> str:
    """Run the program and give what it complains of; when time is up, it and all that it started are ended."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=stage,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise FileRefused("file-too-slow", file=name, limit=f"{seconds:g}") from None
    finally:
        if hasattr(os, "killpg"):
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                child.kill()  # the group is gone; the child itself may still wait to be collected
        else:
            child.kill()
        child.wait()
    return said.decode("utf-8", "replace")[-500:]
