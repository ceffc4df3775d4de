"""Notices and the reading list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Something one person should know, with the page where it can be dealt with. `key` makes telling twice one notice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("类别"), max_length=40)
    text = models.CharField(_("内容"), max_length=500)
    text_en = models.CharField(max_length=500, blank=True)
    link = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=160)
    created = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]

    def __str__(self) -> str:
        return self.text


class ReadingItem(models.Model):
    """A document that the holder of a post should have read; it goes over to a successor with the post."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reading")
    title = models.CharField(_("文件"), max_length=200)
    number = models.CharField(_("文号"), max_length=100, blank=True)
    link = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "title"], name="reading_once")]

    def __str__(self) -> str:
        return self.title
