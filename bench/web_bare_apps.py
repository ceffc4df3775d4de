"""Of this site's apps the two that say who somebody is: their tables, without what they do when the site starts."""

from __future__ import annotations

from django.apps import AppConfig


class Organisation(AppConfig):
    """The units that posts refer to."""

    name = "jixiao_web.organisation"
    label = "organisation"


class Accounts(AppConfig):
    """The people."""

    name = "jixiao_web.accounts"
    label = "accounts"
