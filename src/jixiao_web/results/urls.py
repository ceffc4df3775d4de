"""Addresses of home and of a unit's year."""

from __future__ import annotations

from django.urls import path

from jixiao_web.results import views

urlpatterns = [
    path("", views.home, name="home"),
    path("<int:year>/<str:unit>/", views.unit_year, name="unit_year"),
    path("<int:year>/<str:unit>/analysis/", views.analyse, name="analysis"),
    path("<int:year>/<str:unit>/projects/", views.projects, name="year_projects"),
]
