"""Addresses of a form's workbooks: out, in, and tables to paste elsewhere."""

from __future__ import annotations

from django.urls import path

from jixiao_web.exchange import paste_views, views

urlpatterns = [
    path("", views.files, name="files"),
    path("workbook/<slug:what>/", views.workbook, name="workbook"),
    path("upload/", views.upload, name="import_upload"),
    path("import/<int:number>/", views.preview, name="import"),
    path("import/<int:number>/apply/", views.apply, name="import_apply"),
    path("import/<int:number>/again/", views.again, name="import_again"),
    path("import/<int:number>/drop/", views.drop, name="import_drop"),
    path("import/<int:number>/undo/", views.undo, name="import_undo"),
    path("import/<int:number>/annotated/", views.annotated, name="import_annotated"),
    path("paste/", paste_views.paste, name="paste"),
    path("paste/keep/", paste_views.keep, name="paste_keep"),
    path("paste/<slug:format>/", paste_views.download, name="paste_file"),
]
