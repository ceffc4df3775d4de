"""Background work: a queue in the database, with progress, cancel, lease and retry.

An app keeps its jobs in a module `jobs.py`, which is imported when Django starts:

    @job("report", transient=(OSError,))
    def render(run: Run) -> dict[str, Any] | None:
        run.step(_("正在排版"), 1, 3)
        with run.ending() as result:  # one transaction: the effect, and the job's being done
            result["report"] = IssuedReport.objects.create(…).pk

    @every(60)
    def remind(run: Run) -> None: …

and asks for them with `services.enqueue("report", owner=person, title=…, arguments={…}, key=…)`.
"""
