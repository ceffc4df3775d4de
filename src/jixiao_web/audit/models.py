"""Entries of the audit trail."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries are read and made; only `chain.seal`, which asks the plain query set, touches one again."""

    def update(self, **_kwargs: Any) -> NoReturn:
        """Raises TypeError: entries are never changed."""
        raise TypeError("audit entries are never changed")

    def delete(self) -> NoReturn:
        """Raises TypeError: entries are never deleted."""
        raise TypeError("audit entries are never deleted")


class Entry(models.Model):
    """One deed of one person, written once. `sealed` entries carry the digest that chains them to the one before.

    Attributes:
        number: place in the chain from 1, given when the entry is sealed.
        deed: "form.submit"; `kind` and `target` name the thing, `place` the code of the unit that it belongs to.
        before, after: what changed, as plain data with figures as text.
        digest: SM3 over the digest before and this entry's own fields.
    """

    number = models.BigIntegerField(_("序号"), null=True, unique=True, editable=False)
    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("人员"), related_name="+"
    )
    by_name = models.CharField(_("姓名"), max_length=150)
    deed = models.CharField(_("事项"), max_length=60, db_index=True)
    kind = models.CharField(_("对象"), max_length=60, blank=True)
    target = models.CharField(_("对象编号"), max_length=120, blank=True)
    place = models.CharField(_("单位"), max_length=60, blank=True, db_index=True)
    before = models.JSONField(_("之前"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("之后"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("原因"), blank=True)
    address = models.CharField(_("网络地址"), max_length=60, blank=True)
    digest = models.CharField(_("摘要"), max_length=64, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "target"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.pk} {self.deed} {self.by_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Written once; only sealing, which writes past this method, touches it again. Raises TypeError on a second writing."""
        if not self._state.adding:
            raise TypeError("an audit entry is never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Entries are never deleted."""
        raise TypeError("an audit entry is never deleted")


class ChainHead(models.Model):
    """The last link of the chain: one row, locked by whoever seals, so that an end that was cut off is noticed."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return str(self.number)
