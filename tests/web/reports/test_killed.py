"""A worker killed while it renders leaves no half report: another one makes it whole, once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a site of its own: data folder, database, the example department."""
    data = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "JIXIAO_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "tests.web.reports.killed_settings",
        "PYTHONPATH": str(ROOT),
    }
    url = os.environ.get("DATABASE_URL", "")
    with database_of_its_own(url) as own:
        environment["DATABASE_URL"] = own
        told(environment, "build")
        yield environment


class database_of_its_own:  # noqa: N801  # reads as a function
    """A database beside the one of the other tests; SQLite needs none."""

    def __init__(self, url: str) -> None:
        self.url, self.name = url, f"killed_{uuid.uuid4().hex[:12]}"

    def __enter__(self) -> str:
        if not self.url:
            return ""
        self._do(f'CREATE DATABASE "{self.name}"')
        return urlsplit(self.url)._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *_: object) -> None:
        if self.url:
            self._do(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def told(environment: dict[str, str], *arguments: str) -> str:
    """What a step of `killed_world` printed."""
    command = [sys.executable, "-m", "tests.web.reports.killed_world", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "django", "run_jobs"], env=environment, cwd=ROOT)


def wait_for(happens: Callable[[], bool], seconds: float = 40) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.0005)
    return False


def is_staged(files: Path, job: str) -> bool:
    """Rendering has begun."""
    return any((files / "reports-stage").glob(f"{job}-*"))


def is_half_written(files: Path, job: str) -> bool:
    """Some of the files are there, others not."""
    return any((files / "reports-stage").glob(f"{job}-*/*.docx"))


def is_put_in_place(files: Path, job: str) -> bool:
    """The files were moved to their place; the record may or may not be committed."""
    return (files / "reports" / job).exists()


@pytest.mark.parametrize("moment", [is_staged, is_half_written, is_put_in_place], ids=lambda moment: moment.__name__)
def test_killed_while_rendering(site: dict[str, str], moment: Callable[[Path, str], bool]):
    """Killed at that moment: afterwards there is exactly one report of the job, whole and verified, and no other file."""
    files = Path(site["JIXIAO_DATA"]) / "files"
    job = told(site, "ask").strip()
    first = worker(site)
    try:
        assert wait_for(lambda: moment(files, job)), "the moment never came"
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()

    second = worker(site)
    try:
        found = json.loads(told(site, "look", job))
    finally:
        second.terminate()
        assert second.wait(20) == 0

    assert found["state"] == "done", found["error"]
    assert found["own"] == 1
    assert found["total"] == ["97.48"]
    assert found["kinds"] == ["docx", "html", "pdf", "xlsx"]
    assert found["broken"] == []
    assert found["folders"] == {"reports": found["named"], "reports-stage": []}
    assert found["numbers"] == list(range(1, len(found["numbers"]) + 1))
    assert found["entries"] == len(found["numbers"])
    if moment is not is_put_in_place:
        assert found["attempts"] == 2
