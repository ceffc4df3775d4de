"""The year, its tasks and the forms that go through the workflow."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.organisation.models import Unit
from jixiao_web.shell.columns import ScoreField


class Kind(models.TextChoices):
    """The three forms of a year, in the order of the year. The values stand in addresses."""

    OBJECTIVES = "objectives", _("绩效目标")
    MONITORING = "monitoring", _("运行监控")
    EVALUATION = "evaluation", _("绩效自评")


class Year(models.Model):
    """A department's budget year, once opened. `scheme` and `outline` are those of the core; empty means by place and year."""

    department = models.ForeignKey(Unit, models.PROTECT, related_name="years")
    fiscal_year = models.PositiveIntegerField(_("预算年度"))
    scheme = models.CharField(_("评分方案"), max_length=80, blank=True)
    outline = models.CharField(_("报告提纲"), max_length=80, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("开启时间"))

    class Meta:
        ordering = ["-fiscal_year", "department"]
        constraints = [models.UniqueConstraint(fields=["department", "fiscal_year"], name="year_once")]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.department}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.department


class Task(models.Model):
    """One stage of a year, issued to the department and its units with a window. Due days belong to the window."""

    year = models.ForeignKey(Year, models.PROTECT, related_name="tasks")
    kind = models.CharField(_("环节"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("标题"), max_length=120)
    note = models.TextField(_("要求"), blank=True)
    opens_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("单位截止日期"))
    department_due_on = models.DateField(_("部门截止日期"))
    warn_days = models.PositiveIntegerField(_("提前提醒天数"), default=7)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("下达时间"))

    class Meta:
        ordering = ["year", "opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="task_once"),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("opens_on"))
                & models.Q(department_due_on__gte=models.F("due_on")),
                name="task_window",
                violation_error_message=_("日期应依次为：开始日期、单位截止日期、部门截止日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.year.department


class Exemption(models.Model):
    """Leave to fill in late: for one unit, until one day (included), for a reason. It ends by itself."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="exemptions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="exemptions")
    until = models.DateField(_("延至"))
    reason = models.CharField(_("原因"), max_length=300)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField(_("批准时间"))

    class Meta:
        ordering = ["-until"]

    def __str__(self) -> str:
        return f"{self.unit} → {self.until}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


class Form(models.Model):
    """What one unit, or the department itself, fills in for one task.

    The department's form holds what belongs to no single unit; consolidated figures are all forms of the task together.

    Attributes:
        state: a state of `cycle/workflow.yaml`. It is changed by `cycle.services.move` only.
        revision: grows with every deed on rows; what was computed says from which revision.
        assignee: who fills it in, where a post has several people; goes over on hand-over.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="forms")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="forms")
    state = models.CharField(_("状态"), max_length=24, default="issued")
    revision = models.PositiveBigIntegerField(default=0)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="forms")
    changed_at = models.DateTimeField(_("最近改动"), null=True, blank=True)

    class Meta:
        ordering = ["task", "unit"]
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="form_once")]

    def __str__(self) -> str:
        return f"{self.task} · {self.unit}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit

    @property
    def policy_state(self) -> str:
        """The state by which rights are judged."""
        return self.state

    @property
    def scope(self) -> str:
        """`department` for the department's own form, `unit` otherwise: which moves and sheets there are."""
        return "department" if self.unit.kind == Unit.Kind.DEPARTMENT else "unit"


class Version(models.Model):
    """The rows of a form as they were submitted. Written once.

    `rows` is subject → list of {row, position, cells}; `digest` is SM3 over them in canonical JSON; `scheme` and
    `rules` (digest of the rule files) say by which rules `total` was computed; `findings` counts them by severity.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    rows = models.JSONField()
    digest = models.CharField(max_length=64)
    scheme = models.CharField(max_length=80, blank=True)
    rules = models.CharField(max_length=64, blank=True)
    total = ScoreField(_("总分"), null=True, blank=True)
    findings = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("送审时间"))

    class Meta:
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once. Raises TypeError on a second writing."""
        if not self._state.adding:
            raise TypeError("a version is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Versions are never deleted."""
        raise TypeError("a version is never deleted")

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit


class Move(models.Model):
    """One deed of the workflow: who brought a form from which state to which, why, and when the answer is due."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="moves")
    deed = models.CharField(_("操作"), max_length=24)
    before = models.CharField(max_length=24)
    after = models.CharField(max_length=24)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("时间"))
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="moves")
    reasons = models.JSONField(_("原因编号"), default=list)
    note = models.TextField(_("意见"), blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)

    class Meta:
        ordering = ["form", "pk"]

    def __str__(self) -> str:
        return f"{self.form}: {self.deed}"


class Comment(models.Model):
    """A remark at one field of one row (or at a sheet, or the whole form), open until somebody resolves it."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="comments")
    subject = models.CharField(max_length=30, blank=True)
    row = models.PositiveBigIntegerField(null=True, blank=True)
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField(_("意见"))
    move = models.ForeignKey(Move, models.PROTECT, null=True, blank=True, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    answer = models.TextField(_("答复"), blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["form", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit

    @property
    def policy_state(self) -> str:
        """The state by which rights are judged."""
        return self.form.state


class Countersign(models.Model):
    """Somebody is asked for an opinion; the form may not move on before every asked person has answered."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="countersigns")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="countersigns")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("征求时间"))
    question = models.CharField(_("征求内容"), max_length=300)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    agrees = models.BooleanField(_("同意"), null=True, blank=True)
    opinion = models.TextField(_("意见"), blank=True)

    class Meta:
        ordering = ["form", "pk"]

    def __str__(self) -> str:
        return f"{self.form} · {self.person}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.form.unit
