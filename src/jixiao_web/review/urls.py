"""Addresses of uploaded reports."""

from __future__ import annotations

from django.urls import path

from jixiao_web.review import views

urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("<int:pk>/", views.upload, name="upload"),
    path("<int:pk>/marked/", views.marked, name="marked"),
]
