"""Imports of workbooks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Form
from jixiao_web.filling.models import Deed
from jixiao_web.organisation.models import Unit


class Import(models.Model):
    """One uploaded workbook: read, shown as a preview, then applied as one deed or dropped.

    Attributes:
        form: the form from whose page it was uploaded.
        whole: a department's workbook whose rows go into the forms of all its units, one deed a form.
        preview: what would be written, by form (see `planning.Plan`); problems: what was wrong with cells.
    """

    class State(models.TextChoices):
        READING = "reading", _("读取中")
        PREVIEW = "preview", _("待确认")
        APPLIED = "applied", _("已导入")
        UNDONE = "undone", _("已撤销")
        DROPPED = "dropped", _("已放弃")
        REFUSED = "refused", _("无法读取")

    form = models.ForeignKey(Form, models.PROTECT, related_name="imports")
    whole = models.BooleanField(_("连同所属单位"), default=False)
    file = models.FileField(upload_to="imports/%Y/%m")
    original_name = models.CharField(_("文件名"), max_length=255)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    preview = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    deeds = models.ManyToManyField(Deed, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit

    @property
    def policy_state(self) -> str:
        """The state by which rights are judged."""
        return self.form.state


class ColumnOrder(models.Model):
    """The columns that one person keeps for another system, by the order's name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="column_orders")
    order = models.CharField(max_length=60)
    columns = models.JSONField(default=list)

    class Meta:
        ordering = ["user", "order"]
        constraints = [models.UniqueConstraint(fields=["user", "order"], name="column_order_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.order}"
