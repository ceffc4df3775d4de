"""Addresses of the flow of a form."""

from __future__ import annotations

from django.urls import path

from jixiao_web.cycle import flow_views as views

urlpatterns = [
    path("", views.panel, name="flow"),
    path("move/<slug:deed>/", views.move, name="move"),
    path("comment/", views.comment, name="comment"),
    path("comment/<int:pk>/resolve/", views.resolve, name="resolve_comment"),
    path("ask/", views.ask, name="ask_opinion"),
    path("answer/<int:pk>/", views.answer, name="answer_opinion"),
    path("versions/", views.versions, name="versions"),
]
