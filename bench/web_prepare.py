"""Makes the department of `bench/web` and prints its signed-in people as JSON; run as a process of its own."""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command


def main() -> None:
    """units, projects."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from django.middleware.csrf import _get_new_csrf_string  # noqa: PLC0415  # Django must be set up first

    from bench.web_data import build, signed_in  # noqa: PLC0415  # after Django
    from jixiao_web.accounts.models import Post, Role  # noqa: PLC0415  # after Django
    from jixiao_web.evaluation import services  # noqa: PLC0415  # after Django
    from jixiao_web.filling.models import Row  # noqa: PLC0415  # after Django

    services.refresh(build(int(sys.argv[1]), int(sys.argv[2])))  # as the worker of a running site has done
    told = []
    for post in (
        Post.objects.filter(role__in=(Role.FINANCE, Role.HANDLER)).select_related("unit", "user").order_by("pk")
    ):
        csrf = _get_new_csrf_string()
        row = Row.objects.filter(form__unit=post.unit, subject="budget").values_list("pk", flat=True).first()
        cookie = f"sessionid={signed_in(post.user)}; csrftoken={csrf}"
        value = Row.objects.get(pk=row).cells["spent"] if row else ""
        told.append({"cookie": cookie, "csrf": csrf, "unit": post.unit.code, "row": row or 0, "value": value})
    print(json.dumps(told))


if __name__ == "__main__":
    main()
