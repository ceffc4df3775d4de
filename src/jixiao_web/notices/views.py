"""Notices and the reading list."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao_web.notices.models import Notice, ReadingItem


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """All notices of the person, newest first."""
    page = Paginator(Notice.objects.filter(user=request.user.pk), 50).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """All notices are read."""
    Notice.objects.filter(user=request.user.pk, read_at__isnull=True).update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("notices"))


@require_GET
def reading(request: HttpRequest) -> HttpResponse:
    """What the holder of the post should have read."""
    return render(request, "notices/reading.html", {"items": ReadingItem.objects.filter(user=request.user.pk)})


@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """One document is read."""
    item = get_object_or_404(ReadingItem, pk=pk, user=request.user.pk)
    ReadingItem.objects.filter(pk=item.pk, read_at__isnull=True).update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("reading"))
