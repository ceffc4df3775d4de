"""Units, divisions and staff, each with its dates in force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """A finance bureau, a department or one of its units. Its code never changes; name and place in the tree are dated."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("财政部门")
        DEPARTMENT = "department", _("主管部门")
        UNIT = "unit", _("预算单位")

    code = models.SlugField(_("单位编码"), max_length=60, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    core_kind = models.CharField(_("单位性质"), max_length=20, blank=True)  # the core's unit.kind: 本级, 学校, …
    region = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    budget_code = models.CharField(_("预算单位代码"), max_length=30, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self


class UnitPeriod(models.Model):
    """What a unit is called and to whom it belongs from one day to another (that day included; open-ended when empty)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="periods")
    name = models.CharField(_("单位名称"), max_length=200)
    short = models.CharField(_("简称"), max_length=100, blank=True)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="child_periods")
    consolidated = models.BooleanField(_("纳入汇总"), default=True)  # whether its money is in the department's figures
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="unit_period_dates",
                violation_error_message=_("终止日期不能早于起始日期。"),
            ),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_period_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


class Succession(models.Model):
    """One unit goes over into another: a merger, a split or a transfer of duties."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField(_("日期"))
    document = models.CharField(_("文号"), max_length=120, blank=True)

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["old", "new", "on"], name="succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Division(models.Model):
    """A division of a department or unit, with its dates."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="divisions")
    name = models.CharField(_("处室名称"), max_length=100)
    kind = models.CharField(_("处室类别"), max_length=40, blank=True)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        ordering = ["unit", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name", "valid_from"], name="division_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


class StaffBalance(models.Model):
    """Head-count of one category in one unit on one day: authorised posts and people there."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff_balances")
    category = models.CharField(_("人员类别"), max_length=40)
    on = models.DateField(_("日期"))
    authorised = models.PositiveIntegerField(_("编制数"), null=True, blank=True)
    actual = models.PositiveIntegerField(_("实有数"))

    class Meta:
        ordering = ["unit", "category", "on"]
        constraints = [models.UniqueConstraint(fields=["unit", "category", "on"], name="staff_balance_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.on}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


class StaffMovement(models.Model):
    """People who came or left: the ledger that must lead from one balance to the next."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff_movements")
    category = models.CharField(_("人员类别"), max_length=40)
    on = models.DateField(_("日期"))
    change = models.IntegerField(_("增减人数"))  # plus came, minus left
    reason = models.CharField(_("原因"), max_length=100)
    document = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta:
        ordering = ["unit", "category", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(change=0),
                name="staff_movement_moves",
                violation_error_message=_("增减人数不能为 0。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.category} {self.change:+d}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit
