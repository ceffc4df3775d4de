"""What the core computed, kept so that lists, dashboards and later years need not compute it again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.cycle.models import Task
from jixiao_web.organisation.models import Unit
from jixiao_web.shell.columns import MoneyField, ScoreField


class ScoreRecord(models.Model):
    """The present scorecard of a department's task. `revision` is the sum of its forms' revisions it was computed from.

    `lines` is the scorecard as plain data, figures as text. NULL total: a line is still open. `before` is the card that this
    one took the place of: its total, lines and when it was made; empty for the first. `unscored` says why
    there is no card, in each language.
    """

    task = models.OneToOneField(Task, models.PROTECT, related_name="score")
    revision = models.PositiveBigIntegerField()
    scheme = models.CharField(_("评分方案"), max_length=80, blank=True)
    rules = models.CharField(_("规则摘要"), max_length=64, blank=True)
    points = ScoreField(_("满分"), null=True)
    total = ScoreField(_("总分"), null=True)
    reached = ScoreField(_("已得分"), null=True)
    open = ScoreField(_("未定分"), null=True)
    grade = models.CharField(_("等级"), max_length=10, blank=True)
    lines = models.JSONField(default=list)
    findings = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    unscored = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["task"]

    def __str__(self) -> str:
        return f"{self.task}: {self.total}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.task.year.department


class UnitFigures(models.Model):
    """Money of one unit in one task, as the core computed it. NULL is missing. `rate` is printed by the core (98.44%).

    `behind` is how much less was spent than was due at the last known quarter, where that is too little; `pace` the quarters.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="unit_figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures")
    revision = models.PositiveBigIntegerField()
    budget = MoneyField(_("全年预算数"), null=True)
    spent = MoneyField(_("支出数"), null=True)
    rate = models.CharField(_("执行率"), max_length=20, blank=True)
    projects = models.PositiveIntegerField(_("项目数"), default=0)
    findings = models.JSONField(default=dict)
    behind = MoneyField(_("少支出数"), null=True)
    pace = models.JSONField(default=dict)

    class Meta:
        ordering = ["task", "unit"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="unit_figures_once")]

    def __str__(self) -> str:
        return f"{self.task} · {self.unit}"


class ProjectFigures(models.Model):
    """Money, pace and score of one project in one task, as the core computed them."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="project_figures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="project_figures")
    revision = models.PositiveBigIntegerField()
    key = models.CharField(_("项目编号"), max_length=120)
    name = models.CharField(_("项目名称"), max_length=300)
    budget = MoneyField(_("全年预算数"), null=True)
    spent = MoneyField(_("支出数"), null=True)
    rate = models.CharField(_("执行率"), max_length=20, blank=True)
    score = ScoreField(_("得分"), null=True)
    grade = models.CharField(_("等级"), max_length=10, blank=True)
    behind = MoneyField(_("少支出数"), null=True)
    pace = models.JSONField(default=dict)

    class Meta:
        ordering = ["task", "unit", "key"]
        constraints = [models.UniqueConstraint(fields=["task", "key"], name="project_figures_once")]

    def __str__(self) -> str:
        return self.name
