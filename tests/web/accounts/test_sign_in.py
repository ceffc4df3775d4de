"""Signing in: passwords, lock-out, second factor, sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone
from tests.web.conftest import PASSWORD, World

from jixiao_web.accounts.addresses import client_address
from jixiao_web.accounts.limits import LIMITS
from jixiao_web.accounts.models import PasswordRecord, User
from jixiao_web.accounts.passwords import HistoryValidator
from jixiao_web.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    """What an earlier test counted is forgotten."""
    cache.clear()


@pytest.fixture
def client() -> Client:
    return Client(HTTP_USER_AGENT="Browser/1")


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: str):
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def deeds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("deed", flat=True))


def code_of(secret: str) -> str:
    """The six digits that a telephone would show now, by RFC 6238, computed apart from the library that checks them."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_a_stranger_is_led_to_the_sign_in_page_and_back(world: World, client: Client):
    """After signing in the page is there that was asked for."""
    asked = client.get("/accounts/my/?x=1")
    assert asked.status_code == 302
    assert asked["Location"] == "/accounts/login/?next=%2Faccounts%2Fmy%2F%3Fx%3D1"

    page = client.get(asked["Location"])
    assert 'name="next" value="/accounts/my/?x=1"' in page.content.decode()
    answer = client.post("/accounts/login/", {"login": "handler", "password": PASSWORD, "next": "/accounts/my/?x=1"})
    assert answer["Location"] == "/accounts/my/?x=1"
    assert deeds() == ["session.begin"]


def test_nobody_is_led_elsewhere(world: World, client: Client):
    """A link that somebody sent by mail does not end at a stranger's site."""
    answer = client.post("/accounts/login/", {"login": "handler", "password": PASSWORD, "next": "https://evil.test/"})

    assert answer["Location"] == "/"


def test_a_script_is_told_plainly(world: World, client: Client):
    """An editor whose session ended keeps what was typed: it gets 401, no sign-in page."""
    assert client.get("/accounts/my/", HTTP_HX_REQUEST="true").status_code == 401
    assert client.post("/2022/HQ/evaluation/sheet/outcomes/edits").status_code == 401


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "email/", "password/set/", "login/code/confirm/", "confirm-email/"]
)
def test_what_the_site_does_not_offer_is_not_there(world: World, client: Client, path: str):
    """No signing up, no reset by mail."""
    client.force_login(world.people["handler"])

    assert client.get(f"/accounts/{path}").status_code == 404


def test_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour(world: World, client: Client):
    """The fifth wrong one says for how long; then the right one helps no more; from elsewhere it still does."""
    for _ in range(4):
        answer = sign_in(client, "handler", "wrong")
        assert "登录名或密码不对" in answer.content.decode()
    locked = sign_in(client, "handler", "wrong")
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "暂停登录 15 分钟" in locked.content.decode()

    assert sign_in(client, "handler").status_code == 429
    assert sign_in(client, "handler", REMOTE_ADDR="10.1.1.1").status_code == 302
    assert deeds().count("session.refused") == 6  # the one while locked, too
    assert "session.locked" in deeds()
    assert Entry.objects.filter(deed="session.refused", by_name="handler", address="127.0.0.1").count() == 6
    assert not [entry for entry in Entry.objects.all() if "wrong" in f"{entry.before}{entry.after}{entry.reason}"]


def test_a_header_of_a_stranger_does_not_evade_the_lock(world: World, client: Client):
    """Without a proxy of our own, X-Forwarded-For is anybody's claim."""
    for number in range(5):
        answer = sign_in(client, "handler", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert answer.status_code == 429


ADDRESSES = [
    (0, "9.9.9.9", "127.0.0.1"),
    (1, "9.9.9.9", "9.9.9.9"),
    (1, "6.6.6.6, 9.9.9.9", "9.9.9.9"),  # the first was claimed by the caller
    (2, "6.6.6.6, 9.9.9.9, 10.0.0.1", "9.9.9.9"),
    (2, "9.9.9.9", "127.0.0.1"),  # it did not come through both
    (1, "", "127.0.0.1"),
]


@pytest.mark.parametrize(("proxies", "forwarded", "expected"), ADDRESSES)
def test_only_our_own_proxies_are_believed(settings, proxies: int, forwarded: str, expected: str):
    """The address is what the outermost of our own proxies saw."""
    settings.PROXIES = proxies

    assert client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == expected


REFUSED_PASSWORDS = [
    ("Kz9-pw2x", "short"),
    ("handler-handler", "the sign-in name"),
    ("password123", "common"),
    ("83629174650", "digits alone"),
    (PASSWORD, "the present one"),
]


@pytest.mark.parametrize(
    "password", [item[0] for item in REFUSED_PASSWORDS], ids=[item[1] for item in REFUSED_PASSWORDS]
)
def test_weak_passwords_are_refused(world: World, client: Client, password: str):
    """Ten characters at least, not the name, not a common one, none of the last five."""
    client.force_login(world.people["handler"])
    answer = client.post("/accounts/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password})

    assert answer.status_code == 200
    assert world.fresh("handler").check_password(PASSWORD)


def test_the_last_five_passwords_do_not_come_back(world: World):
    """The sixth before may."""
    person, validator = world.people["handler"], HistoryValidator(5)
    for number in range(5):
        person.set_password(f"Password-no-{number}-x")
        person.save()

    for number in range(5):
        with pytest.raises(ValidationError, match="最近 5 个密码"):
            validator.validate(f"Password-no-{number}-x", person)
    validator.validate(PASSWORD, person)
    assert PasswordRecord.objects.filter(user=person).count() == 5


def test_a_first_password_must_be_changed_before_anything_else(world: World, client: Client):
    """And then everything is open."""
    User.objects.filter(username="handler").update(must_change_password=True)
    sign_in(client, "handler")
    assert client.get("/accounts/my/")["Location"] == "/accounts/password/"

    client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": "Neu-und-gut-22", "password2": "Neu-und-gut-22"}
    )
    assert client.get("/accounts/my/").status_code == 200
    assert "password.change" in deeds()


def test_an_old_password_must_be_changed_where_the_site_says_so(world: World, client: Client, settings):
    """Ninety days, or never: as the bureau wishes."""
    User.objects.update(date_joined=timezone.now() - timedelta(days=91))
    sign_in(client, "handler")
    assert client.get("/accounts/my/").status_code == 200
    client.logout()

    settings.PASSWORD_DAYS = 90
    sign_in(client, "handler")
    assert client.get("/accounts/my/")["Location"] == "/accounts/password/"


def test_a_session_ends_after_an_hour_of_silence(world: World, client: Client):
    """And says why."""
    sign_in(client, "handler")
    session = client.session
    session["seen"] = int(time.time()) - 3601
    session.save()

    assert client.get("/accounts/my/")["Location"].startswith("/accounts/login/")
    assert "较长时间没有操作" in client.get("/accounts/login/").content.decode()
    assert deeds()[-1] == "session.end"


def test_a_second_factor_is_asked_for(world: World, client: Client):
    """A password alone is not enough; a wrong code is recorded; the right one opens."""
    secret = generate_totp_secret()
    TOTP.activate(world.people["handler"], secret)
    assert sign_in(client, "handler")["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/my/").status_code == 302

    right = code_of(secret)
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    assert "动态口令或恢复码不对" in client.post("/accounts/2fa/authenticate/", {"code": wrong}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": right}).status_code == 302
    assert client.get("/accounts/my/").status_code == 200
    assert [deed for deed in deeds() if deed.startswith(("factor", "session"))] == ["factor.refused", "session.begin"]


def test_nobody_tries_all_six_digits(world: World, client: Client):
    """After ten wrong codes the right one is not asked any more for a while, from whatever address it comes."""
    secret = generate_totp_secret()
    TOTP.activate(world.people["handler"], secret)
    right = code_of(secret)
    wrong = f"{(int(right) + 500_000) % 1_000_000:06d}"
    for number in range(11):
        sign_in(client, "handler", REMOTE_ADDR=f"10.0.0.{number}")
        page = client.post("/accounts/2fa/authenticate/", {"code": wrong}, REMOTE_ADDR=f"10.0.0.{number}")
        assert page.status_code == 200
    assert "尝试过于频繁" in page.content.decode()

    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)}, REMOTE_ADDR="10.0.1.1")
    assert client.get("/accounts/my/").status_code == 302


def test_a_recovery_code_opens_once(world: World, client: Client):
    """Without the telephone."""
    TOTP.activate(world.people["handler"], generate_totp_secret())
    code = RecoveryCodes.activate(world.people["handler"]).get_unused_codes()[0]
    for expected in (302, 200):
        client.logout()
        sign_in(client, "handler")
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == expected


def test_a_second_factor_is_set_up_on_the_page(world: World, client: Client, django_capture_on_commit_callbacks):
    """Password again, the secret, a code of it; then the recovery codes."""
    sign_in(client, "handler")
    page = client.get("/accounts/2fa/totp/activate/", follow=True)
    assert page.redirect_chain
    page = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD}, follow=True
    )
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)

    assert done.request["PATH_INFO"] == "/accounts/2fa/recovery-codes/"
    assert len(done.context["unused_codes"]) == 10
    assert deeds().count("factor.add") == 2


@pytest.mark.parametrize(
    ("name", "led"),
    [
        ("system", True),
        ("security", True),
        ("audit", True),
        ("bureau", True),
        ("finance", True),
        ("handler", False),
        ("auditor", False),
    ],
)
def test_some_posts_must_have_a_second_factor_where_the_site_says_so(
    world: World, client: Client, settings, name: str, led: bool
):
    """They are led to setting it up, and cannot do anything else before; nor remove it later."""
    settings.REQUIRE_TOTP = True
    client.force_login(world.people[name])
    answer = client.get("/accounts/my/")
    assert (answer.status_code == 302 and answer["Location"] == "/accounts/2fa/totp/activate/") is led
    if led:
        TOTP.activate(world.people[name], generate_totp_secret())
        assert client.get("/accounts/my/").status_code == 200


def test_ones_own_sessions_are_listed_and_ended(world: World, client: Client):
    """The one at the other machine is over; others' cannot be ended."""
    other, stranger = Client(HTTP_USER_AGENT="Browser/2"), Client()
    sign_in(client, "handler")
    sign_in(other, "handler")
    sign_in(stranger, "approver")
    page = client.get("/accounts/my/").content.decode()
    assert "Browser/2" in page
    assert "本次登录" in page

    theirs = UserSession.objects.get(user=world.people["approver"])
    assert client.post(f"/accounts/my/sessions/{theirs.pk}/end/").status_code == 404
    mine = UserSession.objects.get(user_agent="Browser/2")
    client.post(f"/accounts/my/sessions/{mine.pk}/end/")
    assert other.get("/accounts/my/").status_code == 302
    assert client.get("/accounts/my/").status_code == 200
    assert stranger.get("/accounts/my/").status_code == 200
    assert deeds()[-1] == "session.end_one"


def test_a_language_is_kept(world: World, client: Client):
    """At every machine."""
    sign_in(client, "handler")
    client.post("/accounts/my/language/", {"language": "en"})
    other = Client()
    sign_in(other, "handler")

    assert '<html lang="en">' in other.get("/accounts/my/").content.decode()
    assert client.post("/accounts/my/language/", {"language": "xx"}).status_code == 302
    assert world.fresh("handler").language == "en"


def test_too_many_deeds_at_once_are_held_back(world: World, monkeypatch: pytest.MonkeyPatch):
    """Each person has an allowance of his own, for each address; looking costs nothing."""
    monkeypatch.setitem(LIMITS, "uploads", (2, 3600))
    people = {name: Client() for name in ("handler", "approver")}
    for name, client in people.items():
        client.force_login(world.people[name])

    assert [people["handler"].post("/review/").status_code for _ in range(3)] == [302, 302, 429]
    assert int(people["handler"].post("/review/")["Retry-After"]) <= 3600
    assert people["handler"].get("/review/").status_code == 200
    assert people["approver"].post("/review/").status_code == 302


def test_every_limit_is_of_an_address(world: World):
    """An address that was renamed would be without its limit."""
    from tests.web.test_policies import ADDRESSES

    assert set(LIMITS) <= set(ADDRESSES)
