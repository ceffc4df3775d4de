"""Addresses of a form: its overview, its sheets, its history."""

from __future__ import annotations

from django.urls import path

from jixiao_web.filling import views

urlpatterns = [
    path("", views.overview, name="form"),
    path("sheet/<slug:subject>/", views.sheet, name="sheet"),
    path("sheet/<slug:subject>/edits", views.edits, name="edits"),
    path("sheet/<slug:subject>/changes", views.changes, name="changes"),
    path("history/", views.history, name="form_history"),
    path("history/<int:deed>/undo/", views.undo, name="undo_deed"),
    path("prefill/", views.fill_blanks, name="prefill"),
    path("passport/", views.passport, name="passport"),
]
