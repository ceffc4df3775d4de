"""Addresses of the organisation."""

from __future__ import annotations

from django.urls import path

from jixiao_web.organisation import views

urlpatterns = [
    path("", views.tree, name="organisation"),
    path("new/add/", views.add, name="unit_add"),
    path("new/succession/", views.succeed, name="unit_succeed"),
    path("<slug:code>/", views.unit, name="unit"),
    path("<slug:code>/strike/<int:pk>/", views.strike, name="staff_strike"),
    path("<slug:code>/<slug:name>/", views.deed, name="unit_deed"),
]
