"""Addresses of the indicator library, and of what stands beside a form's sheet of indicators."""

from __future__ import annotations

from django.urls import path

from jixiao_web.objectives import beside, picking, views

urlpatterns = [
    path("", views.library, name="library"),
    path("new/", views.new, name="library_new"),
    path("<int:pk>/", views.indicator, name="library_indicator"),
    path("<int:pk>/edit/", views.edit, name="library_edit"),
    path("<int:pk>/retire/", views.retire, name="library_retire"),
    path("<int:pk>/use/", views.use, name="library_use"),
    path("<int:year>/<str:unit>/<slug:kind>/lint/", beside.lint, name="lint"),
    path("<int:year>/<str:unit>/<slug:kind>/weights/", beside.weights, name="weights"),
    path("<int:year>/<str:unit>/<slug:kind>/pick/", picking.pick, name="library_pick"),
    path("<int:year>/<str:unit>/<slug:kind>/take/<int:pk>/", picking.take, name="library_take"),
]
