"""Addresses of the findings of a form."""

from __future__ import annotations

from django.urls import path

from jixiao_web.review import finding_views, uses_views

urlpatterns = [
    path("", finding_views.panel, name="findings"),
    path("json/", finding_views.as_json, name="findings_json"),
    path("places/", uses_views.places, name="places"),
    path("waive/", finding_views.waive, name="waive"),
    path("waive/<int:pk>/withdraw/", finding_views.withdraw, name="withdraw_waiver"),
]
