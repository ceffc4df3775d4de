"""`run_jobs`: the worker for what takes longer than a request may."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Thread
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from jixiao_web.jobs.worker import Stop, Worker

MOST = 16


class Command(BaseCommand):
    """Runs one worker, or several processes of which each runs one and that end with this one."""

    help = "执行后台任务 / Do background work"
    requires_system_checks: list[str] = []  # the site makes them; a worker starts the quicker

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` and `--workers`; `--tied` is what this command tells the processes that it starts."""
        parser.add_argument("--once", action="store_true", help="做完排队中的任务后结束 / end when nothing waits")
        parser.add_argument("--workers", type=int, default=1, help="同时工作的进程数 / how many processes work at once")
        parser.add_argument("--tied", action="store_true", help="标准输入关闭时结束 / end when standard input closes")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  # Django's signature
        """Work until asked to stop by SIGTERM, SIGINT or, when tied, by the end of standard input."""
        stop = Stop()
        for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):  # the last two are each of one family of systems
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: stop.ask())
        if options["tied"]:
            Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
        count = max(1, min(options["workers"], MOST))
        helpers = [] if options["once"] else [_helper() for _ in range(count - 1)]
        if hasattr(os, "nice") and not (options["once"] or options["tied"]):
            os.nice(5)  # people who wait for a page come first; helpers are as patient as this process
        worker = Worker(stop)
        try:
            if options["once"]:
                worker.clock.tick()
                worker.until_empty()
            else:
                worker.forever()
        finally:
            for helper in helpers:
                if helper.stdin is not None:
                    helper.stdin.close()
            for helper in helpers:
                helper.wait()
            connections.close_all()


def _helper() -> subprocess.Popen[bytes]:
    """Another worker: a process of its own, so that two jobs use two processors, tied to this one by a pipe.

    A process that was killed closes its pipes, however it was killed: helpers never outlive it.
    """
    command = [sys.executable, "-m", "django", "run_jobs", "--tied"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=dict(os.environ))


def _wait_for_end(stop: Stop) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.ask()
