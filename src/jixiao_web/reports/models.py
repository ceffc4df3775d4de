"""Issued reports."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Task
from jixiao_web.organisation.models import Unit
from jixiao_web.shell.columns import ScoreField


class IssuedReport(models.Model):
    """One rendered report with everything that made it. Written once; its files are never replaced.

    `rows` is everything that was rendered (`snapshot.Snapshot` as data): the rows of all forms and what the organisation knew;
    `digest` SM3 over it in canonical JSON. `scheme` is id and version with a blank between, `rules` the digest of its rules,
    `outline` the plan of the report. `files` is kind (docx, pdf, html, xlsx) → path in the store, `digests` the SM3 of each;
    `notes` is what the maker should know, in words. NULL total: a line is still open.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField(_("序号"))
    draft = models.BooleanField(_("草稿"), default=True)  # not draft: made from the finally approved form
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    scheme = models.CharField(max_length=80, blank=True)
    rules = models.CharField(max_length=64, blank=True)
    outline = models.CharField(max_length=80, blank=True)
    revision = models.PositiveBigIntegerField(default=0)
    total = ScoreField(_("总分"), null=True)
    files = models.JSONField(default=dict)
    digests = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("生成时间"))

    class Meta:
        ordering = ["task", "-number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.task} #{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. Raises TypeError on a second writing."""
        if not self._state.adding:
            raise TypeError("an issued report is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Issued reports are never deleted."""
        raise TypeError("an issued report is never deleted")

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.task.year.department
