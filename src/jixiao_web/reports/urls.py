"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from jixiao_web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.reports, name="list"),
    path("render/", views.render_report, name="render"),
    path("preview/", views.preview, name="preview"),
    path("readback/", views.readback, name="readback"),
    path("readback/take/", views.take, name="take"),
    path("<int:number>/", views.report, name="report"),
    path("<int:number>/view/", views.view, name="view"),
    path("<int:number>/verify/", views.verify, name="verify"),
    path("<int:number>/<slug:kind>/", views.download, name="download"),
]
