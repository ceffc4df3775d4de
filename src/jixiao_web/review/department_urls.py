"""Addresses of consolidation."""

from __future__ import annotations

from django.urls import path

from jixiao_web.review import consolidation_views as views

urlpatterns = [
    path("", views.units, name="consolidation"),
    path("accept/", views.accept_many, name="accept_many"),
    path("totals/", views.compare, name="totals"),
    path("totals/<path:name>/", views.total, name="total"),
]
