"""What stands in forms, and how it came there."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Form
from jixiao_web.organisation.models import Unit


class Row(models.Model):
    """One row of one sheet of a form: the present state. The ledger of changes is the truth that it can be made again from.

    `cells` is field id → the text that somebody entered (never an empty text: a blank is not there); `stamps` is field id →
    primary key of the deed that wrote it last, of blanks too.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="rows")
    subject = models.CharField(max_length=30)
    position = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    stamps = models.JSONField(default=dict)
    alive = models.BooleanField(default=True)

    class Meta:
        ordering = ["form", "subject", "position", "pk"]
        indexes = [models.Index(fields=["form", "subject", "position"], name="row_order")]

    def __str__(self) -> str:
        return f"{self.form_id}/{self.subject}/{self.pk}"


class Deed(models.Model):
    """Changes that somebody made at once: one cell typed, one block pasted, one workbook imported, one deed undone.

    `client` is the browser's own number for it: sending a deed twice writes it once.
    """

    class Kind(models.TextChoices):
        TYPING = "typing", _("填写")
        PASTE = "paste", _("粘贴")
        IMPORT = "import", _("导入")
        PREFILL = "prefill", _("预填")
        UNDO = "undo", _("撤销")

    form = models.ForeignKey(Form, models.PROTECT, related_name="deeds")
    client = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TYPING)
    label = models.CharField(_("说明"), max_length=200, blank=True)  # the file of an import, the form of a pre-filling
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    answer = models.JSONField(default=dict)  # what the browser was told, for a browser that asks again

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit

    @property
    def policy_state(self) -> str:
        """The state by which rights are judged."""
        return self.form.state


class Change(models.Model):
    """One cell before and after; with an empty `field` a row added (after "1") or taken away (after "")."""

    deed = models.ForeignKey(Deed, models.PROTECT, related_name="changes")
    row = models.ForeignKey(Row, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=60, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    origin = models.CharField(
        max_length=200, blank=True
    )  # file › sheet › cell of an import, the older form of a pre-filling

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["row", "field"], name="change_cell")]

    def __str__(self) -> str:
        return f"{self.row_id}.{self.field}: {self.before!r} → {self.after!r}"
