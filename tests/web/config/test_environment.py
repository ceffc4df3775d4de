"""What the environment says, turned into settings; what it says wrongly is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from jixiao_web.config import environment
from jixiao_web.config.environment import database, files, mail, secret_key

MAIL = [
    ("smtp://mail.test", ("mail.test", 25, "", "", False, False)),
    ("smtp+tls://a%40b:p%3Aw@mail.test", ("mail.test", 587, "a@b", "p:w", False, True)),
    ("smtps://a:b@mail.test", ("mail.test", 465, "a", "b", True, False)),
    ("smtps://mail.test:2465", ("mail.test", 2465, "", "", True, False)),
]


@pytest.mark.parametrize(("url", "expected"), MAIL)
def test_mail(tmp_path: Path, url: str, expected: tuple[object, ...]):
    """In the open, with STARTTLS, or encrypted from the start, each at its usual port."""
    told = mail(url, tmp_path)

    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(told[f"EMAIL_{name}"] for name in names) == expected


def test_files_lie_in_a_folder(tmp_path: Path):
    """In the data folder, or where somebody says."""
    assert files("", tmp_path) == ({"BACKEND": environment.FOLDER}, tmp_path / "files")
    assert files("/srv/papers", tmp_path)[1] == Path("/srv/papers")


def test_files_lie_in_a_bucket(tmp_path: Path):
    """The key before it, the prefix behind it, and how to reach it."""
    pytest.importorskip("storages")
    told, _ = files("s3://my%2Bkey:se%2Fcret@papers/jixiao/2022?endpoint=https://s3.test&region=gz", tmp_path)

    options = told["OPTIONS"]
    assert told["BACKEND"] == "storages.backends.s3.S3Storage"
    assert (options["bucket_name"], options["location"]) == ("papers", "jixiao/2022")
    assert (options["access_key"], options["secret_key"]) == ("my+key", "se/cret")
    assert (options["endpoint_url"], options["region_name"]) == ("https://s3.test", "gz")
    assert options["file_overwrite"] is False


WRONG = [
    (files, "ftp://a/b", "JIXIAO_FILES"),
    (files, "s3://", "JIXIAO_FILES"),
    (files, "s3://k:hidden@a/b?acl=public-read", "JIXIAO_FILES"),
    (mail, "http://mail.test", "JIXIAO_SMTP"),
    (database, "mysql://a/b", "DATABASE_URL"),
]


@pytest.mark.parametrize(("ask", "url", "told"), WRONG)
def test_what_is_said_wrongly_is_told(tmp_path: Path, ask, url: str, told: str):
    """With the name of the setting and what was expected; a secret is not repeated."""
    with pytest.raises(ImproperlyConfigured, match=told) as raised:
        ask(url, tmp_path)

    assert "hidden" not in str(raised.value)


def test_a_bucket_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whoever wants no bucket installs none of it."""
    monkeypatch.setattr(environment, "find_spec", lambda _name: None)

    with pytest.raises(ImproperlyConfigured, match=r"jixiao\[s3\]"):
        files("s3://papers", tmp_path)


def test_the_key_that_signs_sessions_is_made_once_and_read_by_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A restart signs nobody out; another account of the machine cannot read it."""
    monkeypatch.delenv("JIXIAO_SECRET_KEY", raising=False)
    made = secret_key(tmp_path / "data")

    assert len(made) >= 50
    assert secret_key(tmp_path / "data") == made
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("JIXIAO_SECRET_KEY", "told")
    assert secret_key(tmp_path / "data") == "told"
