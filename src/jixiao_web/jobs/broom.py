"""The broom: uploaded files that no record names are swept up.

A file is written before the record that names it is committed, so that no record ever names a file that is not there. Whoever
is killed between the two leaves a file that is nobody's; so does one who is killed after the commit that takes a record away.
"""

from __future__ import annotations

import time

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from jixiao_web.jobs.registry import every
from jixiao_web.jobs.run import Run
from jixiao_web.shell import store

OLD = 3600
"""Seconds after which a file that nothing names is nobody's: no deed takes so long."""


def file_fields() -> list[models.FileField]:
    """Every column in which a record names a file of the store."""
    return [
        column
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.FileField)
    ]


def unnamed(columns: list[models.FileField]) -> list[str]:
    """Files in the folders of these columns that none of them names."""
    homes = {str(column.upload_to).partition("/")[0] for column in columns}
    # The files are listed before the names are read: what is committed in between is named in time.
    found = [name for home in homes - {""} for name in store.names(home)]
    named: set[str] = set()
    for column in columns:
        named.update(column.model._base_manager.values_list(column.attname, flat=True).order_by())
    return [name for name in found if name not in named]


def sweep(now: float | None = None) -> int:
    """Remove what no record names and has lain there for a while. Returns how many files were removed."""
    moment = time.time() if now is None else now
    count = 0
    for name in unnamed(file_fields()):
        if moment - store.changed_at(name) >= OLD:
            default_storage.delete(name)
            count += 1
    return count


@every(60)
def forget_files(run: Run) -> None:
    """清理中断的上传留下的文件."""
    run.check()
    sweep()
