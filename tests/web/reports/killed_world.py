"""What the test of killed workers does in processes of its own: make the world, ask for a report, look how it ended."""

from __future__ import annotations

import json
import sys
import time

import django


def build() -> None:
    """The example department in a fresh database."""
    from django.core.management import call_command
    from tests.web.evaluation.example import build_example

    call_command("migrate", verbosity=0)
    build_example()


def ask() -> None:
    """Ask for a report and print the number of the job."""
    from jixiao_web.accounts.models import User
    from jixiao_web.cycle.models import Task
    from jixiao_web.reports.services import ask as ask_for

    task = Task.objects.select_related("year__department").get()
    print(ask_for(User.objects.get(username="zhou"), task, [], str(time.time_ns())).pk)


def look(job: int) -> None:
    """Wait for the end of a job; print what became of it and of its report."""
    from django.core.files.storage import default_storage

    from jixiao_web.audit.models import Entry
    from jixiao_web.jobs.models import Job
    from jixiao_web.reports.models import IssuedReport
    from jixiao_web.reports.verifying import verify

    until = time.monotonic() + 60
    while (found := Job.objects.get(pk=job)).state in {"queued", "running"} and time.monotonic() < until:
        time.sleep(0.2)
    reports = list(IssuedReport.objects.order_by("number"))
    own = [one for one in reports if all(path.split("/")[1] == str(job) for path in one.files.values())]
    folders = {
        place: sorted(default_storage.listdir(place)[0]) if default_storage.exists(place) else []
        for place in ("reports", "reports-stage")
    }
    print(
        json.dumps(
            {
                "state": found.state,
                "error": found.error,
                "attempts": found.attempts,
                "own": len(own),
                "total": [str(one.total.points) for one in own],
                "kinds": sorted(own[0].files) if own else [],
                "numbers": [one.number for one in reports],
                "named": sorted({path.split("/")[1] for one in reports for path in one.files.values()}),
                "folders": folders,
                "broken": [check.sentence for one in own for check in verify(one) if not check.holds],
                "entries": Entry.objects.filter(deed="report.render").count(),
            }
        )
    )


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["build"]:
            build()
        case ["ask"]:
            ask()
        case ["look", job]:
            look(int(job))
