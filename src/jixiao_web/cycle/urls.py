"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from jixiao_web.cycle import views

urlpatterns = [
    path("", views.all_tasks, name="tasks"),
    path("<int:pk>/", views.task, name="task"),
    path("<int:pk>/window/", views.window, name="task_window"),
]
