"""From home to every page by links alone: what has no way to it is not there for whoever needs it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.web.shell.reaching import lively, walk

from jixiao_web.accounts.models import User
from jixiao_web.evaluation import cards

pytestmark = pytest.mark.long

PEOPLE = ("wu", "zheng", "qiu", "chen", "zhou", "fang", "du", "xi", "an", "ji")
"""One in each role; of the handlers one whose form is open, and one whose form came back."""
NO_LINK = {
    "healthz": "machines ask it",
    "account_login": "whoever is not signed in is led to it",
    "mfa_authenticate": "signing in leads to it",
    "account_reauthenticate": "a deed that asks for the password again leads to it",
    "mfa_reauthenticate": "the same, for those who have a second factor",
    "mfa_download_recovery_codes": "stands on the page of the codes, which asks for the password again",
    "end_session": "stands beside a session on another machine",
    "import_annotated": "stands on the preview of a workbook with wrong cells",
    "comments": "the remarks stand in the panel of the form; their own address is linked nowhere",
    "evaluation:refresh": "offered while a large department's scores are being computed",
    "reports:take": "offered beside each figure of an edited report that was read back",
    "mfa_generate_recovery_codes": "asked for in the page of the codes",
}


@pytest.fixture
def _own_files(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    cards.forget_all()


@pytest.mark.usefixtures("db", "_own_files")
def test_every_address_is_offered_on_some_page_and_no_link_leads_nowhere():
    """Walking from home as one person of each role meets every page and every deed of the site, and no dead end."""
    lively()
    walks = {name: walk(User.objects.get(username=name), reads_every_rule=name == PEOPLE[0]) for name in PEOPLE}
    urls = yaml.safe_load((Path(__file__).parents[1] / "cases" / "urls.yaml").read_text(encoding="utf-8"))
    offered = set().union(*(found.opened | found.offered for found in walks.values()))

    assert {name: found.broken for name, found in walks.items() if found.broken} == {}
    unoffered = sorted(set(urls) - offered - set(NO_LINK))
    assert unoffered == [], ", ".join(unoffered)
