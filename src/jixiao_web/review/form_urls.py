"""Addresses of the findings of a form."""

from __future__ import annotations

from django.urls import path

from jixiao_web.review import views

urlpatterns = [
    path("", views.panel, name="findings"),
    path("json/", views.as_json, name="findings_json"),
    path("waive/", views.waive, name="waive"),
    path("waive/<int:pk>/withdraw/", views.withdraw, name="withdraw_waiver"),
]
