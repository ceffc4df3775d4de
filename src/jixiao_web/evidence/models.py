"""Evidence files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Form
from jixiao_web.organisation.models import Unit

ENDINGS = {
    "pdf": "pdf",
    "docx": "docx",
    "doc": "doc",
    "xlsx": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "odt": "odt",
    "jpeg": "jpg",
    "png": "png",
    "tiff": "tif",
    "ofd": "ofd",
}
"""The kinds of file that may be evidence, by the core's names, each with its ending. What can carry macros is not among them."""


class EvidenceFile(models.Model):
    """One uploaded file, numbered within its form.

    Attributes:
        code: the number by which the core's sheet of evidence and people call it.
        lines: codes of scorecard lines or numbers of indicators.
        kind: found by content, never by name. digest: SM3.
        removed_at: hidden since then; the file itself is never lost.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField(_("序号"))
    code = models.CharField(_("编号"), max_length=80)
    name = models.CharField(_("材料名称"), max_length=200)
    lines = models.JSONField(_("对应指标"), default=list)
    file = models.FileField(upload_to="evidence/%Y/%m")
    original_name = models.CharField(_("原文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    kind = models.CharField(_("格式"), max_length=20)
    digest = models.CharField(max_length=64)
    pages = models.CharField(_("页码"), max_length=60, blank=True)
    dated = models.DateField(_("材料日期"), null=True, blank=True)
    sealed = models.BooleanField(_("已盖章"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="evidence_number_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def shown_name(self) -> str:
        """The file's name by the rule 编号-指标-材料名, with the ending of its kind."""
        line = f"-{self.lines[0]}" if self.lines else ""
        return f"{self.code}{line}-{self.name}.{ENDINGS[self.kind]}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit

    @property
    def policy_state(self) -> str:
        """The state by which rights are judged."""
        return self.form.state
