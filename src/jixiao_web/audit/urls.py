"""Addresses of the audit trail."""

from __future__ import annotations

from django.urls import path

from jixiao_web.audit import views

urlpatterns = [
    path("", views.entries, name="audit"),
    path("check/", views.check, name="audit_check"),
    path("<int:pk>/", views.entry, name="audit_entry"),
]
