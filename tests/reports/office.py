"""LibreOffice as a second reader of our Word documents: what it makes of one, as a PDF."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

FONT_MAP = Path(".cache/fontconfig/fonts.conf")


def convert(document: Path, folder: Path, seconds: int = 120) -> Path:
    """The document as a PDF in the folder; LibreOffice is ended with all its children when it takes too long."""
    soffice = shutil.which("soffice") or "soffice"
    profile = (folder / "profile").resolve().as_uri()
    command = [soffice, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(document)]
    run = subprocess.Popen(
        command, env=environment(), start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        output, _ = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)  # it ignores a friendlier one
        output, _ = run.communicate()
    made = folder / f"{document.stem}.pdf"
    assert made.exists(), output.decode(errors="replace")
    return made


def environment() -> dict[str, str]:
    """Ours, with the map that tells fontconfig what stands in for the official fonts."""
    mapped = {"FONTCONFIG_FILE": str(FONT_MAP.resolve())} if FONT_MAP.exists() else {}
    return {**mapped, **os.environ}


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, in the order in which it was drawn."""
    text = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


def fonts_of(pdf: Path) -> set[str]:
    """The names of the embedded fonts, without the mark of their subset."""
    lines = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    return {line.split()[0].partition("+")[2] for line in lines}
