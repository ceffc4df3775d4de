"""A small world for tests: one bureau, two departments, units, and one person in every role, inside and outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from tests.web.browser import chromium, open_page

from jixiao_web.accounts.models import Post, Role, User
from jixiao_web.cycle.models import Form, Kind, Task, Year
from jixiao_web.evaluation import cards
from jixiao_web.filling import passports
from jixiao_web.organisation.models import Division, Unit, UnitPeriod
from jixiao_web.review import findings

__all__ = ["chromium", "open_page"]  # one browser for all folders: a second one could not be started beside it

START = date(2015, 1, 1)
PASSWORD = "Kaoyan-2022-ok"


@dataclass
class World:
    """Units by code, people by name ("handler", "other_handler", …), and the forms of one task."""

    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    division: Division | None = None
    year: Year | None = None
    task: Task | None = None
    forms: dict[str, Form] = field(default_factory=dict)

    def unit(self, code: str, kind: str, name: str, parent: str | None = None) -> Unit:
        """Make a unit with its first period."""
        made = Unit.objects.create(code=code, kind=kind, core_kind="机关" if code == "HQ" else "")
        above = self.units[parent] if parent else None
        UnitPeriod.objects.create(unit=made, name=name, short=name, parent=above, valid_from=START)
        self.units[code] = made
        return made

    def person(self, name: str, role: Role, unit: str, division: Division | None = None) -> User:
        """Make a person with one post."""
        made = User.objects.create_user(
            username=name, password=PASSWORD, name=f"人员-{name}", email=f"{name}@example.test"
        )
        self.people[name] = made
        self.posts[name] = Post.objects.create(
            user=made, role=role, unit=self.units[unit], division=division, valid_from=START
        )
        return made

    def fresh(self, name: str) -> User:
        """The person, read again: posts are remembered for one request only."""
        return User.objects.get(username=name)


def build_world(kind: str = Kind.EVALUATION) -> World:
    """The world: 财政局 over 总工会 (HQ, SCHOOL) and 体育局 (GYM). Everybody called other_… stands in 体育局."""
    world = World()
    world.unit("BUREAU", Unit.Kind.BUREAU, "某市财政局")
    world.unit("UNION", Unit.Kind.DEPARTMENT, "某市总工会", "BUREAU")
    world.unit("HQ", Unit.Kind.UNIT, "某市总工会本级", "UNION")
    world.unit("SCHOOL", Unit.Kind.UNIT, "某市工人业余大学", "UNION")
    world.unit("SPORT", Unit.Kind.DEPARTMENT, "某市体育局", "BUREAU")
    world.unit("GYM", Unit.Kind.UNIT, "某市体育馆", "SPORT")
    Unit.objects.filter(code="UNION").update(region="440100")
    world.units["UNION"].refresh_from_db()
    world.division = Division.objects.create(unit=world.units["HQ"], name="宣教处", valid_from=START)
    for name, role in (
        ("system", Role.SYSTEM),
        ("security", Role.SECURITY),
        ("audit", Role.AUDIT),
        ("bureau", Role.BUREAU),
    ):
        world.person(name, role, "BUREAU")
    world.person("finance", Role.FINANCE, "UNION")
    world.person("auditor", Role.AUDITOR, "UNION")
    world.person("approver", Role.APPROVER, "HQ")
    world.person("handler", Role.HANDLER, "HQ")
    world.person("business", Role.BUSINESS, "HQ", world.division)
    world.person("school_handler", Role.HANDLER, "SCHOOL")
    world.person("school_approver", Role.APPROVER, "SCHOOL")
    world.person("other_finance", Role.FINANCE, "SPORT")
    world.person("other_auditor", Role.AUDITOR, "SPORT")
    world.person("other_approver", Role.APPROVER, "GYM")
    world.person("other_handler", Role.HANDLER, "GYM")
    world.person("other_business", Role.BUSINESS, "GYM")
    today = timezone.localdate()
    world.year = Year.objects.create(
        department=world.units["UNION"],
        fiscal_year=2022,
        opened_by=world.people["finance"],
        opened_at=timezone.now(),
    )
    world.task = Task.objects.create(
        year=world.year,
        kind=kind,
        title="2022 年度部门整体支出绩效自评",
        opens_on=date(2023, 1, 1),
        due_on=today.replace(year=today.year + 1, day=1),
        department_due_on=today.replace(year=today.year + 2, day=1),
        issued_by=world.people["finance"],
        issued_at=timezone.now(),
    )
    for code in ("UNION", "HQ", "SCHOOL"):
        world.forms[code] = Form.objects.create(task=world.task, unit=world.units[code])
    return world


DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """pytest-django lets no test near the database that has not asked for it: such a test says the same on every database."""
    for item in items:
        asks = item.get_closest_marker("django_db") or item.get_closest_marker("own_database")
        if asks is None and Path(__file__).parent in item.path.parents and DATABASE.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.once)


@pytest.fixture(scope="session")
def _static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder of collected files: whitenoise warns when there is none."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _kept_with_the_test(settings, tmp_path: Path, _static_files: Path) -> None:
    """What a test uploads, issues, collects or mails stays with it: nothing reaches the repository or anybody's data."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = _static_files
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    """Sixteen people need no sixteen slow digests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_kept_of_others() -> None:
    """What a process keeps is keyed by primary keys, which come again in the next test."""
    cards.forget_all()
    findings.forget_all()
    passports.forget_all()


@pytest.fixture
def world(db: None, _quick_passwords: None) -> World:
    """A fresh small world in the database."""
    return build_world()
