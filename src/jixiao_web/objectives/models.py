"""The indicator library."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LibraryIndicator(models.Model):
    """One indicator that may be used again. `place` is the department that learned it; none means common to all.

    Attributes:
        words: its search tokens, with a blank before and behind each.
        history: year and unit of the form ("2021 HQ") → {target, actual, unit, source}, figures as text.
        provenance: where its words come from: the house's own seed, or a finally approved form.
    """

    class Provenance(models.TextChoices):
        OWN = "own", _("系统自编")
        LEARNED = "learned", _("终审通过的表")
        EDITED = "edited", _("人工维护")

    place = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="library")
    lv1 = models.CharField(_("一级指标"), max_length=40)
    lv2 = models.CharField(_("二级指标"), max_length=40)
    name = models.CharField(_("三级指标"), max_length=100)
    definition = models.TextField(_("指标解释"), blank=True)
    operator = models.CharField(_("计算符号"), max_length=20)
    unit = models.CharField(_("计量单位"), max_length=20, blank=True)
    basis = models.CharField(_("设定依据"), max_length=200, blank=True)
    field = models.CharField(_("适用领域"), max_length=60, blank=True)
    words = models.TextField(blank=True)
    history = models.JSONField(default=dict)
    uses = models.PositiveIntegerField(default=0)
    provenance = models.CharField(_("来源"), max_length=10, choices=Provenance.choices, default=Provenance.EDITED)
    retired = models.BooleanField(_("停用"), default=False)

    class Meta:
        ordering = ["lv1", "lv2", "name"]
        constraints = [models.UniqueConstraint(fields=["place", "lv1", "lv2", "name"], name="library_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def policy_unit(self) -> object:
        """The place by which rights are judged."""
        return self.place
