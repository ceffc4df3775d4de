"""A whole year in the browser, from an empty organisation to the approved report."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from tests.web.conftest import World
from tests.web.played.play import TITLE, UNITS, Play

from jixiao.documents.reading import read
from jixiao_web.accounts.models import Role
from jixiao_web.organisation.models import Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIGURE = re.compile(r"\d[\d,.]*\d%?")


@pytest.fixture
def world(transactional_db, settings, tmp_path, _quick_passwords) -> World:
    """A bureau, a department of three units, one person in each post, and nothing else."""
    settings.MEDIA_ROOT = tmp_path / "files"
    made = World()
    made.unit("BUREAU", Unit.Kind.BUREAU, "某市财政局")
    made.unit("UNION", Unit.Kind.DEPARTMENT, "某市总工会", "BUREAU")
    made.person("bureau", Role.BUREAU, "BUREAU")
    made.person("audit", Role.AUDIT, "BUREAU")
    made.person("finance", Role.FINANCE, "UNION")
    for code, name, kind in UNITS:
        made.unit(code, Unit.Kind.UNIT, name, "UNION")
        Unit.objects.filter(code=code).update(core_kind=kind)
        made.person(f"{code.lower()}_handler", Role.HANDLER, code)
        made.person(f"{code.lower()}_approver", Role.APPROVER, code)
    return made


@pytest.mark.timeout(300)
def test_the_whole_year(world, open_page, tmp_path):
    """Issued, filled in three ways, returned, mended, consolidated, approved, and reported with the figures of the screen."""
    play = Play(world, open_page, tmp_path)
    play.objectives()
    play.issue("运行监控", "2022 年度绩效运行监控")
    play.issue("绩效自评", TITLE)
    play.head_office_types()
    play.school_pastes()
    play.palace_uploads()
    play.department_finds_the_slip()
    play.department_submits()
    play.bureau_approves()

    card, evaluated, kept, finance = play.card(), play.evaluated(), play.report(), play["finance"]
    assert {code: card[code] for code in evaluated} == evaluated
    assert len(evaluated) > 20

    told = "\n".join(passage.text for passage in read(kept, guarded=False).passages())
    printed = set(FIGURE.findall(told))
    finance.go("/2022/UNION/reports/1/view/")
    assert printed <= set(FIGURE.findall(finance.page.inner_text("article")))
    assert {"1180.00", "1160.90", "98.38%", card[""]} <= printed

    audit = play["audit"]
    audit.follow("核验哈希链")
    audit.sees("没有一条被改动、删除或调换")
    call_command("audit_verify", verbosity=0)
