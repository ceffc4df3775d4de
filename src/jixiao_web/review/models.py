"""Waivers and reports that somebody uploaded for review."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Form
from jixiao_web.organisation.models import Unit


class WaiverRecord(models.Model):
    """One finding set aside by a person, for a reason, until a day (included). `address` is the finding's first address."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="waivers")
    code = models.CharField(_("规则"), max_length=20)
    address = models.CharField(max_length=300)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("理由"), max_length=300)
    until = models.DateField(_("有效期至"))
    made_at = models.DateTimeField(_("时间"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "code", "pk"]

    def __str__(self) -> str:
        return f"{self.code} {self.address}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit


class UploadedReport(models.Model):
    """Anybody's report, uploaded to see which figure is wrong. Its owner sees it, and those above."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="uploaded_reports")
    file = models.FileField(upload_to="reviews/%Y/%m")
    original_name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"))
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("上传时间"))
    result = models.JSONField(null=True, blank=True)  # checks.document.telling.as_data, by language
    marked = models.FileField(upload_to="reviews/%Y/%m", blank=True)  # a page with the findings drawn on the text
    copy = models.FileField(upload_to="reviews/%Y/%m", blank=True)  # the document itself with remarks, for docx and pdf
    refused = models.TextField(_("无法读取的原因"), blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.original_name

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit
