"""A site in use: one thread writes without a pause while copies of everything are taken. Run as a program on a site of its own."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

COPIES = 3


def drill(folder: Path) -> dict[str, object]:
    """Take copies while people work, verify the audit trail meanwhile; answers what was found."""
    from django.core.management import call_command  # Django is set up by now

    from jixiao_web.audit.chain import verify
    from jixiao_web.notices.models import ReadingItem

    stop, failed = threading.Event(), list[str]()
    thread = threading.Thread(target=_work, args=(stop, failed), daemon=True)
    thread.start()
    told: list[str] = []
    try:
        for number in range(COPIES):
            wanted = (number + 1) * 25
            while ReadingItem.objects.count() < wanted and thread.is_alive():
                pass
            call_command("backup", str(folder / f"{number}.zip"), verbosity=0)
            told.append(verify().broken)
    finally:
        stop.set()
        thread.join()
    return {"failed": failed, "broken": told, "written": ReadingItem.objects.count()}


def _work(stop: threading.Event, failed: list[str]) -> None:
    """Two rows and an entry of the trail in one transaction, and a file before them: all of it or nothing of it is ever there."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.db import connections, transaction

    from jixiao_web.accounts.models import User
    from jixiao_web.audit import services as audit
    from jixiao_web.notices.models import Notice, ReadingItem

    person, number = User.objects.create(username="busy", name="忙人"), 0
    try:
        while not stop.is_set():
            number += 1
            name = default_storage.save(f"busy/{number}.txt", ContentFile(b"x" * 5000))
            with transaction.atomic():
                Notice.objects.create(user=person, kind="due", text=name, key=f"k{number}")
                ReadingItem.objects.create(user=person, title=f"t{number}")
                audit.record(by=person, deed="busy", after={"number": number})
    except Exception as error:  # noqa: BLE001  # whatever it was, the test is told
        failed.append(f"{number}: {error!r}")
    finally:
        connections.close_all()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "jixiao_web.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(drill(Path(sys.argv[1])), ensure_ascii=False))
