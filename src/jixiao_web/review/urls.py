"""Addresses of uploaded reports."""

from __future__ import annotations

from django.urls import path

from jixiao_web.review import upload_views as views

urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("<int:pk>/", views.upload, name="upload"),
    path("<int:pk>/marked/", views.marked, name="marked"),
    path("<int:pk>/file/<slug:what>/", views.download, name="upload_file"),
    path("<int:pk>/remove/", views.remove, name="upload_remove"),
]
