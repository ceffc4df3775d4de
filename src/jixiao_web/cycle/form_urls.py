"""Addresses of the flow of a form."""

from __future__ import annotations

from django.urls import path

from jixiao_web.cycle import flow_views, opinion_views, version_views

urlpatterns = [
    path("", flow_views.panel, name="flow"),
    path("move/<slug:deed>/", flow_views.move, name="move"),
    path("comments/", opinion_views.comments, name="comments"),
    path("comment/", opinion_views.comment, name="comment"),
    path("comment/<int:pk>/resolve/", opinion_views.resolve, name="resolve_comment"),
    path("ask/", opinion_views.ask, name="ask_opinion"),
    path("answer/<int:pk>/", opinion_views.answer, name="answer_opinion"),
    path("ask/<int:pk>/withdraw/", opinion_views.withdraw, name="withdraw_opinion"),
    path("versions/", version_views.versions, name="versions"),
    path("versions/compare/", version_views.compare, name="compare_versions"),
    path("versions/<int:number>/", version_views.version, name="version"),
]
