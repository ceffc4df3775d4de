"""The server and the worker of `jixiao serve` as processes that can be killed outright, and one person's way to the server."""

from __future__ import annotations

import ctypes
import http.client
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import urlencode

from jixiao_web.config import serve, supervisor

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
_PR_SET_CHILD_SUBREAPER = 36
STARTS = 60
"""Seconds in which a process must be there."""


def environment(data: Path, database: str) -> dict[str, str]:
    """The settings of the site; temporary files stay with its data, so that what is left of them can be counted."""
    temporary = data / "tmp"
    for folder in (temporary, data / "static"):
        folder.mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "JIXIAO_DATA": str(data),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "bench.faults_settings",
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(temporary),
    }


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in: the cookie, and the word that goes with every deed."""

    cookie: str
    csrf: str


class Site:
    """One server and one worker, started and killed as often as is asked for."""

    def __init__(self, told: Mapping[str, str]) -> None:
        self.told = told
        self.port = 0
        self._running: dict[str, Popen[bytes]] = {}
        adopt_orphans()

    def only(self, name: str) -> None:
        """Have this one running and no other."""
        for other in set(self._running) - {name}:
            self.kill(other)
        if name not in self._running:
            self.start(name)

    def start(self, name: str) -> None:
        """Start `server` or `worker`, by the very command of `jixiao serve`; a server is waited for."""
        self.port = _free_port() if name == "server" else self.port
        wish = serve.Wish(HOST, self.port, Path(self.told["JIXIAO_DATA"]), 1, with_worker=True)
        command = next(child.command for child in serve.children_of(wish) if child.name == name)
        self._running[name] = supervisor.start(command, self.told)
        until = time.monotonic() + STARTS
        while name == "server" and not serve.answers(wish):
            if time.monotonic() > until:
                raise SystemExit("the server did not start")
            time.sleep(0.02)

    def kill(self, name: str) -> None:
        """SIGKILL to the process and to all that it started."""
        process = self._running.pop(name)
        supervisor.kill_group(process)
        process.wait()
        wait_for_nobody(process.pid)

    def end(self) -> None:
        """Kill whatever runs."""
        for name in list(self._running):
            self.kill(name)

    def post(self, who: Session, path: str, fields: Mapping[str, str], file: Path | None = None) -> str | None:
        """Send a form. Answers to where the site leads on, or nothing where it fell silent before it answered."""
        kind, body = (
            _multipart(fields, file) if file else ("application/x-www-form-urlencoded", urlencode(fields).encode())
        )
        headers = {"Cookie": who.cookie, "X-CSRFToken": who.csrf, "Content-Type": kind}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        if answer.status != 302:
            raise SystemExit(f"POST {path} was answered {answer.status}")
        return answer.getheader("Location", "")


def adopt_orphans() -> None:
    """What a killed process had started becomes a child of ours, whose end we can wait for (Linux)."""
    if ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1) != 0:
        raise SystemExit("this system does not let a process adopt orphans")


def wait_for_nobody(group: int) -> None:
    """Until no process of a killed group is left."""
    while True:
        try:
            os.waitpid(-group, 0)
        except ChildProcessError:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _multipart(fields: Mapping[str, str], file: Path) -> tuple[str, bytes]:
    edge = "faults-4711"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'.encode()
    return f"multipart/form-data; boundary={edge}", b"".join(
        [*parts, head, file.read_bytes(), f"\r\n--{edge}--\r\n".encode()]
    )
