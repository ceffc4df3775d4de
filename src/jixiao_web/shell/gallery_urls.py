"""The address of the gallery."""

from __future__ import annotations

from django.urls import path

from jixiao_web.shell.gallery import gallery

urlpatterns = [path("", gallery, name="gallery")]
