"""Addresses of a form's evidence."""

from __future__ import annotations

from django.urls import path

from jixiao_web.evidence import views

urlpatterns = [
    path("", views.evidence, name="evidence"),
    path("upload/", views.upload, name="evidence_upload"),
    path("pack/", views.pack, name="evidence_pack"),
    path("<int:number>/", views.edit, name="evidence_edit"),
    path("<int:number>/remove/", views.remove, name="evidence_remove"),
    path("<int:number>/restore/", views.restore, name="evidence_restore"),
    path("<int:number>/file/", views.file, name="evidence_file"),
]
