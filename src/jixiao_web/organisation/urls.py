"""Addresses of the organisation."""

from __future__ import annotations

from django.urls import path

from jixiao_web.organisation import views

urlpatterns = [
    path("", views.tree, name="organisation"),
    path("<slug:code>/", views.unit, name="unit"),
]
