"""Addresses of home, of a unit's year, of the search, of the switch of year and unit, and of the rules."""

from __future__ import annotations

from django.urls import path

from jixiao_web.results import rules_views, search_views, switch_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search_views.find, name="search"),
    path("go/", switch_views.go, name="go"),
    path("rules/", rules_views.rules, name="rules"),
    path("rules/<slug:code>/", rules_views.rule, name="rule"),
    path("<int:year>/<str:unit>/", views.unit_year, name="unit_year"),
    path("<int:year>/<str:unit>/analysis/", views.analyse, name="analysis"),
    path("<int:year>/<str:unit>/projects/", views.projects, name="year_projects"),
]
