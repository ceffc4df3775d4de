"""Addresses of scores: the scorecard, each of its lines, and the scorecards of projects."""

from __future__ import annotations

from django.urls import path

from jixiao_web.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.scorecard, name="scores"),
    path("refresh/", views.refresh, name="refresh"),
    path("line/<path:line>/", views.line, name="line"),
    path("compare/", views.compare, name="compare"),
    path("projects/", views.projects, name="projects"),
    path("projects/<path:project>/line/<path:line>/", views.project_line, name="project_line"),
    path("projects/<path:project>/", views.project, name="project"),
]
