"""The demonstration, served on a free port with data that is thrown away, while somebody looks at it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
WORKBOOK = "examples/gz-union-2022.xlsx"
PATIENCE = 60


@contextmanager
def demonstration() -> Iterator[str]:
    """Make the data, start server and worker, answer the address, and end them."""
    with tempfile.TemporaryDirectory(prefix="jixiao-screenshots-") as folder:
        told = _environment(Path(folder))
        for command in (["migrate", "--noinput", "--verbosity", "0"], ["demo_data", WORKBOOK, "--verbosity", "0"]):
            subprocess.run([sys.executable, "-m", "django", *command], env=told, cwd=ROOT, check=True)
        port = _free_port()
        server = [
            *(sys.executable, "-m", "granian", "jixiao_web.config.wsgi:application", "--interface", "wsgi"),
            *("--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
            *("--no-ws", "--log-level", "warning"),
        ]
        running = [
            subprocess.Popen(command, env=told, cwd=ROOT)
            for command in (server, [sys.executable, "-m", "django", "run_jobs"])
        ]
        try:
            _wait(port)
            yield f"http://{HOST}:{port}"
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=PATIENCE)


def _environment(folder: Path) -> dict[str, str]:
    (folder / "static").mkdir()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("JIXIAO_") and name != "DATABASE_URL"
    }
    return {
        **kept,
        "JIXIAO_DATA": str(folder),
        "JIXIAO_DEMO": "1",
        "JIXIAO_STORY_STARTED": str(int(time.time())),
        "DJANGO_SETTINGS_MODULE": "bench.screenshots_settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the site did not answer within {PATIENCE} s")
