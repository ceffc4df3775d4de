"""A standalone Spark cluster on this machine: one master and two workers, each a process of its own, gone afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

SECONDS = 60
"""A master and a worker are two starts of Java, which a busy machine takes its time for."""


class Cluster:
    """A master at `master` and its workers. `folder` takes their logs and what they spill."""

    def __init__(self, folder: Path, memory: str) -> None:
        self.folder, self.memory = folder, memory
        self.port = free_port()
        self.master = f"spark://127.0.0.1:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int) -> None:
        """Start the master, then the workers."""
        options = ["--port", str(self.port), "--webui-port", str(free_port())]
        said(self.run("master.Master", *options), "elected leader")
        for log in [self.worker() for _ in range(workers)]:
            said(log, "Successfully registered with master")

    def worker(self) -> Path:
        """Start one more worker, of one core; returns its log."""
        return self.run("worker.Worker", "--cores", "1", "--memory", self.memory, "--webui-port", "0", self.master)

    def run(self, program: str, *words: str) -> Path:
        """Start a process in a group of its own, which its executors join; returns its log."""
        log = self.folder / f"{len(self.processes)}-{program}.log"
        home = Path(pyspark.__file__).parent
        command = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{program}", "--host", "127.0.0.1"]
        environment = {
            **os.environ,
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_DIRS": str(self.folder),
            "SPARK_WORKER_DIR": str(self.folder / "work"),
            "SPARK_NO_DAEMONIZE": "1",
            "SPARK_DAEMON_MEMORY": "256m",  # for minding executors, which have memory of their own
        }
        with log.open("wb") as stream:
            self.processes.append(
                subprocess.Popen(
                    [*command, *words], env=environment, stdout=stream, stderr=stream, start_new_session=True
                )
            )
        return log

    def kill_worker(self) -> None:
        """End the last worker and its executor at once, as a machine ends that loses its power."""
        kill(self.processes.pop())


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "1500m") -> Iterator[Cluster]:
    """A cluster, from the jars that PySpark brings, for as long as it is needed."""
    started = Cluster(folder, memory)
    try:
        started.start(workers)
        yield started
    finally:
        for process in reversed(started.processes):
            kill(process)


def said(log: Path, words: str) -> None:
    """Wait until a log says so."""
    until = time.monotonic() + SECONDS
    while words not in log.read_text(errors="replace"):
        assert time.monotonic() < until, log.read_text(errors="replace")
        time.sleep(0.05)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
