"""Addresses of tasks."""

from __future__ import annotations

from django.urls import path

from jixiao_web.cycle import views

urlpatterns = [
    path("", views.all_tasks, name="tasks"),
    path("<int:pk>/", views.task, name="task"),
    path("<int:pk>/window/", views.window, name="task_window"),
    path("<int:pk>/exempt/", views.exempt, name="task_exempt"),
    path("<int:pk>/exempt/<int:exemption>/withdraw/", views.withdraw, name="task_withdraw"),
    path("<int:pk>/remind/", views.remind, name="task_remind"),
    path("<int:pk>/forms/<int:form>/assign/", views.assign, name="task_assign"),
]
