"""Addresses of a form: its overview, its sheets, its history, and what a sheet asks while somebody works in it."""

from __future__ import annotations

from django.urls import path

from jixiao_web.filling import asking, editing, sheet_views, views

urlpatterns = [
    path("", views.overview, name="form"),
    path("print/", views.printed, name="form_print"),
    path("sheet/<slug:subject>/", sheet_views.sheet, name="sheet"),
    path("sheet/<slug:subject>/rows", sheet_views.rows, name="sheet_rows"),
    path("sheet/<slug:subject>/edits", editing.edits, name="edits"),
    path("sheet/<slug:subject>/undo", editing.turn, {"way": "undo"}, name="sheet_undo"),
    path("sheet/<slug:subject>/redo", editing.turn, {"way": "redo"}, name="sheet_redo"),
    path("sheet/<slug:subject>/changes", editing.changes, name="changes"),
    path("history/", views.history, name="form_history"),
    path("history/<int:deed>/undo/", views.undo, name="undo_deed"),
    path("prefill/", views.fill_blanks, name="prefill"),
    path("passport/", asking.passport, name="passport"),
    path("cell/", asking.beside, name="cell"),
    path("cell/history/", asking.cell_history, name="cell_history"),
    path("facts/", asking.facts, name="form_facts"),
    path("live/", asking.live_text, name="live_text"),
]
