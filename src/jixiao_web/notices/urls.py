"""Addresses of notices and of the reading list."""

from __future__ import annotations

from django.urls import path

from jixiao_web.notices import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/", views.open_notice, name="open_notice"),
    path("reading/", views.reading, name="reading"),
    path("reading/<int:pk>/", views.mark_read, name="mark_read"),
]
