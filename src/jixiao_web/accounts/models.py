"""People, their posts and their deputies."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from jixiao_web.organisation.models import Division, Unit


class Role(models.TextChoices):
    """What a post is for. The first three are three separate persons."""

    SYSTEM = "system", _("系统管理员")
    SECURITY = "security", _("安全管理员")
    AUDIT = "audit", _("审计管理员")
    BUREAU = "bureau", _("财政部门")
    FINANCE = "finance", _("部门财务")
    APPROVER = "approver", _("单位审核人")
    HANDLER = "handler", _("单位经办人")
    BUSINESS = "business", _("业务处室")
    AUDITOR = "auditor", _("只读审计")


ADMINISTRATORS = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})


class User(AbstractUser):
    """A person. `name` is what others see; the sign-in name is `username`."""

    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=False)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    first_name = None  # type: ignore[assignment]  # Chinese names are one field
    last_name = None  # type: ignore[assignment]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name that others see."""
        return self.name or self.username


class PasswordRecord(models.Model):
    """A password that a person had, as a digest: it is not to come back soon."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        ordering = ["user", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d}"


class Post(models.Model):
    """One person in one role at one place, from one day to another. `division` narrows a business division's post."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts")
    role = models.CharField(_("角色"), max_length=12, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, related_name="posts")
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        ordering = ["user", "role", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit", "division", "valid_from"], name="post_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.unit


class Delegation(models.Model):
    """Somebody stands in for somebody else's post between two days; deeds are recorded under both names."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputised")
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("终止日期"))
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.deputy} ← {self.post}"

    @property
    def policy_unit(self) -> Unit:
        """The place by which rights are judged."""
        return self.post.unit
