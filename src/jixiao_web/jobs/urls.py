"""Addresses of background work."""

from __future__ import annotations

from django.urls import path

from jixiao_web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.mine, name="list"),
    path("<int:pk>/", views.one, name="job"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
]
